"""Purchase models with time-invariant covariates: a small simulated data set, and fits to it.

Writes clv-covariates.csv (the data) and clv-covariates-fits.csv (the fits): python3 clv_covariates.py
Needs NumPy and SciPy. Likelihoods as in Fader & Hardie's notes 9 and 19 at brucehardie.com; gradients by complex steps, the
integral of the Pareto/NBD by Gauss-Legendre quadrature, so that nothing is shared with the library.
"""

import csv

import numpy as np
from scipy.special import loggamma

PURCHASES, LIFETIME = ["age", "online"], ["online"]


def simulate(customers, seed):
    random = np.random.default_rng(seed)
    rows = []
    for _ in range(customers):
        online = int(random.random() < 0.4)
        age = int(random.integers(18, 70))
        total = int(random.integers(20, 53))
        rate = random.gamma(1.2) / 8.0 * np.exp(0.6 * online - 0.01 * age + 0.4)
        death = random.exponential(1.0) / (random.gamma(1.5) / 30.0 * np.exp(0.5 * online))
        now, count, last = random.exponential(1.0) / rate, 0, 0
        while now < min(total, death):
            count, last = count + 1, min(int(np.ceil(now)), total)
            now += random.exponential(1.0) / rate
        rows.append((count, last, total, online, age))
    return np.array(rows, dtype=float)


def beta_geometric(at_start, r, alpha, a, b, x, tx, t):
    k = x + at_start
    base = (
        loggamma(r + x) - loggamma(r) + r * np.log(alpha) - (r + x) * np.log(alpha + t)
        + loggamma(b + k) + loggamma(a + b) - loggamma(b) - loggamma(a + b + k)
    )
    odds = np.log(a) - np.log(b + k - 1 + (k == 0)) + (r + x) * (np.log(alpha + t) - np.log(alpha + tx))
    return base + np.where(k > 0, np.log(1 + np.exp(odds)), 0)


def pareto(r, alpha, s, beta, x, tx, t):
    integral = 0
    near = np.minimum(np.real(alpha), np.real(beta))
    end = np.log((near + t) / (near + tx))
    for node, weight in zip(*np.polynomial.legendre.leggauss(80)):
        since = (near + tx) * np.exp(end * (node + 1) / 2)
        tau = since - near
        fall = -(r + x) * np.log((alpha + tau) / (alpha + t)) - (s + 1) * np.log(beta + tau) + s * np.log(beta + t)
        integral = integral + weight * end / 2 * since * np.exp(fall)
    return (
        loggamma(r + x) - loggamma(r) + r * np.log(alpha) + s * np.log(beta)
        - (r + x) * np.log(alpha + t) - s * np.log(beta + t) + np.log(1 + s * integral)
    )


def log_likelihood(kind, estimates, data):
    """Of the logarithms of the four parameters, the coefficients of purchases, and those of the lifetime."""
    x, tx, t, online, age = data.T
    first, second, third, fourth = np.exp(estimates[:4])
    second = second * np.exp(-estimates[4] * age - estimates[5] * online)
    left = np.exp(estimates[6] * online)
    if kind == "pareto-nbd":
        return np.sum(pareto(first, second, third, fourth / left, x, tx, t))
    return np.sum(beta_geometric(float(kind == "mbg-nbd"), first, second, third * left, fourth * left, x, tx, t))


def gradient(kind, estimates, data):
    steps = 1e-30j * np.eye(len(estimates))
    return np.array([np.imag(log_likelihood(kind, estimates + step, data)) / 1e-30 for step in steps])


def hessian(kind, estimates, data):
    size, rows = np.array([1e-4, 1e-4, 1e-4, 1e-4, 1e-6, 1e-4, 1e-4]), []
    for step in np.diag(size):
        near = gradient(kind, estimates + step, data) - gradient(kind, estimates - step, data)
        far = gradient(kind, estimates + 2 * step, data) - gradient(kind, estimates - 2 * step, data)
        rows.append((8 * near - far) / (12 * step.sum()))
    return (np.array(rows) + np.array(rows).T) / 2


def fit(kind, data):
    fourth = 30.0 if kind == "pareto-nbd" else 2.0
    at = np.array([0.0, np.log(8.0), 0.0, np.log(fourth), 0.0, 0.0, 0.0])
    value = log_likelihood(kind, at, data).real
    for _ in range(200):
        slope, curvature = gradient(kind, at, data), -hessian(kind, at, data)
        values, vectors = np.linalg.eigh(curvature)
        step = vectors @ ((vectors.T @ slope) / np.abs(values))
        step *= min(1.0, 1.0 / np.max(np.abs(step)))
        if np.max(np.abs(step)) < 1e-9:
            break
        while (moved := log_likelihood(kind, at + step, data).real) < value - 1e-9:
            step /= 2
        at, value = at + step, moved
    covariances = np.linalg.inv(-hessian(kind, at, data))
    scale = np.concatenate([np.exp(at[:4]), np.ones(3)])
    print(kind, value, np.abs(gradient(kind, at, data)).max())
    return at, value, covariances * scale[:, None] * scale[None, :]


def main():
    data = simulate(400, 20)
    with open("clv-covariates.csv", "w") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["frequency", "recency", "T", "online", "age"])
        out.writerows(data.astype(int).tolist())
    with open("clv-covariates-fits.csv", "w") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["kind", "parameter", "estimate", "standardError", "logLikelihood"])
        for kind in ["bg-nbd", "mbg-nbd", "pareto-nbd"]:
            at, value, covariances = fit(kind, data)
            names = ["r", "alpha"] + (["s", "beta"] if kind == "pareto-nbd" else ["a", "b"])
            names += [f"purchases.{name}" for name in PURCHASES] + [f"lifetime.{name}" for name in LIFETIME]
            estimates = np.concatenate([np.exp(at[:4]), at[4:]])
            for name, estimate, error in zip(names, estimates, np.sqrt(np.diag(covariances))):
                out.writerow([kind, name, repr(float(estimate)), repr(float(error)), repr(float(value))])


if __name__ == "__main__":
    main()
