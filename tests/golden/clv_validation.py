"""Makes clv-validation.csv: BG/NBD and Pareto/NBD against data/cdnow-sample.csv, with pandas and mpmath.

    python3 -m venv venv && venv/bin/pip install pandas mpmath==1.4.1 && venv/bin/python tests/golden/clv_validation.py

Made with pandas 3.1.1 and mpmath 1.4.1. Uses nothing of custometry. The formulas are those of Fader, Hardie & Lee (2005), the
parameters the published ones; calibration is weeks 1 to 39, holdout weeks 40 to 78. P(X = n) of Pareto/NBD is integrated over the
time of death. Rows: what, model, key and up to four values:

    tracking   week        cumulative actual, cumulative expected
    fit        frequency   customers, expected customers
    class      frequency   customers, mean actual, mean expected, mean naive
    error      total       (model) total, mean absolute, root mean square, correlation
    naive      total       the same for the naive forecast
    lift       group       customers, mean actual, mean expected, cumulative share
"""

from pathlib import Path

import mpmath as mp
import numpy as np
import pandas as pd

mp.mp.dps = 40
here = Path(__file__).parent
purchases = pd.read_csv(here.parents[1] / "data" / "cdnow-sample.csv", dtype={"customer_id": str}, parse_dates=["date"])
start, calibration_end, holdout_end = map(pd.Timestamp, ["1997-01-01", "1997-09-30", "1998-06-30"])
days = purchases[["customer_id", "date"]].drop_duplicates().sort_values(["customer_id", "date"])
days["first"] = days.groupby("customer_id").date.transform("min")
repeat = days[days.date > days["first"]]
observed, held = repeat[repeat.date <= calibration_end], repeat[repeat.date > calibration_end]
summary = days.groupby("customer_id")[["first"]].first()
summary["x"] = observed.groupby("customer_id").size()
summary["last"] = observed.groupby("customer_id").date.max()
summary["actual"] = held.groupby("customer_id").size()
summary = summary.fillna({"x": 0, "actual": 0}).astype({"x": int, "actual": int})
summary["tx"] = (summary["last"].fillna(summary["first"]) - summary["first"]).dt.days
summary["T"] = (calibration_end - summary["first"]).dt.days
WEEK = mp.mpf(7)


def nbd(r, alpha, t, n):
    return mp.gamma(r + n) / mp.gamma(r) / mp.factorial(n) * (alpha / (alpha + t)) ** r * (t / (alpha + t)) ** n


class BgNbd:
    name = "bg-nbd"
    r, alpha, a, b = map(mp.mpf, ["0.243", "4.414", "0.793", "2.426"])

    def new(self, t):
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        return (a + b - 1) / (a - 1) * (1 - (alpha / (alpha + t)) ** r * mp.hyp2f1(r, b, a + b - 1, t / (alpha + t)))

    def conditional(self, x, tx, T, t):
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        z = t / (alpha + T + t)
        power = ((alpha + T) / (alpha + T + t)) ** (r + x)
        top = (a + b + x - 1) / (a - 1) * (1 - power * mp.hyp2f1(r + x, b + x, a + b + x - 1, z))
        return top / (1 + (a / (b + x - 1) * ((alpha + T) / (alpha + tx)) ** (r + x) if x else 0))

    def probability(self, t, n):
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        stays = mp.beta(a, b + n) / mp.beta(a, b) * nbd(r, alpha, t, n)
        if n == 0:
            return stays
        return stays + mp.beta(a + 1, b + n - 1) / mp.beta(a, b) * (1 - sum(nbd(r, alpha, t, j) for j in range(n)))


class ParetoNbd:
    name = "pareto-nbd"
    r, alpha, s, beta = map(mp.mpf, ["0.553", "10.580", "0.606", "11.656"])

    def new(self, t):
        return self.r * self.beta / self.alpha / (self.s - 1) * (1 - (self.beta / (self.beta + t)) ** (self.s - 1))

    def conditional(self, x, tx, T, t):
        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta

        def term(at):  # alpha < beta
            return mp.hyp2f1(r + s + x, r + x, r + s + x + 1, (beta - alpha) / (beta + at)) / (beta + at) ** (r + s + x)

        alive = 1 / (1 + s / (r + s + x) * (alpha + T) ** (r + x) * (beta + T) ** s * (term(tx) - term(T)))
        mean = (r + x) * (beta + T) / (alpha + T) / (s - 1) * (1 - ((beta + T) / (beta + T + t)) ** (s - 1))
        return alive * mean

    def probability(self, t, n):
        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta
        dies = lambda u: s * beta**s / (beta + u) ** (s + 1) * nbd(r, alpha, u, n)
        return (beta / (beta + t)) ** s * nbd(r, alpha, t, n) + mp.quad(dies, [0, t / 16, t / 4, t])


rows = ["what,model,key,value1,value2,value3,value4"]


def add(what, model, key, *values):
    texts = [mp.nstr(mp.mpf(value), 18) for value in values]
    rows.append(",".join([what, model, str(key), *texts, *[""] * (4 - len(texts))]))


def errors(what, model, forecast):
    forecast, actual = np.array([float(value) for value in forecast]), summary.actual.to_numpy(float)
    off = forecast - actual
    correlation = np.corrcoef(forecast, actual)[0, 1]
    add(what, model, len(actual), forecast.sum(), np.abs(off).mean(), np.sqrt((off**2).mean()), correlation)


for model in [BgNbd(), ParetoNbd()]:
    after = [model.new(day / WEEK) for day in range(546)]
    newcomers = [int(count) for count in np.bincount((summary["first"] - start).dt.days)]
    repeats = np.bincount((repeat.date - start).dt.days, minlength=546)[:546].cumsum()
    for week in range(1, 79):
        last = 7 * week - 1
        expected = sum(count * after[last - day] for day, count in enumerate(newcomers) if day <= last)
        add("tracking", model.name, week, int(repeats[last]), expected)

    by_t = summary.groupby("T").size()
    total = mp.mpf(0)
    for n in range(7):
        expected = sum(int(count) * model.probability(int(t) / WEEK, n) for t, count in by_t.items())
        total += expected
        add("fit", model.name, n, int((summary.x == n).sum()), expected)
    add("fit", model.name, 7, int((summary.x >= 7).sum()), len(summary) - total)

    known = {}
    for x, tx, T in set(zip(summary.x, summary.tx, summary["T"])):
        known[x, tx, T] = model.conditional(int(x), int(tx) / WEEK, int(T) / WEEK, mp.mpf(39))
    summary["expected"] = [known[key] for key in zip(summary.x, summary.tx, summary["T"])]
    summary["naive"] = [mp.mpf(int(x)) / int(T) * 7 * 39 for x, T in zip(summary.x, summary["T"])]
    for n, part in summary.groupby(summary.x.clip(upper=7)):
        means = [sum(part[name].tolist(), mp.mpf(0)) / len(part) for name in ["actual", "expected", "naive"]]
        add("class", model.name, n, len(part), *means)
    errors("error", model.name, summary.expected)
    errors("naive", model.name, summary.naive)

    # Each customer as 10 tenths, in the order of what is expected; those of whom the same is expected share their purchases.
    ordered = summary.sort_values("expected", ascending=False, key=lambda column: column.astype(float))
    means = ordered.groupby(["x", "tx", "T"]).actual.transform("mean").to_numpy()
    tenths_actual = np.repeat(means / 10, 10)
    tenths_expected = np.repeat(ordered.expected.astype(float).to_numpy() / 10, 10)
    so_far = 0.0
    for group in range(10):
        part = slice(group * len(summary), (group + 1) * len(summary))
        actual, expected, customers = tenths_actual[part].sum(), tenths_expected[part].sum(), len(summary) / 10
        so_far += actual
        add("lift", model.name, group + 1, customers, actual / customers, expected / customers, so_far / summary.actual.sum())

(here / "clv-validation.csv").write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
