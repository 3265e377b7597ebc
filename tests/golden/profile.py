"""Makes profile.csv, profile-before.csv, profile-after.csv and profile-values.csv with pandas: columns of all kinds, two snapshots of a
table, and what pandas says of them. The population stability index is written here from its definition, over pandas' own cut.

    python3 -m venv venv && venv/bin/pip install pandas==3.1.1 && venv/bin/python tests/golden/profile.py

Made with pandas 3.1.1 and NumPy 2.4.6.
"""

from math import log
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
LEVELS = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]
random = np.random.default_rng(20261127)


def snapshot(rows, first, shift):
    """Customers from a number on; `shift` moves what is to have drifted."""
    ids = [f"C-{first + i:05d}" for i in range(rows)]
    amounts = np.round(np.exp(random.normal(4 + shift, 1.2, rows)), 2)
    table = pd.DataFrame(
        {
            "id": ids,
            "amount": np.where(random.random(rows) < 0.07, np.nan, amounts),
            "visits": random.poisson(2.5, rows),
            "score": np.round(random.normal(0, 1, rows), 6) * 10.0 ** random.integers(-3, 4, rows),
            "stage": random.choice(["new", "open", "won", "lost", "新"], rows, p=[0.4 - shift / 5, 0.25, 0.2 + shift / 5, 0.1, 0.05]),
            "city": [f"city {i}" for i in np.minimum(random.geometric(0.03, rows), 400)],
            "active": random.choice(["true", "false"], rows, p=[0.8, 0.2]),
            "joined": pd.Timestamp("2020-01-01") + pd.to_timedelta(random.integers(0, 2000, rows), unit="D"),
        }
    )
    table["joined"] = table["joined"].dt.strftime("%Y-%m-%d")
    for name, share in [("stage", 0.02), ("city", 0.3), ("joined", 0.01)]:
        table.loc[random.random(rows) < share, name] = None
    return table


def number(value):
    return "" if pd.isna(value) else repr(float(value))


def describe(table, which, rows):
    for name in table:
        column = table[name]
        rows.append((which, name, "nulls", int(column.isna().sum())))
        rows.append((which, name, "distinct", column.nunique()))
        rows.append((which, name, "unique", int((column.value_counts() == 1).sum())))
        rows.append((which, name, "fill", number(column.notna().mean())))
        top = column.dropna().value_counts().iloc[0]
        rows.append((which, name, "top", int(top)))
        if pd.api.types.is_numeric_dtype(column):
            rows.append((which, name, "min", number(column.min())))
            rows.append((which, name, "max", number(column.max())))
            rows.append((which, name, "mean", number(column.mean())))
            rows.append((which, name, "std", number(column.std())))
            for level in LEVELS:
                rows.append((which, name, f"q{level}", number(column.quantile(level))))
        else:
            rows.append((which, name, "min", column.dropna().min()))
            rows.append((which, name, "max", column.dropna().max()))


def index(expected, actual):
    terms = []
    for e, a in zip(expected, actual):
        if e or a:
            e, a = e / sum(expected) or 1e-4, a / sum(actual) or 1e-4
            terms.append((a - e) * log(a / e))
    return sum(terms)


def drift(before, after, name):
    old, new = before[name].dropna(), after[name].dropna()
    if pd.api.types.is_numeric_dtype(old) and old.nunique() > 10:
        cuts = sorted(set(old.quantile([k / 10 for k in range(1, 10)])))
        edges = [-np.inf, *cuts, np.inf]  # right ends belong to their bins
        return index(*[pd.cut(values, edges).value_counts(sort=False).tolist() for values in (old, new)])
    counts = [old.value_counts(), new.value_counts()]
    known = list(counts[0].index)
    others = [value for value in counts[1].index if value not in counts[0].index]
    if pd.api.types.is_numeric_dtype(old):  # few numbers: one bin each, and one for all that is new
        bins = [[value] for value in known] + [others]
    elif len(known) + len(others) <= 50:
        bins = [[value] for value in known + others]
    else:
        first = old.drop_duplicates().tolist()
        known.sort(key=lambda value: (-counts[0][value], first.index(value)))
        bins = [[value] for value in known[:50]] + [known[50:] + others]
    return index(*[[int(sum(count.get(value, 0) for value in group)) for group in bins] for count in counts])


before, after = snapshot(1500, 0, 0.0), snapshot(1400, 200, 0.6)
# Rows that both have, most of them the same.
common = after["id"].isin(before["id"])
kept = before.set_index("id").loc[after.loc[common, "id"]].reset_index()
changed = random.random(len(kept)) < 0.3
for name in ["amount", "stage", "visits", "score", "city", "active", "joined"]:
    after.loc[common, name] = np.where(changed, after.loc[common, name], kept[name])
after["visits"] = after["visits"].astype(int)
after["amount"] = after["amount"].astype(float)
after["score"] = after["score"].astype(float)
after = after.sample(frac=1, random_state=7).reset_index(drop=True)

rows = []
for table, which in [(before, "before"), (after, "after")]:
    table.to_csv(HERE / f"profile-{which}.csv", index=False, lineterminator="\n")
    read = pd.read_csv(HERE / f"profile-{which}.csv", dtype={"active": str})
    describe(read, which, rows)
    if which == "before":
        old = read
for name in ["amount", "visits", "score", "stage", "city", "active"]:
    rows.append(("both", name, "psi", number(drift(old, read, name))))
merged = old.merge(read, on="id", suffixes=("", "_new"))
rows.append(("both", "id", "added", len(read) - len(merged)))
rows.append(("both", "id", "removed", len(old) - len(merged)))
any_changed = np.zeros(len(merged), bool)
for name in [name for name in old if name != "id"]:
    left, right = merged[name], merged[f"{name}_new"]
    is_other = ~((left == right) | (left.isna() & right.isna()))
    any_changed |= is_other.to_numpy()
    rows.append(("both", name, "changed", int(is_other.sum())))
rows.append(("both", "id", "changed", int(any_changed.sum())))
pd.DataFrame(rows, columns=["table", "column", "what", "value"]).to_csv(HERE / "profile-values.csv", index=False, lineterminator="\n")
