"""Makes clv-value.csv: how the revenue of data/cdnow-sample.csv up to 1998-06-30 is spread over its customers, with NumPy.

    python3 -m venv venv && venv/bin/pip install pandas && venv/bin/python tests/golden/clv_value.py

Made with pandas 3.1.1 and NumPy. The Gini coefficient is the mean of |x - y| over all pairs, divided by twice the mean; the
curve is NumPy's linear interpolation of the cumulative shares.
"""

from pathlib import Path

import numpy as np
import pandas as pd

here = Path(__file__).parent
purchases = pd.read_csv(here.parents[1] / "data" / "cdnow-sample.csv", dtype={"customer_id": str}, parse_dates=["date"])
values = purchases[purchases.date <= "1998-06-30"].groupby("customer_id").amount.sum().to_numpy()
gini = np.abs(values[:, None] - values[None, :]).mean() / (2 * values.mean())
shares = np.concatenate([[0], np.sort(values)[::-1].cumsum() / values.sum()])
curve = np.interp(np.arange(101) / 100, np.arange(len(values) + 1) / len(values), shares)
rows = ["what,key,value", f"customers,,{len(values)}", f"total,,{values.sum():.10f}", f"gini,,{gini:.15f}"]
rows += [f"curve,{percent},{share:.15f}" for percent, share in enumerate(curve)]
(here / "clv-value.csv").write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
