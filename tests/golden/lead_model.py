"""Makes lead-model.csv and lead-model-values.csv: leads drawn at random, and what scikit-learn makes of them.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 scikit-learn==1.9.1 && venv/bin/python tests/golden/lead_model.py

Columns: `logistic` is scikit-learn's LogisticRegression with C = 1 / 2.5 over standardised numbers, indicators of levels and of what
is missing; `bayes` is its CategoricalNB with alpha 0.1 over `source` and `demo`; `binned` is the logistic regression with bins as the
guide describes it, by Newton's method over dense matrices here. All are fitted to the first 240 of the 300 leads. The values are
coefficients of the first model, and metrics of its probabilities as sklearn.metrics has them.
"""

from pathlib import Path

import numpy as np
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import CategoricalNB

ROWS, TRAIN, PENALTY = 300, 240, 2.5
random = np.random.default_rng(20260630)
source = random.choice(["web", "fair", "referral", "partner"], ROWS, p=[0.45, 0.25, 0.2, 0.1])
demo = random.random(ROWS) < 0.3
employees = np.round(np.exp(random.normal(4, 1.2, ROWS)))
employees[random.random(ROWS) < 0.15] = np.nan
visits = random.poisson(np.where(demo, 6, 3), ROWS).astype(float)
effect = {"web": -0.4, "fair": 0.2, "referral": 0.9, "partner": 0.1}
z = -2.2 + np.array([effect[s] for s in source]) + 0.9 * demo + 0.25 * visits + np.where(np.isnan(employees), -0.5, 0.2 * (employees > 60))
won = random.random(ROWS) < 1 / (1 + np.exp(-z))
dates = np.datetime64("2025-01-01") + np.arange(ROWS)


def indicators(values, levels):
    return np.column_stack([values == level for level in levels]).astype(float)


def standardised(x):
    known = x[:TRAIN][~np.isnan(x[:TRAIN])]
    inside = np.clip(x, known.min(), known.max())
    return np.nan_to_num((inside - known.mean()) / known.std(), nan=0.0)


sources = ["web", "fair", "referral", "partner"]
texts = np.column_stack([indicators(source, sources), indicators(demo, [False, True])])
numbers = np.column_stack([standardised(employees), np.isnan(employees), standardised(visits)])
X = np.column_stack([texts, numbers])
model = LogisticRegression(C=1 / PENALTY, solver="newton-cholesky", tol=1e-13, max_iter=1000).fit(X[:TRAIN], won[:TRAIN])
logistic = model.predict_proba(X)[:, 1]

codes = np.column_stack([[sources.index(s) for s in source], demo]).astype(int)
bayes = CategoricalNB(alpha=0.1).fit(codes[:TRAIN], won[:TRAIN]).predict_proba(codes)[:, 1]


def cuts(x):
    known = x[:TRAIN][~np.isnan(x[:TRAIN])]
    low = known.min()
    above = known[known > low].min()
    return np.unique([q if q > low else above for q in np.quantile(known, np.arange(1, 40) / 40)])


def with_bins(x):
    edges = cuts(x)
    bins = np.where(np.isnan(x), -1, np.searchsorted(edges, np.nan_to_num(x), side="right"))
    return indicators(bins, list(range(len(edges) + 1)) + [-1])


# The penalty: each weight by itself, bins a tenth of it, and the differences of neighbouring bins.
blocks = [(texts, 0), (standardised(employees)[:, None], 0), (with_bins(employees), 1), (standardised(visits)[:, None], 0), (with_bins(visits), 1)]
design = np.column_stack([np.ones(ROWS)] + [block for block, _ in blocks])
ridge = np.zeros((design.shape[1],) * 2)
at = 1
for block, binned in blocks:
    size = block.shape[1]
    own = np.eye(size)
    if binned:
        own[: size - 1, : size - 1] *= 0.1
        differences = np.diff(np.eye(size - 1), axis=0)
        own[: size - 1, : size - 1] += differences.T @ differences
    ridge[at : at + size, at : at + size] = own
    at += size
weights = np.zeros(design.shape[1])
for _ in range(50):
    p = 1 / (1 + np.exp(-design[:TRAIN] @ weights))
    gradient = design[:TRAIN].T @ (won[:TRAIN] - p) - PENALTY * ridge @ weights
    hessian = (design[:TRAIN].T * (p * (1 - p))) @ design[:TRAIN] + PENALTY * ridge
    weights = weights + np.linalg.solve(hessian, gradient)
binned = 1 / (1 + np.exp(-design @ weights))

precision, recall, thresholds = metrics.precision_recall_curve(won[:TRAIN], logistic[:TRAIN])
f1 = 2 * precision * recall / (precision + recall)
threshold = thresholds[np.argmax(f1[:-1])]
values = {"intercept": model.intercept_[0]}
names = [f"source {s}" for s in sources] + ["demo false", "demo true", "employees", "employees (missing)", "visits"]
values |= {name: coefficient for name, coefficient in zip(names, model.coef_[0])}
for part, rows in (("train", slice(0, TRAIN)), ("test", slice(TRAIN, ROWS))):
    y, p = won[rows], logistic[rows]
    chosen = p >= threshold
    values |= {
        f"{part} auc": metrics.roc_auc_score(y, p), f"{part} logLoss": metrics.log_loss(y, p), f"{part} brier": metrics.brier_score_loss(y, p),
        f"{part} f1": metrics.f1_score(y, chosen), f"{part} precision": metrics.precision_score(y, chosen),
        f"{part} recall": metrics.recall_score(y, chosen), f"{part} accuracy": metrics.accuracy_score(y, chosen),
        f"{part} threshold": threshold, f"{part} baseLogLoss": metrics.log_loss(y, np.full(len(y), y.mean())),
    }

folder = Path(__file__).parent
cell = lambda x: "" if np.isnan(x) else str(int(x))
rows = ["createdAt,source,demo,employees,visits,won,logistic,bayes,binned"]
rows += [
    ",".join([str(dates[i]), source[i], str(demo[i]).lower(), cell(employees[i]), cell(visits[i]), str(won[i]).lower()]
             + [repr(float(x[i])) for x in (logistic, bayes, binned)])
    for i in range(ROWS)
]
(folder / "lead-model.csv").write_text("\n".join(rows) + "\n")
(folder / "lead-model-values.csv").write_text("name,value\n" + "".join(f"{name},{float(value)!r}\n" for name, value in values.items()))
