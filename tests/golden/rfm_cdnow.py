"""Makes rfm-cdnow.csv and rfm-cdnow-segments.csv with pandas: an RFM calculation that shares nothing with the crate.

    python3 -m venv venv && venv/bin/pip install pandas==3.1.1 && venv/bin/python tests/golden/rfm_cdnow.py

Made with pandas 3.1.1 and NumPy 2.4.6, asOf 1998-07-01, five quantile bins.
"""

from math import fsum
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
SEGMENTS = [  # recency scores, frequency scores, segment
    ((1, 2), (1, 2), "hibernating"),
    ((1, 2), (3, 4), "at-risk"),
    ((1, 2), (5, 5), "cant-lose"),
    ((3, 3), (1, 2), "about-to-sleep"),
    ((3, 3), (3, 3), "need-attention"),
    ((3, 4), (4, 5), "loyal"),
    ((4, 4), (1, 1), "promising"),
    ((5, 5), (1, 1), "new"),
    ((4, 5), (2, 3), "potential-loyalist"),
    ((5, 5), (4, 5), "champions"),
]

purchases = pd.read_csv(HERE / "../../data/cdnow-sample.csv", dtype={"customer_id": str}, parse_dates=["date"])
as_of = pd.Timestamp("1998-07-01")
grouped = purchases.groupby("customer_id")
customers = pd.DataFrame(
    {
        "recencyDays": (as_of - grouped["date"].max()).dt.days,
        "frequency": grouped.size(),
        "monetary": grouped["amount"].apply(fsum),
    }
)


def score(values, cuts):
    return sum((values > cut).astype(int) for cut in cuts) + 1


cuts = {name: customers[name].quantile([0.2, 0.4, 0.6, 0.8]).tolist() for name in customers}
customers["r"] = 6 - score(customers["recencyDays"], cuts["recencyDays"])
customers["f"] = score(customers["frequency"], cuts["frequency"])
customers["m"] = score(customers["monetary"], cuts["monetary"])
customers["segment"] = [
    next(name for (r0, r1), (f0, f1), name in SEGMENTS if r0 <= r <= r1 and f0 <= f <= f1)
    for r, f in zip(customers["r"], customers["f"])
]
customers.to_csv(HERE / "rfm-cdnow.csv", lineterminator="\n")
by_segment = customers.groupby("segment")
pd.DataFrame(
    {
        "customers": by_segment.size(),
        "revenue": by_segment["monetary"].apply(fsum),
        "medianRecencyDays": by_segment["recencyDays"].median(),
        "medianFrequency": by_segment["frequency"].median(),
        "medianMonetary": by_segment["monetary"].median(),
    }
).to_csv(HERE / "rfm-cdnow-segments.csv", lineterminator="\n")
print(cuts)
