"""Lead scores by fractions: expected values for `scoreLeads`, lead by lead, as the documentation has them.

Everything is a `Fraction` until the end, so that a score of 75 is one, whatever sums up to it; then it is the nearest
floating-point number. In exact cards the points of all values are such numbers too: lines have slopes that are, and what
decays is a whole number of half-lives old. In the others, points on lines and of decay are rounded by either side.
"""

from fractions import Fraction
from random import Random

from generate import day_number, day_text

TOLERANCES = {"rounded": 2e-15, "contributions": 3e-14}

AS_OF = "2026-06-30"
TODAY = day_number(AS_OF)
FULL_CARDS = 60


# -- the documented calculation


def exact(number):
    """A number as it is written: one tenth is one tenth."""
    return Fraction(str(number))


def folded(text):
    return text.casefold().replace(" ", "").replace("-", "").replace("_", "")


def in_band(bands, value):
    for band in bands:
        if ("min" not in band or value >= band["min"]) and ("below" not in band or value < band["below"]):
            return exact(band["points"])
    return Fraction(0)


def points_of(criterion, cell):
    """The points of a cell, or None where it is missing."""
    if cell is None:
        return None
    kind = criterion["kind"]
    if kind == "category":
        text = {True: "true", False: "false"}.get(cell, cell) if isinstance(cell, bool) else cell
        if not isinstance(text, str):
            text = str(text)
        if not text.strip():
            return None
        for same in [lambda name: name == text, lambda name: folded(name) == folded(text)]:
            for name, points in criterion["points"].items():
                if same(name):
                    return exact(points)
            if any(same(name) for name in criterion.get("unknown", [])):
                return None
        return exact(criterion.get("other", 0))
    if kind == "bands":
        return in_band(criterion["bands"], cell)
    if kind == "daysUntil":
        return in_band(criterion["bands"], day_number(cell) - TODAY)
    if kind == "linear":
        pairs = criterion["points"]
        value = exact(cell)
        if value <= pairs[0][0]:
            return exact(pairs[0][1])
        for (left, low), (right, high) in zip(pairs, pairs[1:]):
            if value < right:
                return exact(low) + (value - exact(left)) / (exact(right) - exact(left)) * (exact(high) - exact(low))
        return exact(pairs[-1][1])
    days = max(0, TODAY - day_number(cell))
    halvings = Fraction(days) / exact(criterion["halfLifeDays"])
    power = Fraction(1, 2**halvings.numerator) if halvings.denominator == 1 else Fraction(2.0 ** -float(halvings))
    return exact(criterion["full"]) * power


def holds(condition, cell):
    if "equals" in condition:
        return cell == condition["equals"]
    return cell is not None and cell < condition["below"]


class Scored:
    """One lead under a card."""

    def __init__(self, card, lead):
        neutral = card.get("missing", "neutral") == "neutral"
        self.dimensions, self.terms, self.present = [], [], 0
        parts = []
        for dimension in card["dimensions"]:
            found = [(criterion, points_of(criterion, lead.get(criterion["column"]))) for criterion in dimension["criteria"]]
            self.present += sum(points is not None for _, points in found)
            counting = [(criterion, points or Fraction(0)) for criterion, points in found if points is not None or not neutral]
            whole = sum(exact(criterion.get("weight", 1)) for criterion, _ in counting)
            shares = [(criterion, exact(criterion.get("weight", 1)) / whole * points) for criterion, points in counting if whole]
            self.dimensions.append(sum(part for _, part in shares) if whole else None)
            parts.append((dimension, shares))
        pairs = zip(card["dimensions"], self.dimensions)
        whole = sum(exact(dimension["weight"]) for dimension, score in pairs if score is not None)
        for dimension, shares in parts:
            self.terms += [(dimension["name"], criterion["column"], exact(dimension["weight"]) / whole * part) for criterion, part in shares if whole]
        self.score = sum(part for _, _, part in self.terms) if whole else None
        tiers = sorted(card["tiers"], key=lambda tier: -tier["min"])
        reached = [tier["name"] for tier in tiers if self.score is not None and float(self.score) >= tier["min"]]
        self.tier = reached[0] if reached else None
        reasons = [rule["reason"] for rule in card.get("disqualifiers", []) if holds(rule, lead.get(rule["column"]))]
        self.disqualified = reasons[0] if reasons else None


def nearest(fraction):
    return None if fraction is None else float(fraction)


def expected(card, leads):
    scored = [Scored(card, lead) for lead in leads]
    of_score = [nearest(lead.score) for lead in scored]
    order = sorted((row for row, score in enumerate(of_score) if score is not None), key=lambda row: (-of_score[row], row))
    ranks = {row: rank for rank, row in enumerate(order, 1)}
    criteria = sum(len(dimension["criteria"]) for dimension in card["dimensions"])
    tiers = {tier["name"]: sum(lead.tier == tier["name"] for lead in scored) for tier in card["tiers"]}
    return scored, {
        "score": of_score,
        "tier": [lead.tier for lead in scored],
        "rank": [ranks.get(row) for row in range(len(leads))],
        "disqualified": [lead.disqualified for lead in scored],
        "completeness": [lead.present / criteria for lead in scored],
        "dimensions": {
            dimension["name"]: [nearest(lead.dimensions[place]) for lead in scored]
            for place, dimension in enumerate(card["dimensions"])
        },
        "tiers": tiers,
    }


# -- cards and leads

LEVELS = ["high", "Middle Class", "low-end", "none_at_all", "高"]


def a_criterion(random, name, is_exact):
    """A criterion, and a function that makes cells for it."""
    kind = random.choice(["category", "flag", "number", "bands", "linear", "daysUntil", "decay"])
    some = lambda: random.choice([0, 20, 25, 40, 50, 60, 75, 80, 100]) if is_exact else round(random.uniform(0, 100), 2)  # noqa: E731
    criterion = {"column": name}
    if random.random() < 0.8:
        criterion["weight"] = random.choice([0, 1, 1, 2, 3, 5, 0.1, 0.25, 0.7])
    if kind == "category":
        listed = random.sample(LEVELS, 4)
        criterion |= {"kind": "category", "points": {level: some() for level in listed}}
        if random.random() < 0.5:
            criterion["other"] = some()
        if random.random() < 0.5:
            criterion["unknown"] = ["n/a", "Not Known"]
        others = ["n/a", "not-known", "something else", "  "]
        forms = [str, str.upper, lambda text: text.replace(" ", "_"), lambda text: text.replace("-", " ")]
        return criterion, lambda: random.choice(forms)(random.choice(LEVELS + others if random.random() < 0.4 else listed))
    if kind == "flag":
        criterion |= {"kind": "category", "points": {"true": some(), "false": some()}}
        return criterion, lambda: random.random() < 0.5
    if kind == "number":
        criterion |= {"kind": "category", "points": {str(number): some() for number in range(1, 5)}, "other": some()}
        return criterion, lambda: random.randint(0, 6)
    if kind in ("bands", "daysUntil"):
        edges = sorted(random.sample(range(-60, 200, 5), random.randint(1, 5)))
        bands = [{"below": edges[0], "points": some()}]
        bands += [{"min": low, "below": high, "points": some()} for low, high in zip(edges, edges[1:])]
        bands += [{"min": edges[-1], "points": some()}]
        # Values outside of all bands have no points.
        bands = bands[random.choice([0, 0, 1]) : len(bands) - random.choice([0, 0, 1])] or bands
        random.shuffle(bands)
        criterion |= {"kind": kind, "bands": bands}
        near = lambda: random.choice(edges) + random.choice([-1, 0, 0, 1, random.randint(-90, 90)])  # noqa: E731
        return criterion, near if kind == "bands" else lambda: day_text(TODAY + near())
    if kind == "linear":
        # Differences of 8 or 16, and slopes that are a whole number of eighths.
        at, pairs = random.randint(-20, 20), []
        for _ in range(random.randint(1, 4)):
            pairs.append([at, some()])
            at += random.choice([8, 16]) if is_exact else random.uniform(0.1, 30)
        criterion |= {"kind": "linear", "points": pairs}
        low, high = pairs[0][0] - 8, pairs[-1][0] + 8
        return criterion, lambda: random.randint(int(low), int(high)) if is_exact else random.uniform(low, high)
    half_life = random.choice([1, 7, 30, 90])
    criterion |= {"kind": "decay", "halfLifeDays": half_life, "full": some()}
    ago = lambda: half_life * random.randint(-1, 6) if is_exact else random.randint(-10, 1500)  # noqa: E731
    return criterion, lambda: day_text(TODAY - ago())


def a_card(random, is_exact, missing):
    makers, dimensions = {}, []
    for place in range(random.randint(1, 4)):
        criteria = []
        for _ in range(random.randint(1, 4)):
            name = f"column {len(makers)}"
            criterion, makers[name] = a_criterion(random, name, is_exact)
            criteria.append(criterion)
        if all(criterion.get("weight") == 0 for criterion in criteria):
            criteria[0]["weight"] = 1
        dimensions.append({"name": f"dimension {place}", "weight": random.choice([1, 2, 3, 10, 25, 0.3, 0.1]), "criteria": criteria})
    tiers = [{"name": name, "min": least} for name, least in [("hot", 75), ("warm", 50), ("cold", random.choice([0, 25]))]]
    random.shuffle(tiers)
    rows = 300
    columns = {name: [None if random.random() < missing else make() for _ in range(rows)] for name, make in makers.items()}
    columns["status"] = [random.choice(["spam", "real", "real", "real", None]) for _ in range(rows)]
    columns["size"] = [random.choice([None, 1, 2, 3, 50]) for _ in range(rows)]
    rules = [{"column": "status", "equals": "spam", "reason": "spam"}, {"column": "size", "below": 2, "reason": "too small"}]
    card = {"name": "card", "dimensions": dimensions, "tiers": tiers, "disqualifiers": rules}
    if random.random() < 0.5:
        card["missing"] = random.choice(["neutral", "neutral", "zero"])
    return card, columns


def rows_of(columns):
    names = list(columns)
    return [dict(zip(names, cells)) for cells in zip(*columns.values())]


def a_run(random, is_exact, missing):
    card, columns = a_card(random, is_exact, missing)
    scored, result = expected(card, rows_of(columns))
    form = random.choice(["rows", "columns"])
    explained = [row for row in range(0, len(scored), 37) if result["score"][row] is not None]
    contributions = [
        {"sum": result["score"][row], "contributions": {f"{name} / {column}": float(part) for name, column, part in scored[row].terms if part}}
        for row in explained
    ]
    return {
        "card": card,
        "input": {"form": form, "columns": columns},
        "options": {"asOf": AS_OF},
        "explained": explained,
        "rounded": not is_exact,
        "expected": {"exact" if is_exact else "rounded": result, "explained": contributions},
    }


def cases():
    for is_exact, name in [(True, "exact cards"), (False, "cards with any numbers")]:
        for missing in (0.0, 0.1, 0.6):
            random = Random(f"{name} {missing}")
            yield f"{name}, {missing:.0%} missing", [a_run(random, is_exact, missing) for _ in range(FULL_CARDS)]
