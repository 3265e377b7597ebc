"""Makes clv-forecast.csv with mpmath: counts in intervals and after histories, lifetimes and DERT, with 20 digits, over a grid.

    python3 -m venv venv && venv/bin/pip install mpmath==1.4.1 && venv/bin/python tests/golden/clv_forecast.py

Made with mpmath 1.4.1, and not by the ways that the library takes: counts from finite sums of 2F1 (Fader & Hardie's notes) or by
quadrature with 40 digits, DERT by Tricomi's function for the Pareto/NBD (Fader, Hardie & Lee 2005, "RFM and CLV") and by the
exponential integral for the BG/NBD, sums term by term for the BG/BB (Fader, Hardie & Shang 2010, DERT by their 2F1).

Rows: what, model, four parameters, x, tx, T, u, v, n, value. "count" is P(X(T, T + u) = n), "lifetime" that within u (empty for
infinite), "dert" that for a rate of u per unit of time, all three for a history; "interval" is P(X(u, u + v) = n) and "new
lifetime" that within u, for new customers.
"""

from pathlib import Path

import mpmath as mp
from clv import BINARY, BINOMIAL, GEOMETRIC, HISTORIES, NUDGE, PARETO, beta_mean, big, off_one, pareto

rows = ["what,model,p1,p2,p3,p4,x,tx,T,u,v,n,value"]


def nbd(r, y, n):
    return mp.exp(mp.loggamma(r + n) - mp.loggamma(r) - mp.loggamma(n + 1) - r * mp.log1p(y) + (n * mp.log(y / (1 + y)) if n else 0))


def nbd_from(r, y, n):
    return mp.mpf(1) if n == 0 else nbd(r, y, n) * mp.hyp2f1(1, r + n, n + 1, y / (1 + y), maxterms=10**7)


def concave(ln_f, top):
    """The integral of exp(ln_f) up to top, piece by piece from its peak until nothing is left. (quad stops by the absolute error, so
    that the peak has to be 1.)"""
    low, high = top - 4000, top
    for _ in range(300):
        one, two = low + (high - low) / 3, high - (high - low) / 3
        if ln_f(one) < ln_f(two):
            low = one
        else:
            high = two
    peak = ln_f(low)
    total = mp.mpf(0)
    for sign in (-1, 1):
        at = low
        while sign < 0 or at < top:
            step = mp.mpf(2) if sign < 0 else min(mp.mpf(2), top - at)
            while abs(ln_f(at + sign * step) - ln_f(at)) > 8:
                step /= 2
            total += mp.quad(lambda v: mp.exp(ln_f(v) - peak), sorted([at, at + sign * step]))
            at += sign * step
            if ln_f(at) < peak - 110:
                break
    return total * mp.exp(peak)


def geometric_alive(params, x, tx, T, m):
    r, alpha, a, b = params
    k = x + m
    odds = mp.mpf(0) if k == 0 else a / (b + k - 1) * ((alpha + T) / (alpha + tx)) ** (r + x)
    return 1 / (1 + odds), odds / (1 + odds)


def geometric_count(params, x, tx, T, h, n, m):
    with mp.workdps(60):
        r, alpha, a, b = params
        p, left = geometric_alive(params, x, tx, T, m)
        R, A, B, y = r + x, alpha + T, b + x + m, h / (alpha + T)
        count = mp.beta(a, B + n) / mp.beta(a, B) * nbd(R, y, n)
        if n:
            count += mp.beta(a + 1, B + n - 1) / mp.beta(a, B) * nbd_from(R, y, n)
        return p * count + (left if n == 0 else 0)


def geometric_interval(params, start, length, n, m):
    """B(a, b + n) / B(a, b) nbd 2F1(r + n, a; a + b + n; -F / (alpha + w)), and of those who left at the last purchase the same
    with a + 1 and b + n - 1: all who were there at F, less those who would have made fewer purchases after it."""
    with mp.workdps(160):
        r, alpha, a, b = params
        stays, B = (b / (a + b), b + 1) if m else (mp.mpf(1), b)
        later = alpha + length
        hyper = lambda R, first, second, z: mp.hyp2f1(R, first, first + second, -z, maxterms=10**6)
        count = mp.beta(a, B + n) / mp.beta(a, B) * nbd(r, length / alpha, n) * hyper(r + n, a, B + n, start / later)
        if n == 0:
            return stays * (1 - hyper(r, a, B, start / alpha) + count) + 1 - stays
        fewer = mp.fsum(nbd(r, length / alpha, j) * hyper(r + j, a + 1, B + n - 1, start / later) for j in range(n))
        return stays * (count + mp.beta(a + 1, B + n - 1) / mp.beta(a, B) * (hyper(r, a + 1, B + n - 1, start / alpha) - fewer))


def geometric_stay(r, alpha, a, b, h):
    """alpha (a + b - 1) / ((r - 1) (a - 1)) (1 - 2F1(r - 1, a - 1; a + b - 1; -h / alpha))"""
    with mp.workdps(160):
        R = off_one(r) - 1
        if h is None:
            return alpha * (a + b - 1) / (R * (a - 1)) if R > NUDGE and a > 1 else None
        if R > 100:
            return alpha * beta_mean(R, a, b, h / alpha) / R
        c = a + b - 1
        if abs(c) < NUDGE:
            a, c = a + NUDGE, c + NUDGE
        e = off_one(a) - 1
        # The mean of 1 / p times the integral of (1 + p v)^-r, v up to y, with p^(a - 2) in place of p^(a - 1).
        return alpha * c / (R * e) * (1 - mp.hyp2f1(R, e, c, -h / alpha, maxterms=10**6))


def exponential_integral(v, k):
    """e^k E_v(k), by its series or its continued fraction."""
    if k > 2 or v > 60:
        total, j = mp.mpf(0), int(400 / mp.sqrt(k + v / 10)) + 60
        while j > 0:
            total, j = (v + j - 1) / (1 + j / (k + total)), j - 1
        return 1 / (k + total)
    with mp.workdps(90):
        v = v + NUDGE if v == mp.nint(v) else v
        total, power, j = mp.mpf(0), mp.mpf(1), 0
        while j < 4 or abs(power) > mp.mpf(10) ** -90:
            total, j = total + power / (1 - v + j), j + 1
            power = -power * k / j
        return mp.exp(k) * (k ** (v - 1) * mp.gamma(1 - v) - total)


def geometric_dert(r, alpha, a, b, rate):
    """Given p the purchases of a rate λ, gamma-distributed, until the last: r / p e^κ E_{r+1}(κ), κ = rate alpha / p. Its mean over p by
    the trapezoidal rule over the log-odds of p."""
    with mp.workdps(40):
        ln_whole = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)

        def value(u):
            p, q = 1 / (1 + mp.exp(-u)), 1 / (1 + mp.exp(u))
            return mp.exp(a * mp.log(p) + b * mp.log(q) - ln_whole) * r / p * exponential_integral(r + 1, rate * alpha / p)

        step = min(mp.mpf("0.12"), mp.mpf("0.45") / mp.sqrt(a + 12))
        total, start = mp.mpf(0), mp.log((a + 1) / b)
        for sign in (-1, 1):
            j = 0 if sign < 0 else 1
            while True:
                u = start + sign * j * step
                term = value(u)
                total += term
                # Far out, what remains is a geometric series: rising like p^a, falling like (1 - p)^b.
                if sign < 0 and u < min(mp.log(rate * alpha), 0) - 56 - mp.log(r + 1):
                    total += term / mp.expm1(a * step)
                    break
                if sign > 0 and u > 56:
                    total += term / mp.expm1(b * step)
                    break
                if term < total * mp.mpf(10) ** -28 and (sign > 0 or u < mp.log(a / (a + b + r / (rate * alpha)))):
                    break
                j += 1
        return total * step


def pareto_alive(params, x, tx, T):
    p = pareto(params, x, tx, T, mp.mpf(1))[1]
    return (mp.mpf(1), mp.mpf(0)) if tx == T else (p, 1 - p)


def pareto_new_count(r, alpha, s, beta, t, n):
    with mp.workdps(40):
        ln_scale = mp.loggamma(r + n) - mp.loggamma(r) - mp.loggamma(n + 1) + mp.log(s / beta)

        def ln_f(v):
            tau = mp.exp(v)
            return ln_scale + v - n * mp.log1p(alpha / tau) - r * mp.log1p(tau / alpha) - (s + 1) * mp.log1p(tau / beta)

        return nbd(r, t / alpha, n) * (beta / (beta + t)) ** s + concave(ln_f, mp.log(t))


def pareto_count(params, x, tx, T, h, n):
    r, alpha, s, beta = params
    with mp.workdps(60):
        p, left = pareto_alive(params, x, tx, T)
    return p * pareto_new_count(r + x, alpha + T, s, beta + T, h, n) + (left if n == 0 else 0)


def pareto_interval(params, start, length, n):
    r, alpha, s, beta = params
    with mp.workdps(60):
        there = (beta / (beta + start)) ** s
    return there * pareto_new_count(r, alpha, s, beta + start, length, n) + (1 - there if n == 0 else 0)


def pareto_stay(s, beta, h):
    with mp.workdps(90):
        e = off_one(s) - 1
        if h is None:
            return beta / e if e > NUDGE else None
        return beta / e * (1 - (beta / (beta + h)) ** e)


def pareto_dert(params, x, tx, T, rate):
    r, alpha, s, beta = params
    with mp.workdps(60):
        ln_l = pareto(params, x, tx, T, mp.mpf(1))[0] if tx < T else None
        if ln_l is None:
            ln_l = mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(alpha) - (r + x) * mp.log(alpha + T) + s * mp.log(beta / (beta + T))
        ln_top = r * mp.log(alpha) + s * mp.log(beta) + (s - 1) * mp.log(rate) + mp.loggamma(r + x + 1) - mp.loggamma(r)
        return mp.exp(ln_top - (r + x + 1) * mp.log(alpha + T) - ln_l) * mp.hyperu(s, s, rate * (beta + T))


def binomial_likelihood(params, x, tx, n):
    a, b, g, d = params
    term = lambda buys, fails, left, stays: mp.beta(a + buys, b + fails) / mp.beta(a, b) * mp.beta(g + left, d + stays) / mp.beta(g, d)
    alive = term(x, n - x, 0, n)
    gone = mp.fsum(term(x, tx - x + i, 1, tx + i) for i in range(n - tx))
    return alive, gone


def binomial_count(params, x, tx, T, h, n):
    """The likelihood of the history together with n purchases after it, over that of the history."""
    with mp.workdps(60):
        a, b, g, d = params
        alive, gone = binomial_likelihood(params, x, tx, T)
        both = gone if n == 0 else mp.mpf(0)
        if n <= h:
            bought = lambda i: mp.binomial(i, n) * mp.beta(a + x + n, b + T - x + i - n) / mp.beta(a, b)
            both += bought(h) * mp.beta(g, d + T + h) / mp.beta(g, d)
            both += mp.fsum(bought(i) * mp.beta(g + 1, d + T + i) / mp.beta(g, d) for i in range(n, h))
        return both / (alive + gone)


def binomial_interval(params, start, length, n):
    with mp.workdps(60):
        a, b, g, d = params
        p = 1 - mp.beta(g, d + start) / mp.beta(g, d) if n == 0 else mp.mpf(0)
        if n <= length:
            bought = lambda i: mp.binomial(i, n) * mp.beta(a + n, b + i - n) / mp.beta(a, b)
            p += bought(length) * mp.beta(g, d + start + length) / mp.beta(g, d)
            p += mp.fsum(bought(i) * mp.beta(g + 1, d + start + i) / mp.beta(g, d) for i in range(n, length))
        return p


def binomial_stay(g, d, h):
    with mp.workdps(60):
        if h is None:
            return d / (g - 1) if g > 1 else None
        return mp.fsum(mp.rf(d, j) / mp.rf(g + d, j) for j in range(1, h + 1))


def binomial_dert(params, x, tx, n, rate):
    with mp.workdps(60):
        a, b, g, d = params
        factor = mp.exp(-rate)
        top = mp.beta(a + x + 1, b + n - x) / mp.beta(a, b) * mp.beta(g, d + n + 1) / mp.beta(g, d) * factor
        return top * mp.hyp2f1(1, d + n + 1, g + d + n + 1, factor, maxterms=10**8) / mp.fsum(binomial_likelihood(params, x, tx, n))


def add(what, model, params, x, tx, T, u, v, n, value):
    arguments = [repr(cell) if cell != "" and cell is not None else "" for cell in [*params, x, tx, T, u, v, n]]
    rows.append(",".join([what, model, *arguments, "" if value is None else mp.nstr(value, 20, strip_zeros=False)]))


AHEAD = [(39.0, 0), (0.01, 1), (39.0, 3), (10000.0, 0), (520.0, 40), (0.01, 0), (10000.0, 250), (1.0, 12), (5.0, 1000)]
INTERVALS = [(0.01, 10000.0, 3), (39.0, 39.0, 0), (39.0, 39.0, 2), (520.0, 52.0, 1), (10000.0, 0.01, 0), (10000.0, 1.0, 5), (3.0, 520.0, 40)]
RATES = [0.0027, 0.1, 1e-6, 3.0, 1e-4]
LIMITS = [52.0, None, 0.01, 10000.0]
LATER = [(1, 0), (6, 2), (365, 0), (365, 20), (5, 5), (6, 0), (2000, 60)]
COUNTED = [1, 5, None, 365, 6000]

MORE = [(6.0, 20.0, 7.0, 900.0)]


def geometric_rows(m, model, of_params, turn):
    for place, params in enumerate(of_params):
        if m and place % 2:
            turn += len(HISTORIES)  # Half of them do for the MBG/NBD.
            continue
        p = r, alpha, a, b = big(params)
        for x, tx, T in HISTORIES:
            turn += 1
            after = r + x, alpha + T, a, b + x + m
            for u, n in [AHEAD[turn % 9], AHEAD[(turn + 4) % 9]]:
                add("count", model, params, x, tx, T, u, "", n, geometric_count(p, x, mp.mpf(tx), mp.mpf(T), mp.mpf(u), n, m))
            alive = geometric_alive(p, x, mp.mpf(tx), mp.mpf(T), m)[0]
            u = LIMITS[turn % 4]
            stay = geometric_stay(*after, None if u is None else mp.mpf(u))
            add("lifetime", model, params, x, tx, T, u, "", "", None if stay is None else alive * stay)
            if turn % 2:
                u = RATES[turn % 5]
                add("dert", model, params, x, tx, T, u, "", "", alive * geometric_dert(*after, mp.mpf(u)))
        for u, v, n in INTERVALS:
            add("interval", model, params, "", "", "", u, v, n, geometric_interval(p, mp.mpf(u), mp.mpf(v), n, m))
        for u in LIMITS:
            stay = geometric_stay(r, alpha, a, b + m, None if u is None else mp.mpf(u))
            stays = b / (a + b) if m else 1
            add("new lifetime", model, params, "", "", "", u, "", "", None if stay is None else stays * stay)
        print(model, params, len(rows), flush=True)
    return turn


if __name__ == "__main__":
    turn = geometric_rows(1, "mbg-nbd", GEOMETRIC, geometric_rows(0, "bg-nbd", GEOMETRIC, 0))
    for params in PARETO:
        p = r, alpha, s, beta = big(params)
        for x, tx, T in HISTORIES:
            turn += 1
            history = x, mp.mpf(tx), mp.mpf(T)
            for u, n in [AHEAD[turn % 9], AHEAD[(turn + 4) % 9]]:
                add("count", "pareto-nbd", params, x, tx, T, u, "", n, pareto_count(p, *history, mp.mpf(u), n))
            u = LIMITS[turn % 4]
            stay = pareto_stay(s, beta + history[2], None if u is None else mp.mpf(u))
            add("lifetime", "pareto-nbd", params, x, tx, T, u, "", "", None if stay is None else pareto_alive(p, *history)[0] * stay)
            u = RATES[turn % 5]
            add("dert", "pareto-nbd", params, x, tx, T, u, "", "", pareto_dert(p, *history, mp.mpf(u)))
        for u, v, n in INTERVALS:
            add("interval", "pareto-nbd", params, "", "", "", u, v, n, pareto_interval(p, mp.mpf(u), mp.mpf(v), n))
        for u in LIMITS:
            add("new lifetime", "pareto-nbd", params, "", "", "", u, "", "", pareto_stay(s, beta, None if u is None else mp.mpf(u)))
        print("pareto-nbd", params, len(rows), flush=True)
    for params in BINOMIAL:
        p = a, b, g, d = big(params)
        for x, tx, T in BINARY:
            turn += 1
            for u, n in [LATER[turn % 7], LATER[(turn + 3) % 7]]:
                add("count", "bg-bb", params, x, tx, T, u, "", n, binomial_count(p, x, tx, T, u, n))
            alive, gone = binomial_likelihood(p, x, tx, T)
            u = COUNTED[turn % 5]
            stay = binomial_stay(g, d + T, u)
            add("lifetime", "bg-bb", params, x, tx, T, u, "", "", None if stay is None else alive / (alive + gone) * stay)
            u = RATES[turn % 5]
            add("dert", "bg-bb", params, x, tx, T, u, "", "", binomial_dert(p, x, tx, T, mp.mpf(u)))
        for start in [0, 1, 6, 1000]:
            for v, n in LATER[:6]:
                add("interval", "bg-bb", params, "", "", "", start, v, n, binomial_interval(p, start, v, n))
        for u in COUNTED:
            add("new lifetime", "bg-bb", params, "", "", "", u, "", "", binomial_stay(g, d, u))
        print("bg-bb", params, len(rows), flush=True)
    geometric_rows(0, "bg-nbd", MORE, 0)
    Path(__file__).with_name("clv-forecast.csv").write_text("\n".join(rows) + "\n")
