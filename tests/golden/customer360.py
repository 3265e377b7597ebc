"""A view of generated customers as pandas has it, for tests/cases/customer360.rs.

    pip install pandas==2.3.3
    python tests/golden/customer360.py tests/golden

writes customer360-customers.csv, -tickets.csv, -contacts.csv and -expected.csv into the folder.
"""

import random
import sys
from pathlib import Path

import pandas

random.seed(20260131)
folder = Path(sys.argv[1])
as_of = pandas.Timestamp("2026-01-31")


def day(last):
    return (as_of - pandas.Timedelta(days=random.randrange(last))).strftime("%Y-%m-%d")


def maybe(value, share):
    return value if random.random() < share else None


def phone():
    return f"5550{random.randrange(100, 103)}"


ids = [f"c{number:02}" for number in range(60)]
customers = pandas.DataFrame([
    {"customerId": id, "email": maybe(f"{id}@example.com", 0.8), "phone": maybe(phone(), 0.7), "city": maybe("Kunming", 0.5), "updated": maybe(day(500), 0.9)}
    for id in ids
])
tickets = pandas.DataFrame([
    {"customer": f"c{random.randrange(70):02}", "mobile": maybe(phone(), 0.8), "plan": maybe("basic", 0.6), "changed": day(300)}
    for _ in range(80)
])
contacts = pandas.DataFrame([
    {"customerId": random.choice(ids), "date": day(400), "department": random.choice(["sales", "service", "service", "finance"])}
    for _ in range(90)
])
customers.to_csv(folder / "customer360-customers.csv", index=False)
tickets.to_csv(folder / "customer360-tickets.csv", index=False)
contacts.to_csv(folder / "customer360-contacts.csv", index=False)

view = customers.set_index("customerId")
# The last value of those updated last; rows of one day in their order.
latest = tickets.sort_values("changed", kind="stable").groupby("customer")[["mobile", "plan"]].last().reindex(ids)
weights = {"email": 2, "phone": 3, "city": 1, "plan": 1}
filled = pandas.DataFrame({
    "email": view.email.notna(), "phone": view.phone.notna() | latest.mobile.notna(), "city": view.city.notna(), "plan": latest.plan.notna(),
})
share = lambda flags: sum(flags[name] * weights[name] for name in flags) / sum(weights[name] for name in flags)
both = view.phone.notna() & latest.mobile.notna()
seen = contacts.groupby("customerId").department.agg(set).reindex(ids)
stamps = [view.updated, tickets.groupby("customer").changed.max().reindex(ids)]
last = pandas.concat([pandas.to_datetime(stamp) for stamp in stamps], axis=1).max(axis=1)
dates = pandas.concat([
    customers[["customerId", "updated"]].dropna().set_axis(["id", "date"], axis=1), tickets[["customer", "changed"]].set_axis(["id", "date"], axis=1),
])
recent = dates[(as_of - pandas.to_datetime(dates.date)).dt.days < 90].groupby("id").size().reindex(ids, fill_value=0)
pandas.DataFrame({
    "completeness": share(filled),
    "sales": share({"email": view.email.notna(), "phone": view.phone.notna()}),
    "service": share({"phone": latest.mobile.notna(), "plan": latest.plan.notna()}),
    "conflicts": (both & (view.phone.astype(str) != latest.mobile.astype(str))).astype(int),
    "coverage": [len({"sales", "service"} & names) / 2 if isinstance(names, set) else 0.0 for names in seen],
    "ageDays": (as_of - last).dt.days,
    "updates90": recent,
}).to_csv(folder / "customer360-expected.csv", index_label="customerId")
