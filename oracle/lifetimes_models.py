"""The models of `lifetimes` 0.11.3, used without a change: estimates, and what they say of customers.

`fit` of lifetimes ends where the mean log-likelihood is flat to 1e-7 (Pareto/NBD: where Nelder-Mead ends), which leaves
about four digits. So Newton's method goes on from there in logarithms of the parameters, over lifetimes' own
log-likelihood: with its gradient by autograd, and for Pareto/NBD, which has none, by differences.
"""

import contextlib
import io
import warnings

import numpy as np
import pandas as pd

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from autograd import grad, hessian
    from lifetimes import (
        BetaGeoBetaBinomFitter,
        BetaGeoFitter,
        GammaGammaFitter,
        ModifiedBetaGeoFitter,
        ParetoNBDFitter,
    )
    from lifetimes.utils import ConvergenceError

NAMES = {
    "bg-nbd": ["r", "alpha", "a", "b"],
    "mbg-nbd": ["r", "alpha", "a", "b"],
    "pareto-nbd": ["r", "alpha", "s", "beta"],
    "bg-bb": ["alpha", "beta", "gamma", "delta"],
    "gamma-gamma": ["p", "q", "v"],
}
FITTERS = {
    "bg-nbd": BetaGeoFitter,
    "mbg-nbd": ModifiedBetaGeoFitter,
    "pareto-nbd": ParetoNBDFitter,
    "bg-bb": BetaGeoBetaBinomFitter,
    "gamma-gamma": GammaGammaFitter,
}


@contextlib.contextmanager
def quiet():
    """Without the warnings and the printing that come with lifetimes' way to compute."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def model(kind, params):
    """A fitter that has these parameters."""
    known = FITTERS[kind]()
    known.params_ = pd.Series(params, index=NAMES[kind], dtype=float)
    return known


def log_likelihood(kind, logs, data):
    """The sum over customers. `data` has the columns of a history and their weights last."""
    with quiet():
        if kind == "bg-bb":
            return np.sum(data[-1] * BetaGeoBetaBinomFitter._loglikelihood(np.exp(logs), *data[:-1]))
        if kind == "pareto-nbd":
            return np.sum(data[-1] * ParetoNBDFitter._conditional_log_likelihood(np.exp(logs), *data[:-1]))
        return -FITTERS[kind]._negative_log_likelihood(logs, *data, 0.0) * data[-1].sum()


def by_differences(function, logs):
    """Gradient and Hessian by central differences, one step of Richardson's extrapolation each."""
    unit = np.eye(len(logs))

    def slopes(h):
        return np.array([(function(logs + h * e) - function(logs - h * e)) / (2 * h) for e in unit])

    def bends(h):
        def mixed(e, f):
            return sum(
                sign * function(logs + h * (u * e + v * f))
                for u, v, sign in [(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]
            ) / (4 * h * h)

        return np.array([[mixed(e, f) for f in unit] for e in unit])

    return (4 * slopes(1e-3) - slopes(2e-3)) / 3, (4 * bends(1e-2) - bends(2e-2)) / 3


def fitted(kind, data, truth=None):
    """Estimates, their covariances and the log-likelihood. From `truth` where lifetimes itself gives up."""
    with quiet():
        np.random.seed(0)  # Pareto/NBD begins at random
        try:
            fit = FITTERS[kind]().fit(*data[:-1], weights=data[-1])
            logs = np.log(fit.params_.to_numpy())
        except ConvergenceError:
            if truth is None:
                raise
            logs = np.log(truth)

        def total(at):
            return log_likelihood(kind, at, data)

        def negative(at):
            return FITTERS[kind]._negative_log_likelihood(at, *data, 0.0) * data[-1].sum()

        by_autograd = kind != "pareto-nbd"
        slope, bend = grad(negative), hessian(negative)
        for _ in range(60):
            if by_autograd:
                gradient, curvature = -slope(logs), -bend(logs)
            else:
                gradient, curvature = by_differences(total, logs)
            step = np.linalg.solve(-curvature, gradient)
            logs = logs + step / max(1.0, 2 * np.max(np.abs(step)))
            if np.max(np.abs(step)) < (1e-11 if by_autograd else 1e-8):
                break
        else:
            raise ValueError(f"Newton's method does not end for {kind}: {np.exp(logs)}, last step {step}")
    information = np.linalg.inv(-curvature)
    if np.any(np.linalg.eigvalsh(information) <= 0):
        raise ValueError(f"no maximum for {kind}: {np.exp(logs)}")
    params = np.exp(logs)
    return params, np.outer(params, params) * information, float(total(logs))


def probability_alive(kind, known, x, tx, t):
    """At T; for BG/BB at the next opportunity."""
    with quiet():
        if kind == "bg-bb":
            return np.asarray(known.conditional_probability_alive(1, x, tx, t))
        return np.asarray(known.conditional_probability_alive(x, tx, t))


def expected_purchases(known, x, tx, t, horizon):
    with quiet():
        return np.asarray(known.conditional_expected_number_of_purchases_up_to_time(horizon, x, tx, t))


def count_probabilities(kind, known, t, counts):
    """P(X(t) = n) for a new customer."""
    with quiet():
        if kind == "bg-bb":
            # One customer of each frequency up to t; it counts them to scale what it returns.
            known.data = pd.DataFrame({"frequency": np.arange(t + 1), "weights": 1})
            all_counts = known.expected_number_of_transactions_in_first_n_periods(t)["model"].to_numpy() / (t + 1)
            return [float(all_counts[n]) if n <= t else 0.0 for n in counts]
        if kind == "pareto-nbd":
            nobody = np.zeros(1)
            found = [
                known.conditional_probability_of_n_purchases_up_to_time(n, t, nobody, nobody, nobody) for n in counts
            ]
            return [float(np.squeeze(value)) for value in found]
        return [float(known.probability_of_n_purchases_up_to_time(t, n)) for n in counts]


def later_counts(known, x, tx, t, horizon, n):
    """P(X(T, T + horizon) = n) of customers, by Pareto/NBD; lifetimes has it for no other model."""
    with quiet():
        return np.asarray(known.conditional_probability_of_n_purchases_up_to_time(n, horizon, x, tx, t))


def expected_new(kind, known, t):
    """The expected purchases of a new customer."""
    with quiet():
        if kind == "bg-bb":
            return float(np.dot(count_probabilities(kind, known, t, range(t + 1)), np.arange(t + 1)))
        return float(known.expected_number_of_purchases_up_to_time(t))
