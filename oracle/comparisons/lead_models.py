"""Learned lead models beside scikit-learn: expected values for `trainLeadModel`.

- How well they rank and how well they are calibrated, on later leads whose true probabilities are known (`lead_data.py`). There,
  outcomes are not drawn: each lead counts as one that converts with the weight p and one that does not with 1 - p, so that the
  AUC of the true probabilities is that of an endless sample. scikit-learn has standardised numbers, the median and a flag for
  missing ones, one-hot levels, and a penalty by cross-validation: what its guide would have one write.
- Weights at given penalties, and naive Bayes without calibration, where both have the same terms.
- Metrics of the package's own predictions by `sklearn.metrics`; `lead_predictions.mjs` gives the predictions.
"""

import json
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import rankdata
from sklearn import metrics
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV
from sklearn.naive_bayes import CategoricalNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import lead_data

PREDICTIONS = Path(__file__).parent.parent / "lead_predictions.mjs"
TEST_SHARE = 0.2

# The first four are bounds from above for what is at best 0 or less.
TOLERANCES = {
    "belowScikitLearn": 0.002,
    "belowTruth": 0.005,
    "farBelowTruth": 0.01,
    "calibrationError": 0.03,
    "weights": 1e-6,
    "intercept": 1e-6,
    "logOdds": 1e-6,
    "naiveBayes": 1e-12,
    "metrics": 1e-12,
    "bestF1": 1e-12,
}

ALL = ["belowScikitLearn", "belowTruth", "calibrationError"]


def sets():
    """Titles, sets, and what is asked for; see README.md for why it is not always all."""
    some = ["belowScikitLearn", "farBelowTruth", "calibrationError"]
    yield "linear, 2,000 leads", lead_data.linear(7, 2_000), some
    yield "linear, 10,000 leads", lead_data.linear(1, 10_000), ALL
    yield "linear, 50,000 leads", lead_data.linear(8, 50_000), ALL
    yield "bands, 10,000 leads", lead_data.banded(2, 10_000), some
    yield "bands, 50,000 leads", lead_data.banded(9, 50_000), ALL
    yield "rare and new levels, 25,000 leads", lead_data.categorical(3, 25_000), ALL
    yield "missing values, 10,000 leads", lead_data.missing(4, 10_000), ALL
    yield "3 of 100 convert, 40,000 leads", lead_data.imbalanced(5, 40_000), some
    yield "columns drift, 10,000 leads", lead_data.drifting(6, 10_000), ALL
    yield "columns and base rate drift, 10,000 leads", lead_data.drifting(6, 10_000, base=0.6), ["belowScikitLearn", "belowTruth"]


def trained(data):
    """The rows that models are trained on: the oldest, as columns are in the order of `createdAt`."""
    rows = len(data["train"]["converted"])
    rows -= round(rows * TEST_SHARE)
    frame = pd.DataFrame({name: data["train"][name] for name in data["features"]})
    return frame[:rows], np.array(data["train"]["converted"][:rows])


def held(data):
    return pd.DataFrame({name: data["held"][name] for name in data["features"]})


def kinds(frame):
    numbers = [name for name in frame if pd.api.types.is_numeric_dtype(frame[name])]
    return numbers, [name for name in frame if name not in numbers]


# -- how good they are


def reference(frame):
    numbers, categories = kinds(frame)
    number = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    named = SimpleImputer(missing_values=None, strategy="constant", fill_value="(missing)")
    rare = max(5, -(-len(frame) // 500))
    category = make_pipeline(named, OneHotEncoder(min_frequency=rare, handle_unknown="ignore"))
    terms = ColumnTransformer([("numbers", number, numbers), ("categories", category, categories)])
    settings = {"Cs": 10, "cv": 5, "scoring": "neg_log_loss", "l1_ratios": (0,), "use_legacy_attributes": False}
    return make_pipeline(terms, LogisticRegressionCV(max_iter=5_000, **settings))


def expected_auc(scores, probability):
    """Over all pairs of a lead that converts and one that does not, each with its probability."""
    ones = np.ones(len(scores))
    weights = np.concatenate([probability, 1 - probability])
    outcomes = np.concatenate([ones, 0 * ones])
    return float(metrics.roc_auc_score(outcomes, np.concatenate([scores, scores]), sample_weight=weights))


def calibration_error(predicted, probability):
    """The mean over ten groups by prediction of the distance between mean prediction and mean true probability."""
    groups = np.array_split(np.argsort(predicted, kind="stable"), 10)
    sizes = [len(group) for group in groups]
    return float(np.average([abs(predicted[group].mean() - probability[group].mean()) for group in groups], weights=sizes))


def quality(title, data, asked):
    frame, outcome = trained(data)
    predicted = reference(frame).fit(frame, outcome).predict_proba(held(data))[:, 1]
    probability = np.array(data["probability"])
    return {
        "call": "quality",
        "title": title,
        "data": data,
        "asked": asked,
        "truth": expected_auc(probability, probability),
        "scikitLearn": {"auc": expected_auc(predicted, probability), "calibrationError": calibration_error(predicted, probability)},
        "expected": dict.fromkeys(asked, 0),
    }


# -- weights


def pooled(cells):
    """The levels of a category, the rare ones together."""
    cells = cells.astype(object).where(cells.notna(), "(missing)")
    counts = cells.value_counts()
    rare = max(5, -(-len(cells) // 500))
    return cells.where(cells.map(counts).ge(rare) | (cells == "(missing)"), "(other)")


def terms_of(frame):
    """Standardised numbers, and flags of levels, by names of features and levels."""
    terms = {}
    for name, cells in frame.items():
        if pd.api.types.is_numeric_dtype(cells):
            known = cells.dropna()
            terms[name, None] = ((cells - known.mean()) / known.std(ddof=0)).fillna(0.0)
            levels = cells.isna().map({True: "(missing)"})
        else:
            levels = pooled(cells)
        for level in sorted(levels.dropna().unique()):
            terms[name, level] = (levels == level).astype(float)
    return terms


def weights(data, penalty):
    """Levels are centred by the mean of all that a feature adds, so that it adds 0 on average."""
    frame, outcome = trained(data)
    terms = terms_of(frame)
    matrix = np.column_stack(list(terms.values()))
    model = LogisticRegression(C=1 / penalty, solver="newton-cholesky", tol=1e-12, max_iter=1_000).fit(matrix, outcome)
    added = matrix * model.coef_[0]
    means = {feature: 0.0 for feature in frame}
    for (feature, _), mean in zip(terms, added.mean(axis=0)):
        means[feature] += float(mean)
    named = zip(terms, model.coef_[0])
    return {
        "call": "weights",
        "data": training_only(data),
        "penalty": penalty,
        "expected": {
            "weights": {f"{feature} = {level}": float(own) - (means[feature] if level else 0) for (feature, level), own in named},
            "intercept": float(model.intercept_[0]) + sum(means.values()),
            "logOdds": model.decision_function(matrix).tolist(),
        },
    }


def training_only(data):
    return {"features": data["features"], "train": data["train"]}


def naive_bayes(data):
    frame, outcome = trained(data)
    codes = frame.apply(lambda cells: pd.Categorical(pooled(cells)).codes)
    predicted = CategoricalNB(alpha=0.1).fit(codes, outcome).predict_proba(codes)[:, 1]
    return {"call": "naiveBayes", "data": training_only(data), "expected": {"naiveBayes": predicted.tolist()}}


# -- metrics


def of_predictions(outcome, predicted, threshold):
    outcome, predicted = np.array(outcome), np.array(predicted)
    chosen = predicted >= threshold
    confusion = metrics.confusion_matrix(outcome, chosen)
    base = np.full(len(outcome), outcome.mean())
    return {
        "rows": len(outcome),
        "positives": int(outcome.sum()),
        "baseRate": outcome.mean(),
        "auc": metrics.roc_auc_score(outcome, predicted),
        "logLoss": metrics.log_loss(outcome, predicted),
        "brier": metrics.brier_score_loss(outcome, predicted),
        "baseLogLoss": metrics.log_loss(outcome, base),
        "baseBrier": metrics.brier_score_loss(outcome, base),
        "skill": metrics.d2_log_loss_score(outcome, predicted),
        "f1": metrics.f1_score(outcome, chosen),
        "precision": metrics.precision_score(outcome, chosen),
        "recall": metrics.recall_score(outcome, chosen),
        "accuracy": metrics.accuracy_score(outcome, chosen),
        "confusion": dict(zip(["trueNegatives", "falsePositives", "falseNegatives", "truePositives"], confusion.ravel().tolist())),
        "calibrationError": expected_calibration_error(outcome, predicted),
        "liftTopDecile": lift(outcome, predicted),
        "threshold": threshold,
    }


def expected_calibration_error(outcome, predicted):
    """Of tenths by prediction, equal ones together in the tenth of their middle; scikit-learn has none."""
    tenths = np.floor(10 * (rankdata(predicted) - 0.5) / len(predicted))
    groups = [tenths == tenth for tenth in np.unique(tenths)]
    distances = [abs(predicted[group].mean() - outcome[group].mean()) for group in groups]
    return float(np.average(distances, weights=[group.sum() for group in groups]))


def lift(outcome, predicted):
    """Of the tenth with the highest predictions; of those equal to the last of them, a share."""
    size = len(outcome) / 10
    last = np.sort(predicted)[-int(np.ceil(size))]
    above, equal = predicted > last, predicted == last
    found = outcome[above].sum() + (size - above.sum()) * outcome[equal].mean()
    return found / size / outcome.mean()


def best_f1(outcome, predicted):
    precision, recall, _ = metrics.precision_recall_curve(outcome, predicted)
    both = precision + recall
    return float(np.max(np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0)))


def measured(runs):
    """Runs of metrics, by the predictions that the package makes for them."""
    found = subprocess.run(["node", PREDICTIONS], input=json.dumps(runs), capture_output=True, encoding="utf-8", check=True)
    for run, parts in zip(runs, json.loads(found.stdout)):
        of_parts = {name: of_predictions(**part) for name, part in parts.items()}
        best = best_f1(parts["train"]["outcome"], parts["train"]["predicted"])
        yield {"call": "metrics", **run, "expected": {"metrics": of_parts, "bestF1": best}}


def cases():
    known = {}
    for title, data, asked in sets():
        known[title] = data
        yield title, [quality(title, data, asked)]
    small = [lead_data.linear(21, 1_000, held=1), lead_data.missing(22, 3_000, held=1), lead_data.categorical(23, 4_000, held=1)]
    yield "weights at given penalties", [weights(data, penalty) for data in small for penalty in (0.1, 1, 10, 100)]
    yield "naive Bayes", [naive_bayes(lead_data.levels(seed, 3_000)) for seed in (31, 32)]
    some = ["linear, 2,000 leads", "bands, 10,000 leads", "missing values, 10,000 leads"]
    ways = [{}, {"method": "naive-bayes"}, {"penalty": 30}]
    yield "metrics", list(measured([{"data": known[title], "options": options} for title in some for options in ways]))
