"""Prints what tests/cases/clv_uncertainty.rs compares with: intervals of lifetime values by the delta method, with mpmath.

    python3 -m venv venv && venv/bin/pip install mpmath==1.4.1 && venv/bin/python tests/golden/clv_uncertainty.py

BG/NBD and Gamma-Gamma with the published estimates of CDNOW (Fader, Hardie & Lee 2005; Fader & Hardie 2013) and covariances
like those that they have; formulas as the papers write them, gradients of logarithms by mpmath, no discounting.
"""

import mpmath as mp

mp.mp.dps = 40
PURCHASES = [mp.mpf(text) for text in ("0.243", "4.414", "0.793", "2.426")]
SPEND = [mp.mpf(text) for text in ("6.25", "3.74", "15.44")]
OF_PURCHASES = [
    ["0.00016", "0.004", "0.0003", "0.0006"],
    ["0.004", "0.143", "-0.004", "-0.03"],
    ["0.0003", "-0.004", "0.0345", "0.125"],
    ["0.0006", "-0.03", "0.125", "0.498"],
]
OF_SPEND = [["1.42", "-0.21", "-4.3"], ["-0.21", "0.084", "1.02"], ["-4.3", "1.02", "17.3"]]
CUSTOMERS = [("2", "30.43", "38.86", "22.35", 1), ("0", "0", "38.86", "0", 10), ("26", "37", "38.86", "50", 2)]
HORIZON, MARGIN, Z = mp.mpf(52), mp.mpf("0.3"), mp.sqrt(2) * mp.erfinv(mp.mpf("0.9"))


def purchases(params, x, tx, t):
    r, alpha, a, b = params
    y = HORIZON / (alpha + t + HORIZON)
    gauss = mp.hyp2f1(r + x, b + x, a + b + x - 1, y)
    grown = (a + b + x - 1) / (a - 1) * (1 - ((alpha + t) / (alpha + t + HORIZON)) ** (r + x) * gauss)
    odds = a / (b + x - 1) * ((alpha + t) / (alpha + tx)) ** (r + x) if x > 0 else 0
    return grown / (1 + odds)


def spend(params, x, mean):
    p, q, v = params
    return p * (v + x * mean) / (p * x + q - 1)


def gradient(function, params):
    """By the parameters."""
    def slope(i):
        return mp.diff(lambda value: function(params[:i] + [value] + params[i + 1 :]), params[i])

    return mp.matrix([slope(i) for i in range(len(params))])


def variance(function, params, covariances):
    slope = gradient(function, params)
    return (slope.T * mp.matrix(covariances) * slope)[0]


def value(own, other, customer):
    x, tx, t, mean = (mp.mpf(text) for text in customer[:4])
    return MARGIN * purchases(own, x, tx, t) * spend(other, x, mean)


def total(own, other):
    return sum(customer[4] * value(own, other, customer) for customer in CUSTOMERS)


def both(function):
    """The variance over both models, and the value."""
    of_purchases = variance(lambda own: function(own, SPEND), PURCHASES, OF_PURCHASES)
    return of_purchases + variance(lambda own: function(PURCHASES, own), SPEND, OF_SPEND), function(PURCHASES, SPEND)


for customer in CUSTOMERS:
    square, at = both(lambda own, other: value(own, other, customer))
    factor = mp.exp(Z * mp.sqrt(square) / at)
    print([mp.nstr(number, 14) for number in (at, at / factor, at * factor)])
square, at = both(total)
factor = mp.exp(Z * mp.sqrt(square) / at)
print([mp.nstr(number, 14) for number in (at, mp.sqrt(square), at / factor, at * factor)])
