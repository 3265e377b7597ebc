"""Lifetime value by lifetimes 0.11.3: expected values for purchase summaries, fits, and what models say of customers.

What lifetimes computes wrongly is in lifetimes_faults.py: there the expected values are those of mpmath, and each fault
is shown again in every run.
"""

from random import Random
from types import SimpleNamespace

import cdnow
import generate
import lifetimes_faults
import lifetimes_models as models
import numpy as np
import pandas as pd
from lifetimes import generate_data
from lifetimes.datasets import load_dataset, load_donations
from lifetimes.utils import calibration_and_holdout_data, summary_data_from_transaction_data

TOLERANCES = {
    # Summaries; the amounts are sums.
    "monetary": 1e-12,
    # Fits. lifetimes has no gradient for Pareto/NBD.
    "params": 1e-7, "standardErrors": 1e-6, "covariances": 1e-6, "logLikelihood": 1e-11, "atEstimates": 1e-7,
    # Known parameters: as many digits as its hypergeometric functions and floors leave.
    "probabilityAlive": 1e-9, "expectedPurchases": 1e-9, "newCustomer": 1e-9, "counts": 1e-9, "later": 1e-9, "spend": 1e-12,
    "monthly": 1e-9, "lifetimeValue": 1e-10, "exact": 1e-12,
}  # fmt: skip
SETS = {
    "bg-nbd": [(0.243, 4.414, 0.793, 2.426), (1.5, 10, 0.4, 1.1), (0.6, 3, 2, 9), (3, 30, 0.6, 2), (0.8, 12, 3, 4)],
    "mbg-nbd": [(0.525, 6.183, 0.891, 1.614), (1.5, 8, 0.5, 2.5), (3, 20, 2, 6), (0.7, 4, 0.6, 3), (2, 30, 1.5, 3)],
    "pareto-nbd": [
        (0.553, 10.578, 0.606, 11.669), (2, 10, 1.3, 20), (0.9, 20, 1.8, 60), (0.5, 3, 0.6, 12), (3, 9, 2.5, 30),
    ],
    # Such as the 1e-15 in the likelihood of lifetimes does not matter for.
    "bg-bb": [(1.204, 0.75, 0.657, 2.783), (0.5, 0.6, 1.1, 1.5), (0.8, 1.2, 0.7, 2), (2, 1, 1.5, 3), (0.8, 4, 0.7, 6)],
}  # fmt: skip
# Where it does.
BESIDE = (3, 6, 2, 12)
SPEND = [(6.25, 3.74, 15.44), (1.2, 6, 40), (20, 2.5, 3)]


def histories(kind):
    """A grid of frequency, recency and T."""
    if kind == "bg-bb":
        grid = [(x, tx, t) for t in (1, 3, 6, 10) for tx in range(t + 1) for x in range(tx + 1) if (x == 0) == (tx == 0)]
    else:
        grid = [(x, share * t, t) for t in (4.0, 38.86, 150.0) for x in (1, 2, 5, 12, 30) for share in (0.1, 0.6, 0.98, 1)]
        grid += [(0, 0.0, t) for t in (0.5, 4.0, 38.86, 150.0)]
    return [np.array(column, dtype=float if kind != "bg-bb" else int) for column in zip(*grid)]


def given(columns, names=("frequency", "recency", "T", "weight")):
    return {name: np.asarray(column).tolist() for name, column in zip(names, columns)}


def of_customers(kind, params, columns, horizons, times, counts):
    """What a model says."""
    known = models.model(kind, params)
    later = {}
    if kind == "pareto-nbd":
        later["later"] = [models.later_counts(known, *columns, horizons[1], n).tolist() for n in counts]
    return {
        "probabilityAlive": models.probability_alive(kind, known, *columns).tolist(),
        "expectedPurchases": [models.expected_purchases(known, *columns, t).tolist() for t in horizons],
        "newCustomer": [models.expected_new(kind, known, t) for t in times],
        "counts": [models.count_probabilities(kind, known, t, counts) for t in times],
        **later,
    }


def points(kind):
    """Horizons, times and counts to ask for."""
    if kind == "bg-bb":
        return [1, 5, 20], [1, 6, 15], [0, 1, 2, 5, 12]
    return [0.5, 39.0, 150.0], [2.0, 39.0, 104.0], [0, 1, 2, 5, 12]


def ask(kind):
    return dict(zip(["horizons", "times", "counts"], points(kind)))


def known(kind, params):
    columns = histories(kind)
    return {
        "call": "known", "kind": kind, "params": dict(zip(models.NAMES[kind], params)), "summary": given(columns),
        **ask(kind), "options": {}, "expected": of_customers(kind, params, columns, *points(kind)),
    }  # fmt: skip


def patterns(columns):
    """The distinct histories, and how many customers have each."""
    distinct, counts = np.unique(np.column_stack(columns), axis=0, return_counts=True)
    return [*distinct.T, counts]


def estimated(names, found):
    params, covariances, total = found
    return {
        "params": dict(zip(names, params)), "standardErrors": dict(zip(names, np.sqrt(np.diag(covariances)))),
        "covariances": covariances.tolist(), "logLikelihood": total, "converged": True,
    }  # fmt: skip


def fit(kind, columns, truth=None):
    """Of the weighted histories `columns`."""
    if kind == "bg-bb":
        columns = [np.asarray(column).astype(int) for column in columns]
    found = models.fitted(kind, columns, truth)
    few = [column[:100] for column in columns[:3]]
    said = list(of_customers(kind, found[0], few, *points(kind)).values())
    return {
        "call": "fit", "kind": kind, "summary": given(columns), "few": given(few), **ask(kind), "options": {},
        "expected": {**estimated(models.NAMES[kind], found), "atEstimates": {"of": said}},
    }  # fmt: skip


def fit_spend(columns, truth=None):
    """Of frequency, monetary and weight."""
    found = models.fitted("gamma-gamma", columns, truth)
    said = {"of": spend_of(found[0], columns)}
    return {
        "call": "fitSpend", "summary": given(columns, ("frequency", "monetary", "weight")), "options": {},
        "expected": {**estimated(models.NAMES["gamma-gamma"], found), "atEstimates": said},
    }  # fmt: skip


def spend_of(params, columns):
    average = models.model("gamma-gamma", params).conditional_expected_average_profit
    return [*np.asarray(average(np.asarray(columns[0]), np.asarray(columns[1]))).tolist(), float(average(0, 0))]


def known_spend(params):
    columns = [np.array(column, dtype=float) for column in zip(*[(x, m) for x in (1, 2, 7, 40) for m in (0.5, 12, 300)])]
    expected = {"spend": spend_of(params, columns)}
    named = dict(zip(["p", "q", "v"], params))
    return {
        "call": "knownSpend", "params": named, "summary": given(columns, ("frequency", "monetary")), "options": {},
        "expected": expected,
    }  # fmt: skip


def value(kind, params, unit):
    """Twelve months of lifetimes, discounted by the month at the end of each; and the same time discounted at any moment:
    by parts, the integral of what is expected until then."""
    columns = [pd.Series(column) for column in histories(kind)]
    monetary = pd.Series(np.linspace(5, 80, len(columns[0])))
    spender, buyer = models.model("gamma-gamma", SPEND[0]), models.model(kind, params)
    buyer.predict = buyer.conditional_expected_number_of_purchases_up_to_time
    letter, month = {"day": ("D", 30.0), "week": ("W", 4.345)}[unit]
    rate = 0.01
    with models.quiet():
        monthly = spender.customer_lifetime_value(buyer, *columns, monetary, time=12, discount_rate=rate, freq=letter)
    days = month * {"day": 1, "week": 7}[unit]
    force, end = np.log1p(rate) / month, 12 * month
    nodes, weights = np.polynomial.legendre.leggauss(200)
    moments, weights = end * (nodes + 1) / 2, end / 2 * weights
    until = [models.expected_purchases(buyer, *columns, t) for t in [*moments, end]]
    discounted = np.exp(-force * end) * until[-1] + force * (weights * np.exp(-force * moments)) @ np.array(until[:-1])
    amounts = spender.conditional_expected_average_profit(columns[0], monetary).to_numpy()
    return {
        "call": "value", "kind": kind, "params": dict(zip(models.NAMES[kind], params)),
        "spend": dict(zip(["p", "q", "v"], SPEND[0])), "month": month, "rate": rate,
        "summary": given([*columns, monetary], ("frequency", "recency", "T", "monetary")),
        "options": {
            "horizon": 12 * month, "timeUnit": unit, "annualDiscountRate": (1 + rate) ** (365.2425 / days) - 1,
        },
        "expected": {"monthly": monthly.tolist(), "lifetimeValue": (amounts * discounted).tolist()},
    }  # fmt: skip


def summary(table, end, unit, holdout=None):
    """The columns of a summary. lifetimes' means in the holdout are over rows and not over days, so only counts are taken."""
    frame = pd.DataFrame(table)
    multiplier = {"day": 1, "week": 7}[unit]
    with models.quiet():
        found = summary_data_from_transaction_data(
            frame, "customerId", "date", "amount", observation_period_end=end, freq="D", freq_multiplier=multiplier
        ).sort_index()
        expected = {
            "customerId": found.index.tolist(), "frequency": found["frequency"].astype(int).tolist(),
            "recency": found["recency"].tolist(), "T": found["T"].tolist(), "monetary": found["monetary_value"].tolist(),
        }  # fmt: skip
        if holdout:
            later = calibration_and_holdout_data(
                frame, "customerId", "date", end, holdout, freq="D", freq_multiplier=multiplier
            ).sort_index()
            expected["holdoutFrequency"] = later["frequency_holdout"].astype(int).tolist()
            expected["holdoutT"] = later["duration_holdout"].tolist()
    options = {"observationEnd": end, "timeUnit": unit, **({"holdoutEnd": holdout} if holdout else {})}
    return {"call": "summary", "table": table, "options": options, "expected": expected}


def sample():
    """The 2,357 customers of the CDNOW sample."""
    rows = load_dataset("CDNOW_sample.txt", header=None, sep=r"\s+", dtype=str)
    dates = pd.to_datetime(rows[2], format="%Y%m%d").dt.strftime("%Y-%m-%d")
    return {"customerId": rows[1].tolist(), "date": dates.tolist(), "amount": rows[4].astype(float).tolist()}


def bought(random, customers):
    """Purchases of customers with rates of their own, several on a day among them, each customer's first in the first year."""
    rows = []
    for customer in range(customers):
        day, pace = random.randrange(365), random.expovariate(1 / 40)
        while day < 900:
            for _ in range(random.choice([1, 1, 1, 2, 3])):
                rows.append((f"C{customer:04}", generate.day_text(19_000 + day), round(random.expovariate(1 / 30), 2)))
            day += int(random.expovariate(1 / (5 + pace)))
    random.shuffle(rows)
    return {name: list(cells) for name, cells in zip(["customerId", "date", "amount"], zip(*rows))}


def observed(run):
    """Of a summary the weighted histories, and those of spend, without purchases for nothing, of which CDNOW has some."""
    found = SimpleNamespace(**{name: np.array(column) for name, column in run["expected"].items()})
    again = (found.frequency > 0) & (found.monetary > 0)
    spent = [column[again] for column in (found.frequency, found.monetary)]
    return patterns([found.frequency, found.recency, found.T]), patterns(spent)


def generated(kind, params, seed, customers=1500):
    """lifetimes' own simulation."""
    np.random.seed(seed)
    simulate = {
        "bg-nbd": generate_data.beta_geometric_nbd_model,
        "mbg-nbd": generate_data.modified_beta_geometric_nbd_model,
        "pareto-nbd": generate_data.pareto_nbd_model,
        "bg-bb": generate_data.beta_geometric_beta_binom_model,
    }[kind]
    low, high = (5, 10) if kind == "bg-bb" else (26, 104)
    times = np.random.randint(low, high + 1, size=customers)
    with models.quiet():
        found = simulate(times, *params, size=customers)
    return patterns([found["frequency"], found["recency"], found["n_periods" if kind == "bg-bb" else "T"]])


def generated_spend(params, seed, customers=2000):
    """The mean of x gamma variates is one itself."""
    p, q, v = params
    random = np.random.default_rng(seed)
    x = random.integers(1, 12, size=customers).astype(float)
    return patterns([x, random.gamma(p * x) / random.gamma(q, 1 / v, size=customers) / x])


def cases():
    small, full = sample(), cdnow.purchases()
    of_sample = summary(small, "1997-09-30", "week", "1998-06-30")
    of_full = summary(full, "1997-09-30", "week", "1998-06-30")
    random = Random(1997)
    made = [bought(random, customers) for customers in (40, 400)]
    yield "summaries, CDNOW sample", [of_sample, summary(small, "1998-06-30", "day")]
    yield "summaries, CDNOW", [of_full]
    days = [("2023-06-30", "day", "2024-03-01"), ("2023-02-28", "week", None)]
    # lifetimes drops nobody from the holdout who came later, since they are not in the calibration.
    yield "summaries, generated", [summary(table, *choice) for table in made for choice in days]

    histories_of_sample, spend_of_sample = observed(of_sample)
    histories_of_full, spend_of_full = observed(of_full)
    times = ["bg-nbd", "mbg-nbd", "pareto-nbd"]
    yield "fits, CDNOW sample", [fit(kind, histories_of_sample) for kind in times]
    yield "fits, CDNOW", [fit(kind, histories_of_full) for kind in times]
    donors = load_donations()
    donors = [donors[name].to_numpy() for name in ("frequency", "recency", "periods", "weights")]
    yield "fits, donations", [fit("bg-bb", donors)]
    for kind, sets in SETS.items():
        runs = [fit(kind, generated(kind, params, seed), params) for seed, params in enumerate(sets)]
        yield f"fits, generated, {kind}", runs
    yield "fits of spend", [
        fit_spend(spend_of_sample),
        fit_spend(spend_of_full, SPEND[0]),
        *(fit_spend(generated_spend(params, seed), params) for seed, params in enumerate(SPEND)),
    ]
    for kind, sets in SETS.items():
        yield f"known parameters, {kind}", [known(kind, params) for params in sets]
    yield "known parameters, spend", [known_spend(params) for params in SPEND]
    values = [value(kind, params, unit) for kind in times for params in SETS[kind][:2] for unit in ("day", "week")]
    yield "lifetime value", values
    yield "where lifetimes is wrong", lifetimes_faults.runs(histories_of_sample, generated("bg-bb", BESIDE, 2))
