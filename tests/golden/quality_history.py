"""Rolling means and deviations before each point, as pandas has them, for tests/cases/quality_history.rs.

    pip install pandas==2.3.3
    python tests/golden/quality_history.py > tests/golden/quality-history.csv
"""

import random

import pandas

random.seed(20260131)
value, values = 90.0, []
for day in range(90):
    value += random.gauss(0, 0.7)
    values.append(round(value - (12 if day in (40, 71) else 0), 2))
series = pandas.Series(values)
before = series.shift(1)
print("at,metric,value,mean30,deviation30,mean5,range30")
ranges = before.diff().abs()
rows = zip(
    pandas.date_range("2026-01-01", periods=90).strftime("%Y-%m-%d"), series,
    before.rolling(30, min_periods=7).mean(), before.rolling(30, min_periods=7).std(),
    before.rolling(5).mean(), ranges.rolling(29, min_periods=6).mean(),
)
for at, value, *expected in rows:
    print(",".join([at, "score", repr(float(value)), *("" if pandas.isna(x) else repr(float(x)) for x in expected)]))
