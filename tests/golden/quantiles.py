"""Makes quantiles.csv with mpmath: the values below which a variate is with probability 0.05, 0.1, ... 0.95. Of gamma variates
they are logarithms, of beta variates log-odds, since for small parameters the variates themselves are too small for a number.

    python3 -m venv venv && venv/bin/pip install mpmath==1.4.1 && venv/bin/python tests/golden/quantiles.py
"""

from pathlib import Path

import mpmath as mp

mp.mp.dps = 30
SHAPES = [0.001, 0.05, 0.243, 0.5, 0.999, 1, 1.5, 6.25, 300, 1e6]
PAIRS = [(0.001, 0.002), (0.05, 3), (0.5, 0.5), (0.793, 2.426), (2.426, 0.793), (6.25, 3.74), (12.5, 3.74), (40, 1e4)]


def gamma_below(a, y):
    """P(ln G <= y). The tail is taken where it is the smaller part, and from the normal distribution's neighbourhood on by
    the integral over the logarithm."""
    x = mp.exp(y)
    if a >= 100:
        density = lambda u: mp.exp(a * u - mp.exp(u) - mp.loggamma(a))
        width = 1 / mp.sqrt(a)
        return mp.quad(density, [mp.log(a) - 14 * width, mp.log(a) - 5 * width, y])
    return mp.gammainc(a, 0, x, regularized=True)


def beta_below(a, b, y):
    if y > 0:
        return 1 - beta_below(b, a, -y)
    if b > 1000:
        ln_scale = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
        density = lambda u: mp.exp(a * u - (a + b) * mp.log1p(mp.exp(u)) - ln_scale)
        centre, width = mp.log(mp.mpf(a) / b), 1 / mp.sqrt(a)
        return mp.quad(density, [centre - 25 * width, centre - 5 * width, y])
    return mp.betainc(a, b, 0, 1 / (1 + mp.exp(-y)), regularized=True)


def quantile(below, p):
    low, high = mp.mpf(-1), mp.mpf(1)
    while below(low) > p:
        low *= 2
    while below(high) < p:
        high *= 2
    for _ in range(70):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < p else (low, middle)
    return low


rows = ["what,a,b," + ",".join(f"p{5 * i}" for i in range(1, 20))]
for what, parameters in [("gamma", [(a, 0) for a in SHAPES]), ("beta", PAIRS)]:
    for a, b in parameters:
        below = (lambda y: gamma_below(mp.mpf(a), y)) if what == "gamma" else (lambda y: beta_below(mp.mpf(a), mp.mpf(b), y))
        found = [mp.nstr(quantile(below, mp.mpf(i) / 20), 15) for i in range(1, 20)]
        rows.append(f"{what},{a},{b}," + ",".join(found))
Path(__file__).with_name("quantiles.csv").write_text("\n".join(rows) + "\n")
