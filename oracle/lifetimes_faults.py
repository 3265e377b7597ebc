"""Where lifetimes 0.11.3 is wrong: each fault shown again beside the value of 40 digits that mpmath finds.

The exact values come from the formulas of the papers with as many digits on the way as cancel, or from the integrals that
these formulas solve. `runs` prints the list, and has the package compute the same. README.md says it in words.
"""

import contextlib

import lifetimes_models as models
import mpmath as mp
import numpy as np
import pandas as pd

DIGITS = 40
NUDGE = mp.mpf(10) ** -80


def off_one(value):
    """Beside the poles at 1, which cancel."""
    value = mp.mpf(value)
    return value + NUDGE if value == 1 else value


def exactly(function, digits=250):
    """With so many digits that 40 are left, whatever cancels or is taken beside a pole."""

    def computed(*args):
        with mp.workdps(digits):
            return +function(*args)

    return computed


@exactly
def bg_alive(params, x, tx, t):
    r, alpha, a, b = map(mp.mpf, params)
    return 1 / (1 + a / (b + x - 1) * ((alpha + t) / (alpha + mp.mpf(tx))) ** (r + x)) if x else mp.mpf(1)


@exactly
def bg_expected(params, x, tx, t, horizon):
    """Fader, Hardie & Lee (2005), equation 10, after Euler's transformation."""
    r, alpha, a, b = map(mp.mpf, params)
    a = off_one(a)
    z = horizon / (alpha + t + horizon)
    c = a + b + x - 1
    bracket = 1 - (1 - z) ** (a - 1) * mp.hyp2f1(c - r - x, a - 1, c, z, maxterms=10**7)
    return c / (a - 1) * bracket * bg_alive(params, x, tx, t)


@exactly
def bg_count(params, t, n):
    """Equation 8; the tail of the counts as a sum of positive terms."""
    r, alpha, a, b = map(mp.mpf, params)
    z = t / (alpha + t)

    def count(j):
        return mp.rf(r, j) / mp.factorial(j) * (1 - z) ** r * z**j

    tail = count(n) * mp.hyp2f1(1, r + n, n + 1, z)
    return mp.beta(a, b + n) / mp.beta(a, b) * count(n) + mp.beta(a + 1, b + n - 1) / mp.beta(a, b) * tail


@exactly
def pareto_alive(params, x, tx, t):
    """Fader & Hardie's note 9, equations 18 to 20 and 36."""
    r, alpha, s, beta = map(mp.mpf, params)
    near, far, second = (beta, alpha, s + 1) if alpha >= beta else (alpha, beta, r + x)
    total = r + s + x

    def part(u):
        return mp.hyp2f1(total, second, total + 1, (far - near) / (far + u), maxterms=10**7) / (far + u) ** total

    left = part(mp.mpf(tx)) - part(mp.mpf(t))
    return 1 / (1 + s / total * (alpha + t) ** (r + x) * (beta + t) ** s * left)


@exactly
def pareto_new(params, t):
    r, alpha, s, beta = map(mp.mpf, params)
    s = off_one(s)
    return r * beta / alpha / (s - 1) * (1 - (beta / (beta + t)) ** (s - 1))


@exactly
def bb_alive(params, x, tx, n):
    """Fader, Hardie & Shang (2010), equation 8: by the next opportunity."""
    alpha, beta, gamma, delta = map(mp.mpf, params)
    total = mp.beta(alpha + x, beta + n - x) * mp.beta(gamma, delta + n)
    for i in range(n - tx):
        total += mp.beta(alpha + x, beta + tx - x + i) * mp.beta(gamma + 1, delta + tx + i)
    return mp.beta(alpha + x, beta + n - x) * mp.beta(gamma, delta + n + 1) / total


@exactly
def bb_expected(params, x, tx, n, ahead):
    """Opportunity by opportunity: P(alive) at the first, times the chances to stay for the others."""
    alpha, beta, gamma, delta = map(mp.mpf, params)
    total, stays = mp.mpf(0), bb_alive(params, x, tx, n)
    for j in range(1, ahead + 1):
        total += stays
        stays *= (delta + n + j) / (gamma + delta + n + j)
    return (alpha + x) / (alpha + beta + n) * total


def bg_log_likelihood(params, data):
    with mp.workdps(80):
        r, alpha, a, b = map(mp.mpf, params)
        total, by_count = mp.mpf(0), {}
        for x, tx, t, weight in zip(*data):
            x, tx, t = int(x), mp.mpf(float(tx)), mp.mpf(float(t))
            if x not in by_count:
                stays = mp.loggamma(a + b) + mp.loggamma(b + x) - mp.loggamma(b) - mp.loggamma(a + b + x)
                by_count[x] = stays + mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(alpha)
            odds = a / (b + x - 1) * ((alpha + t) / (alpha + tx)) ** (r + x) if x else 0
            total += int(weight) * (by_count[x] - (r + x) * mp.log(alpha + t) + mp.log1p(odds))
        return total


@exactly
def pareto_log_likelihood(params, data):
    r, alpha, s, beta = map(mp.mpf, params)
    total = mp.mpf(0)
    for x, tx, t, weight in zip(*data):
        x, t = int(x), mp.mpf(float(t))
        rate = mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(alpha) - (r + x) * mp.log(alpha + t)
        stays = s * mp.log(beta / (beta + t))
        total += int(weight) * (rate + stays - mp.log(pareto_alive(params, x, float(tx), t)))
    return total


def bb_log_likelihood(params, data):
    """Equation 8, with the beta functions of all histories once."""
    with mp.workdps(60):
        alpha, beta, gamma, delta = params
        total, bought, stayed = mp.mpf(0), {}, {}
        for x, tx, n, weight in zip(*data):
            x, tx, n = int(x), int(tx), int(n)
            terms = [(x, n - x, 0, n), *((x, tx - x + i, 1, tx + i) for i in range(n - tx))]
            for _, other, left, until in terms:
                if (x, other) not in bought:
                    bought[x, other] = mp.beta(alpha + x, beta + other)
                if (left, until) not in stayed:
                    stayed[left, until] = mp.beta(gamma + left, delta + until)
            total += int(weight) * mp.log(sum(bought[x, other] * stayed[left, until] for _, other, left, until in terms))
        return total - int(sum(data[3])) * mp.log(mp.beta(alpha, beta) * mp.beta(gamma, delta))


def derivatives(function, logs, step):
    """By central differences with a step that is tiny for the digits there are."""
    unit = [[int(i == j) for j in range(4)] for i in range(4)]

    def at(*moves):
        return function([value + step * sum(move) for value, *move in zip(logs, *moves)])

    def opposite(e):
        return [-value for value in e]

    slopes = mp.matrix([(at(e) - at(opposite(e))) / (2 * step) for e in unit])
    bends = mp.matrix(4, 4)
    for i, e in enumerate(unit):
        for j, f in enumerate(unit[: i + 1]):
            mixed = at(e, f) - at(e, opposite(f)) - at(opposite(e), f) + at(opposite(e), opposite(f))
            bends[i, j] = bends[j, i] = mixed / (4 * step**2)
    return slopes, bends


def bg_value(params, spend, history, horizon, rate):
    """Purchases discounted at any moment, by parts; the mean amount times that."""
    with mp.workdps(DIGITS + 10):
        p, q, v = map(mp.mpf, spend)
        x, tx, t, mean = history
        rate = mp.mpf(rate)

        def until(u):
            return bg_expected(params, x, tx, t, u)

        pieces = mp.linspace(0, horizon, 5)
        total = mp.exp(-rate * horizon) * until(mp.mpf(horizon))
        total += mp.quad(lambda u: rate * mp.exp(-rate * u) * until(u), pieces, maxdegree=5)
        return p * (v + x * mp.mpf(mean)) / (p * x + q - 1) * total


def number(value):
    return float(np.squeeze(value))


def columns_of(kind, x, tx, t):
    dtype = int if kind == "bg-bb" else float
    return [np.array([value], dtype=dtype) for value in (x, tx, t)]


def run(kind, params, what, asked, expected):
    """`what` of a model, asked of the package. Small numbers are compared as logarithms."""
    return {
        "call": "exact", "kind": kind, "params": dict(zip(models.NAMES[kind], params)), "what": what, **asked,
        "options": {}, "expected": {"exact": float(expected)},
    }  # fmt: skip


class Faults:
    def __init__(self):
        self.runs = []
        self.lines = ["where lifetimes 0.11.3 is wrong"]

    def add(self, title, found, exact, *runs):
        """Refuses what is no fault."""
        with mp.workdps(DIGITS):
            if np.isfinite([found, float(exact)]).all() and abs(found - exact) <= mp.mpf("1e-9") * abs(exact):
                raise ValueError(f"{title}: lifetimes is right with {found}")
            shown = mp.nstr(exact, DIGITS) if isinstance(exact, mp.mpf) else str(exact)
        self.line(title, found, shown, *runs)

    def line(self, title, found, shown, *runs):
        self.lines.append(f"  {title}\n    lifetimes  {found}\n    40 digits  {shown}")
        self.runs += runs

    def expected(self, title, kind, params, history, horizon, exact):
        found = number(models.expected_purchases(models.model(kind, params), *columns_of(kind, *history), horizon))
        asked = {"history": history, "horizon": horizon}
        self.add(title, found, exact, run(kind, params, "expectedPurchases", asked, exact))

    def alive(self, title, kind, params, history, exact):
        found = number(models.probability_alive(kind, models.model(kind, params), *columns_of(kind, *history)))
        with mp.workdps(DIGITS):
            self.add(title, found, exact, run(kind, params, "lnAlive", {"history": history}, mp.log(exact)))

    def count(self, title, kind, params, t, n, exact):
        (found,) = models.count_probabilities(kind, models.model(kind, params), t, [n])
        with mp.workdps(DIGITS):
            self.add(title, found, exact, run(kind, params, "lnCount", {"t": t, "n": n}, mp.log(exact)))


def one_expected(faults, title, params, history, horizon):
    faults.expected(title, "bg-nbd", params, history, horizon, bg_expected(params, *history, horizon))


def alike(seed, rate):
    """Sixty customers who all buy at the same rate and never leave: no model with differences has a likeliest one."""
    random = np.random.default_rng(seed)
    frequency = random.poisson(20 * rate, size=60)
    recency = np.array([np.round(20 * random.beta(x, 1), 3) if x else 0.0 for x in frequency])
    return [frequency, recency, np.full(60, 20.0)]


def of_fit(faults):
    """Estimates that are none, without a word."""
    for kind, rate, name, total in [
        ("bg-nbd", 0.2, "BG/NBD", bg_log_likelihood),
        ("pareto-nbd", 1, "Pareto/NBD", pareto_log_likelihood),
    ]:
        returned = []
        for seed in range(6):
            data = alike(seed, rate)
            with models.quiet(), contextlib.suppress(models.ConvergenceError):
                np.random.seed(0)
                returned.append((data, models.FITTERS[kind]().fit(*data).params_.to_numpy()))
        data, found = returned[0]
        counted = [*data, np.ones(60, dtype=int)]
        there = total(found, counted)
        # Rates that differ less still, and with that another way to leave.
        beyond = max(total(other, counted) for other in [found * (10, 10, 1, 1), [*found[:2], 0.05, 2.2]])
        if beyond <= there:
            raise ValueError(f"{found} may be a maximum")
        with mp.workdps(DIGITS):
            shown, values = mp.nstr(there, DIGITS), ", ".join(f"{value:.4g}" for value in found)
        summary = dict(zip(("frequency", "recency", "T"), (column.tolist() for column in data)))
        fit = {"call": "converged", "kind": kind, "summary": summary, "options": {}, "expected": {"converged": False}}
        faults.line(
            f"{name}, customers who are all alike, where nothing is a maximum: {len(returned)} of 6 such data are fitted "
            f"without a warning (#332), the first with {values}",
            f"log-likelihood {shown}", f"log-likelihood {mp.nstr(beyond, DIGITS)} elsewhere", fit,
        )  # fmt: skip


def of_covariances(faults, data):
    """Off the diagonal, the square of one parameter in place of the product of both."""
    with models.quiet():
        fit = models.BetaGeoFitter().fit(*data[:3], weights=data[3])
    params = models.fitted("bg-nbd", data)[0]
    with mp.workdps(80):
        logs = [mp.log(float(value)) for value in params]
        _, bends = derivatives(lambda at: bg_log_likelihood(list(map(mp.exp, at)), data), logs, mp.mpf(10) ** -15)
        exact = mp.mpf(mp.nstr((-(bends**-1))[0, 1] * float(params[0]) * float(params[1]), 20))
    found = fit.variance_matrix_.to_numpy()
    names = ("frequency", "recency", "T", "weight")
    faults.add(
        f"BG/NBD, CDNOW sample, covariance of r and alpha, in the other half of the matrix {found[1, 0]:.6g}",
        found[0, 1], exact,
        {
            "call": "covariance", "kind": "bg-nbd", "options": {}, "expected": {"exact": float(exact)},
            "summary": dict(zip(names, (np.asarray(column).tolist() for column in data))),
        },
    )  # fmt: skip


def of_floor(faults, data):
    """The same 1e-15 in a fit: the estimates are those of another likelihood."""
    with models.quiet():
        found = models.BetaGeoBetaBinomFitter().fit(*data[:3], weights=data[3], tol=1e-9).params_.to_numpy()
    with mp.workdps(60):
        logs = [mp.log(float(value)) for value in found]
        for _ in range(12):
            slopes, bends = derivatives(lambda at: bb_log_likelihood(list(map(mp.exp, at)), data), logs, mp.mpf(10) ** -12)
            step = mp.lu_solve(-bends, slopes)
            logs = [value + move for value, move in zip(logs, step)]
            if mp.norm(step) < mp.mpf(10) ** -20:
                break
        else:
            raise ValueError("Newton's method does not end")
        exact = [mp.exp(value) for value in logs]
        shown = mp.mpf(mp.nstr(exact[3], 20))
    names = models.NAMES["bg-bb"]
    summary = dict(zip(("frequency", "recency", "T", "weight"), (np.asarray(column).tolist() for column in data)))
    faults.add(
        "BG/BB, estimate of delta from 5 to 10 opportunities, the same 1e-15", found[3], shown,
        {
            "call": "estimates", "kind": "bg-bb", "summary": summary, "options": {},
            "expected": {"params": dict(zip(names, map(float, exact)))},
        },
    )  # fmt: skip


def of_value(faults):
    params, spend, history = (0.243, 4.414, 0.793, 2.426), (6.25, 3.74, 15.44), (2, 30.43, 38.86, 22.35)
    annual = 0.1
    week = float(mp.log1p(annual) * 7 / mp.mpf("365.2425"))
    exact = bg_value(params, spend, history, 52, week)
    series = [pd.Series([value], dtype=float) for value in history]
    spender, buyer = models.model("gamma-gamma", spend), models.model("bg-nbd", params)
    buyer.predict = buyer.conditional_expected_number_of_purchases_up_to_time
    days = models.model("bg-nbd", (params[0], 7 * params[1], *params[2:]))
    days.predict = days.conditional_expected_number_of_purchases_up_to_time
    monthly = (1 + annual) ** (1 / 12) - 1
    in_days = [series[0], 7 * series[1], 7 * series[2], series[3]]
    with models.quiet():
        found = number(spender.customer_lifetime_value(buyer, *series, time=12, discount_rate=monthly, freq="W"))
        other = number(spender.customer_lifetime_value(days, *in_days, time=12, discount_rate=monthly, freq="D"))
    faults.add(
        f"lifetime value of a year at 10 %, the same customer in days {other:.6f}: months of 30 days or 4.345 weeks, each "
        "discounted from its end",
        found, exact,
        {
            "call": "exactValue", "kind": "bg-nbd", "params": dict(zip(models.NAMES["bg-nbd"], params)),
            "spend": dict(zip("pqv", spend)), "history": history,
            "options": {"horizon": 52, "timeUnit": "week", "annualDiscountRate": annual},
            "expected": {"exact": float(exact)},
        },
    )  # fmt: skip


def of_spend(faults):
    p, q, v = 2, 0.8, 10
    found = number(models.model("gamma-gamma", (p, q, v)).conditional_expected_average_profit(0, 0))
    with mp.workdps(DIGITS):
        parts = [
            mp.nstr(p * v * mp.gammainc(mp.mpf(q) - 1, mp.mpf(p) * v / mp.mpf(10) ** most) / mp.gamma(mp.mpf(q)), 8)
            for most in (6, 12, 24)
        ]
    faults.add(
        "Gamma-Gamma, mean spend at q = 0.8, and lifetime values with it below 0; it is infinite: customers with a mean up to "
        f"1e6, 1e12, 1e24 alone add {', '.join(parts)} to it",
        found, mp.inf,
        {"call": "noMean", "params": {"p": p, "q": q, "v": v}, "options": {}, "expected": {"mean": None, "spend": None}},
    )  # fmt: skip


def runs(histories, opportunities):
    faults = Faults()
    one_expected(faults, "BG/NBD, expected purchases, 2F1 below 0 has no logarithm (#302)", (0.11, 2.24, 0.31, 0.5), (0, 0, 1), 30)
    one_expected(faults, "BG/NBD, expected purchases, 2F1 overflows", (5, 20, 3, 4), (1000, 29.9, 30), 1000)
    one_expected(faults, "BG/NBD, expected purchases, a = 1", (0.8, 10, 1, 3), (10, 28, 30), 52)
    one_expected(faults, "BG/NBD, expected purchases, a = 1 + 1e-9", (0.8, 10, 1 + 1e-9, 3), (10, 28, 30), 52)
    common = (0.243, 4.414, 0.793, 2.426)
    faults.count("BG/NBD, P(X(1) = 40) below 0", "bg-nbd", common, 1, 40, bg_count(common, 1, 40))
    faults.count("BG/NBD, P(X(52) = 200), gamma functions overflow", "bg-nbd", common, 52, 200, bg_count(common, 52, 200))
    apart, history = (0.5, 1, 0.5, 500), (300, 29.9, 30)
    exact = pareto_alive(apart, *history)
    faults.alive("Pareto/NBD, P(alive), and with it the log-likelihood, 2F1 overflows", "pareto-nbd", apart, history, exact)
    for s in (1.0, 1 + 1e-10):
        params = (0.5, 10, s, 20)
        exact = pareto_new(params, 52)
        found = models.expected_new("pareto-nbd", models.model("pareto-nbd", params), 52)
        title = "Pareto/NBD, expected purchases of a new customer, s = 1" + (" + 1e-10" if s > 1 else "")
        faults.add(title, found, exact, run("pareto-nbd", params, "newCustomer", {"t": 52}, exact))
    daily, history = (1.2, 0.75, 0.66, 2.8), (30, 200, 365)
    exact = bb_alive(daily, *history)
    faults.alive("BG/BB, P(alive) after 365 opportunities, 1e-15 added to the likelihood", "bg-bb", daily, history, exact)
    params, history = (1.2, 0.75, 1, 2.8), (2, 4, 6)
    title = "BG/BB, expected purchases, gamma = 1"
    faults.expected(title, "bg-bb", params, history, 5, bb_expected(params, *history, 5))
    of_floor(faults, [np.asarray(column).astype(int) for column in opportunities])
    of_fit(faults)
    of_covariances(faults, histories)
    of_spend(faults)
    of_value(faults)
    print("\n".join(faults.lines), flush=True)
    return faults.runs
