"""Generated leads with known probabilities: seeded, each set difficult in one way.

A set has `train`, columns in the order of `createdAt` with drawn outcomes in `converted`; `held`, later leads of the same kind;
and `probability`, the true ones of `held`. Cells are those that JSON can carry; what is missing is None.
"""

from datetime import datetime, timedelta, timezone

import numpy as np

START = datetime(2024, 1, 1, tzinfo=timezone.utc)
SPAN = 700 * 86_400  # seconds in which the leads of `train` come in
LATER = 60 * 86_400  # and those of `held` after them


def logistic(log_odds):
    return 1 / (1 + np.exp(-log_odds))


class Leads:
    """Columns under construction, and what each adds to the log-odds."""

    def __init__(self, rng, rows, train):
        self.rng, self.rows, self.train = rng, rows, train
        self.columns, self.effects = {}, {}
        # From 0 for the first lead of `train` to 1 for the last one, and beyond 1 in `held`.
        later = 1 + LATER / SPAN * np.sort(rng.random(rows - train))
        self.time = np.concatenate([np.sort(rng.random(train)), later])

    def add(self, name, values, effect=0.0):
        self.columns[name], self.effects[name] = values, effect

    def number(self, name, values, effect):
        """`effect` is a function of the values, or a slope."""
        values = np.round(values, 3)
        self.add(name, values, effect(values) if callable(effect) else effect * values)

    def category(self, name, effects, shares=None, codes=None):
        """Levels with their effects, drawn by their shares or given by their places."""
        names, sizes = list(effects), np.array(list(effects.values()))
        if codes is None:
            codes = self.rng.choice(len(names), self.rows, p=shares)
        self.add(name, np.array(names, dtype=object)[codes], sizes[codes])

    def hide(self, name, share, effect=0.0):
        """Makes values missing, by a probability for all or for each; those that are missing have an effect of their own."""
        hidden = self.rng.random(self.rows) < share
        self.columns[name] = np.where(hidden, None, self.columns[name].astype(object))
        self.effects[name] = np.where(hidden, effect, self.effects[name])

    def finish(self, log_odds):
        probability = logistic(log_odds + sum(self.effects.values()))
        seconds = np.floor(self.time * SPAN)
        converted = self.rng.random(self.rows) < probability
        columns = {
            "createdAt": [(START + timedelta(seconds=second)).isoformat() for second in seconds.tolist()],
            **{name: values.tolist() for name, values in self.columns.items()},
            "converted": converted.tolist(),
        }
        part = lambda rows: {name: values[rows] for name, values in columns.items()}  # noqa: E731
        return {
            "features": list(self.columns),
            "train": part(slice(0, self.train)),
            "held": part(slice(self.train, None)),
            "probability": probability[self.train :].tolist(),
        }


def steps(*edges):
    """A function that is `effect` from `edge` on, for pairs of both; 0 below the first."""
    at, effects = [edge for edge, _ in edges], np.array([0.0] + [effect for _, effect in edges])
    return lambda values: effects[np.searchsorted(at, values, side="right")]


SOURCES = {"web": 0.0, "referral": 0.9, "partner": 0.5, "fair": 0.2, "advertising": -0.5, "cold call": -0.8}
ROLES = {"decides": 0.8, "holds the budget": 0.5, "uses": -0.3, "influences": 0.0, "blocks": -1.2}


def linear(seed, train, held=20_000):
    """What a logistic regression on standardised numbers and one-hot levels has as its model."""
    rng = np.random.default_rng(seed)
    leads = Leads(rng, train + held, train)
    common = rng.normal(size=leads.rows)
    leads.number("interest", common + rng.normal(size=leads.rows), 0.6)
    leads.number("fit", 0.5 * common + rng.normal(size=leads.rows), 0.4)
    leads.number("distance", rng.uniform(0, 10, leads.rows), -0.12)
    leads.number("visits", rng.gamma(2.0, 2.0, leads.rows), 0.09)
    leads.category("source", SOURCES, [0.35, 0.1, 0.1, 0.1, 0.2, 0.15])
    leads.category("role", ROLES, [0.25, 0.15, 0.3, 0.25, 0.05])
    return leads.finish(-1.7)


def banded(seed, train, held=20_000):
    """Effects of numbers that rise and fall, jump, and level off."""
    rng = np.random.default_rng(seed)
    leads = Leads(rng, train + held, train)
    leads.number(
        "employees", np.floor(rng.lognormal(4.0, 1.4, leads.rows)) + 1, steps((10, 0.8), (50, 1.8), (250, 1.2), (1_000, -0.2))
    )
    leads.number(
        "budget", np.round(rng.lognormal(9.5, 1.2, leads.rows), -2), steps((5_000, 0.4), (20_000, 1.0), (100_000, 1.3))
    )
    leads.number("pages", np.floor(rng.gamma(1.2, 4.0, leads.rows)), lambda pages: 0.18 * np.minimum(pages, 8))
    leads.number(
        "daysToClose", np.floor(rng.uniform(-30, 330, leads.rows)), steps((0, 1.0), (30, 0.6), (90, 0.2), (180, -0.6))
    )
    leads.number("replies", np.floor(rng.gamma(0.8, 1.5, leads.rows)), steps((1, 0.7)))
    leads.category("role", ROLES, [0.25, 0.15, 0.3, 0.25, 0.05])
    return leads.finish(-4.2)


def categorical(seed, train, held=20_000):
    """Many levels, of which the rare ones are alike, and later leads with levels that were never seen, which are average."""
    rng = np.random.default_rng(seed)
    leads = Leads(rng, train + held, train)
    later = np.arange(leads.rows) >= train
    for name, common, rare in [("region", 15, 150), ("campaign", 25, 400), ("industry", 10, 40)]:
        effects = {f"{name} {place}": round(float(rng.normal(0, 0.9)), 2) for place in range(common)}
        shares = 1 / np.arange(2.0, common + 2)
        mean = float(np.average(list(effects.values()), weights=shares))
        effects |= {f"{name} {place}, rare": round(mean - 0.5, 2) for place in range(rare)}
        effects |= {f"{name} {place}, new": round(mean, 2) for place in range(20)}
        kind = rng.choice(3, leads.rows, p=[0.85, 0.15, 0.0])
        kind = np.where(later & (rng.random(leads.rows) < 0.1), 2, kind)
        codes = np.choose(kind, [
            rng.choice(common, leads.rows, p=shares / shares.sum()),
            common + rng.integers(rare, size=leads.rows),
            common + rare + rng.integers(20, size=leads.rows),
        ])  # fmt: skip
        leads.category(name, effects, codes=codes)
    leads.number("interest", rng.normal(size=leads.rows), 0.8)
    return leads.finish(-1.6)


def missing(seed, train, held=20_000):
    """Values that are missing: at random, where they would be low, and where that itself says something."""
    rng = np.random.default_rng(seed)
    leads = Leads(rng, train + held, train)
    leads.number("interest", rng.normal(size=leads.rows), 0.9)
    leads.number("visits", rng.gamma(2.0, 2.0, leads.rows), 0.15)
    leads.number("budget", rng.normal(50, 20, leads.rows), 0.03)
    leads.hide("interest", 0.3, 0.1)
    leads.hide("visits", logistic(1 - 0.8 * leads.columns["visits"]), -0.2)
    leads.hide("budget", np.where(leads.columns["budget"] < 40, 0.6, 0.1), 0.9)
    leads.category("source", SOURCES, [0.35, 0.1, 0.1, 0.1, 0.2, 0.15])
    leads.hide("source", 0.2, -0.4)
    leads.category("role", ROLES, [0.25, 0.15, 0.3, 0.25, 0.05])
    leads.hide("role", 0.1)
    return leads.finish(-3.4)


def imbalanced(seed, train, held=40_000):
    """About 3 of 100 convert."""
    rng = np.random.default_rng(seed)
    leads = Leads(rng, train + held, train)
    leads.number("interest", rng.normal(size=leads.rows), 0.9)
    leads.number("visits", rng.gamma(2.0, 2.0, leads.rows), 0.12)
    leads.number("employees", np.floor(rng.lognormal(4.0, 1.2, leads.rows)) + 1, steps((20, 0.6), (200, 1.0)))
    leads.category("source", SOURCES, [0.35, 0.1, 0.1, 0.1, 0.2, 0.15])
    leads.category("role", ROLES, [0.25, 0.15, 0.3, 0.25, 0.05])
    return leads.finish(-5.4)


def drifting(seed, train, held=20_000, base=0.0):
    """The mix of sources and the numbers change over time; by `base`, so does what the columns do not tell."""
    rng = np.random.default_rng(seed)
    leads = Leads(rng, train + held, train)
    first, last = np.array([0.5, 0.2, 0.1, 0.1, 0.05, 0.05]), np.array([0.15, 0.05, 0.1, 0.1, 0.35, 0.25])
    at = np.minimum(leads.time, 1)[:, None]
    limits = np.cumsum((1 - at) * first + at * last, axis=1)
    leads.category("source", SOURCES, codes=np.minimum((rng.random(leads.rows)[:, None] > limits).sum(axis=1), 5))
    leads.number("interest", rng.normal(size=leads.rows) + leads.time, 0.7)
    leads.number("visits", rng.gamma(2.0, 2.0 - leads.time / 2, leads.rows), 0.15)
    leads.category("role", ROLES, [0.25, 0.15, 0.3, 0.25, 0.05])
    return leads.finish(base * leads.time - 1.8)


def levels(seed, train):
    """Categories alone, with missing and rare levels."""
    rng = np.random.default_rng(seed)
    leads = Leads(rng, train + 1, train)
    leads.category("source", SOURCES, [0.35, 0.1, 0.1, 0.1, 0.34, 0.01])
    leads.category("role", ROLES | {f"odd {place}": 0.5 for place in range(20)}, [0.25, 0.15, 0.3, 0.25] + 21 * [0.05 / 21])
    leads.category("size", {"small": -0.4, "large": 0.6}, [0.7, 0.3])
    leads.hide("source", 0.2, -0.4)
    leads.hide("size", 0.05)
    return leads.finish(-1.2)
