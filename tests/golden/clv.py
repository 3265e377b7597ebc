"""Makes clv-models.csv with mpmath: what the models of purchases say of customers, with 25 digits, over a grid.

    python3 -m venv venv && venv/bin/pip install mpmath==1.4.1 && venv/bin/python tests/golden/clv.py

Made with mpmath 1.4.1, from the formulas as the papers write them (Fader, Hardie & Lee 2005; Batislam et al. 2007; Fader &
Hardie's note 9; Fader, Hardie & Shang 2010), with as many digits on the way as cancel. Where a formula has a pole (a, s or
gamma = 1) the parameter is moved by 1e-40. Rows: what, model, four parameters, then for "history" frequency, recency, T, horizon and
the values log-likelihood, P(alive) and expected purchases; for "new" time and n and the values expected purchases and P(X = n).
"""

from pathlib import Path

import mpmath as mp

DIGITS = 25
rows = ["what,model,p1,p2,p3,p4,x,tx,T,horizon,value1,value2,value3"]
NUDGE = mp.mpf(10) ** -40


def text(value):
    return mp.nstr(value, DIGITS, strip_zeros=False)


def off_one(value):
    return value + NUDGE if value == 1 else value


def beta_mean(R, a, B, y):
    """(c / e) (1 - (1 + y)^-e 2F1(c - R, e; c; y / (1 + y))), e = a - 1, c = a + B - 1. For large R, where that takes thousands of
    digits, the mean it stands for: of (1 - (1 + p y)^-R) / p over p with a beta distribution, as an integral over ln(p / (1 - p))."""
    if R > 100:
        with mp.workdps(40):
            ln_beta = mp.loggamma(a) + mp.loggamma(B) - mp.loggamma(a + B)

            def inside(u):
                p, q = 1 / (1 + mp.exp(-u)), 1 / (1 + mp.exp(u))
                return mp.exp(a * mp.log(p) + B * mp.log(q) - ln_beta) * -mp.expm1(-R * mp.log1p(p * y)) / p

            # Step by step around where the density and the function bend; below that it falls like p^a.
            low, high = -mp.log(R * y + B + 1) - 60 / min(a, 1), mp.mpf(70) / min(B, 1)
            step = min(mp.mpf("0.1"), mp.mpf("0.35") / mp.sqrt(a))
            total, u = mp.mpf(0), mp.ceil(-mp.log(R * y + B + 1) / step) * step
            for direction in (-step, step):
                v = u if direction > 0 else u + direction
                while low < v < high:
                    term = inside(v)
                    total += term
                    if term < total * mp.mpf(10) ** -36 and (direction > 0 or v < u - 40):
                        break
                    v += direction
            return total * step
    with mp.workdps(80 + int(R)):
        R, a, B, y = mp.mpf(R), off_one(mp.mpf(a)), mp.mpf(B), mp.mpf(y)
        e, c = a - 1, a + B - 1
        if c == 0:
            a, e, c = a + NUDGE, e + NUDGE, c + NUDGE
        return c / e * (1 - (1 + y) ** -e * mp.hyp2f1(c - R, e, c, y / (1 + y), maxterms=10**7))


def beta_geometric(params, x, tx, T, horizon, m):
    with mp.workdps(60):
        r, alpha, a, b = params
        k = x + m
        base = mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(alpha) + mp.log(mp.beta(a, b + k) / mp.beta(a, b))
        alive = (alpha + T) ** -(r + x)
        left = mp.mpf(0) if k == 0 else a / (b + k - 1) * (alpha + tx) ** -(r + x)
        p = alive / (alive + left)
        return base + mp.log(alive + left), p, p * beta_mean(r + x, a, b + k, horizon / (alpha + T))


def nbd(r, y, n):
    return mp.exp(mp.loggamma(r + n) - mp.loggamma(r) - mp.loggamma(n + 1) - r * mp.log1p(y) + n * mp.log(y / (1 + y)))


def beta_geometric_new(params, t, n, m):
    with mp.workdps(60):
        r, alpha, a, b = params
        y = t / alpha
        mean = beta_mean(r, a, b + m, y) * (b / (a + b) if m else 1)
        k = n + m
        p = mp.beta(a, b + k) / mp.beta(a, b) * nbd(r, y, n)
        if k:
            p += mp.beta(a + 1, b + k - 1) / mp.beta(a, b) * (1 - mp.fsum(nbd(r, y, j) for j in range(n)))
        return mean, p


def pareto(params, x, tx, T, horizon):
    r, alpha, s, beta = params
    with mp.workdps(60):
        def a0(t, which):
            total = r + s + x
            if alpha >= beta:
                b, top, low = (s + 1 if which else s), alpha - beta, alpha + t
            else:
                b, top, low = (r + x if which else r + x + 1), beta - alpha, beta + t
            return mp.hyp2f1(total, b, total + 1, top / low, maxterms=10**6) / low ** total

        total = r + s + x
        left_and_alive = s / total * a0(tx, True) + (r + x) / total * a0(T, False)
        alive = (alpha + T) ** -(r + x) * (beta + T) ** -s
        ln_l = mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(alpha) + s * mp.log(beta) + mp.log(left_and_alive)
        p = alive / left_and_alive
        e = off_one(s) - 1
        mean = (r + x) * (beta + T) / (alpha + T) / e * (1 - ((beta + T) / (beta + T + horizon)) ** e)
        return ln_l, p, p * mean


def pareto_new(params, t, n):
    r, alpha, s, beta = params
    with mp.workdps(90):
        ratio = mp.log((mp.mpf(beta) + t) / beta)
        mean = mp.mpf(r) * beta / alpha * (ratio if s == 1 else -mp.expm1((1 - mp.mpf(s)) * ratio) / (mp.mpf(s) - 1))
    with mp.workdps(40):
        inside = lambda v: nbd(r, mp.exp(v) / alpha, n) * s * beta**s / (beta + mp.exp(v)) ** (s + 1) * mp.exp(v)
        top = mp.log(t)
        cuts = sorted({top - d for d in range(0, 101, 2)} | {min(top, mp.log(max(n, 1) * alpha / r) - d) for d in range(-3, 4)})
        return mean, nbd(r, t / alpha, n) * (beta / (beta + t)) ** s + mp.quad(inside, cuts)


def beta_binomial(params, x, tx, n, horizon):
    with mp.workdps(60):
        a, b, g, d = params
        term = lambda buys, fails, left, stays: mp.beta(a + buys, b + fails) / mp.beta(a, b) * mp.beta(g + left, d + stays) / mp.beta(g, d)
        alive = term(x, n - x, 0, n)
        likelihood = alive + mp.fsum(term(x, tx - x + i, 1, tx + i) for i in range(n - tx))
        next_alive = term(x, n - x, 0, n + 1) / likelihood
        stays = mp.fsum(mp.rf(d + n, j) / mp.rf(g + d + n, j) for j in range(1, horizon + 1))
        return mp.log(likelihood), next_alive, alive / likelihood * (a + x) / (a + b + n) * stays


def beta_binomial_new(params, t, n):
    with mp.workdps(60):
        a, b, g, d = params
        stays = mp.fsum(mp.rf(d, j) / mp.rf(g + d, j) for j in range(1, t + 1))
        p = mp.mpf(0)
        if n <= t:
            count = lambda i: mp.binomial(i, n) * mp.beta(a + n, b + i - n) / mp.beta(a, b)
            p = count(t) * mp.beta(g, d + t) / mp.beta(g, d)
            p += mp.fsum(count(i) * mp.beta(g + 1, d + i) / mp.beta(g, d) for i in range(n, t))
        return a / (a + b) * stays, p


def add(what, model, params, x, tx, T, horizon, values):
    arguments = [repr(v) if v != "" else "" for v in [*params, x, tx, T, horizon]]
    rows.append(",".join([what, model, *arguments, *[text(v) if v != "" else "" for v in values]]))


def big(values):
    return [mp.mpf(v) for v in values]


HISTORIES = [(0, 0.0, 0.0), (0, 0.0, 38.857142857142854), (0, 0.0, 5000.0), (1, 0.5, 0.5), (1, 2.5, 300.0), (2, 30.43, 38.86), (7, 30.0, 39.0),
             (26, 30.86, 38.86), (150, 150.0, 160.0), (1000, 390.0, 400.0), (5000, 700.0, 701.0), (5000, 600.0, 900.0)]
HORIZONS = [0.01, 1.0, 39.0, 520.0, 10000.0]
TIMES = [(0.01, 0), (0.01, 1), (1.0, 2), (39.0, 0), (39.0, 1), (39.0, 10), (520.0, 3), (520.0, 60), (10000.0, 0), (10000.0, 5), (10000.0, 400)]
GEOMETRIC = [(0.2426, 4.4136, 0.7929, 2.4259), (0.2426, 4.4136, 1.0, 2.4259), (0.2426, 4.4136, 0.99999999, 2.4259), (1.0, 4.0, 1.0, 1.0),
             (0.01, 0.05, 0.02, 0.03), (0.6, 0.3, 3.0, 0.4), (30.0, 200.0, 0.5, 40.0), (2.0, 12.0, 50.0, 3000.0), (0.05, 150.0, 2.5, 0.8),
             (5.0, 500.0, 300.0, 20.0)]
PARETO = [(0.5533, 10.5777, 0.6062, 11.6687), (0.5533, 10.5777, 1.0, 11.6687), (0.5533, 10.0, 0.99999999, 10.0), (1.0, 4.0, 1.0, 1.0), (0.01, 0.05, 0.02, 3.0),
          (0.6, 0.3, 3.0, 0.004), (30.0, 200.0, 0.5, 40.0), (2.0, 12.0, 50.0, 3000.0), (0.05, 150.0, 2.5, 0.8), (0.004, 900.0, 0.003, 1e-3)]
BINOMIAL = [(1.2035, 0.7497, 0.6567, 2.7834), (1.2035, 0.7497, 1.0, 2.7834), (1.0, 1.0, 1.0, 1.0), (0.01, 0.02, 0.03, 0.05), (40.0, 3.0, 0.3, 200.0), (0.5, 60.0, 9.0, 1.5)]
BINARY = [(0, 0, 0), (0, 0, 6), (1, 1, 6), (2, 4, 6), (6, 6, 6), (3, 40, 365), (300, 300, 365), (365, 365, 365), (0, 0, 365), (1, 1000, 1001)]

if __name__ == "__main__":
    for m, model in [(0, "bg-nbd"), (1, "mbg-nbd")]:
        for params in GEOMETRIC:
            for i, (x, tx, T) in enumerate(HISTORIES):
                for horizon in HORIZONS if i % 2 else HORIZONS[i % 5 :: 2]:
                    add("history", model, params, x, tx, T, horizon, beta_geometric(big(params), x, mp.mpf(tx), mp.mpf(T), mp.mpf(horizon), m))
            for t, n in TIMES:
                add("new", model, params, n, "", "", t, [*beta_geometric_new(big(params), mp.mpf(t), n, m), ""])
        print(model, len(rows), flush=True)
    for params in PARETO:
        for i, (x, tx, T) in enumerate(HISTORIES):
            for horizon in HORIZONS[i % 2 :: 3]:
                add("history", "pareto-nbd", params, x, tx, T, horizon, pareto(big(params), x, mp.mpf(tx), mp.mpf(T), mp.mpf(horizon)))
        for t, n in TIMES:
            add("new", "pareto-nbd", params, n, "", "", t, [*pareto_new(big(params), mp.mpf(t), n), ""])
    print(len(rows), flush=True)
    for params in BINOMIAL:
        for i, (x, tx, n) in enumerate(BINARY):
            for horizon in [1, 5, 365, 6000][i % 2 :: 2]:
                add("history", "bg-bb", params, x, tx, n, horizon, beta_binomial(big(params), x, tx, n, horizon))
        for t, n in [(0, 0), (1, 0), (6, 0), (6, 3), (6, 6), (365, 0), (365, 20), (365, 365), (5, 6)]:
            add("new", "bg-bb", params, n, "", "", t, [*beta_binomial_new(big(params), t, n), ""])
    Path(__file__).with_name("clv-models.csv").write_text("\n".join(rows) + "\n")
    print(len(rows), flush=True)
