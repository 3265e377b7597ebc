//! Scorecards to start from: BANT, MEDDIC and CHAMP, over columns that CRM exports commonly have.
//!
//! Every criterion is optional, so that a card works with what a table has. The values are those that Microsoft Dynamics 365
//! (budgetstatus, need, purchasetimeframe, decisionmaker) and HubSpot (buying role) have for these columns, and their Chinese
//! counterparts; they are matched without regard to case, spaces, hyphens and underscores.

use super::card::{Band, Criterion, Dimension, Measure, Scorecard, Tier};
use crate::options::Locale;

/// A text in English and Chinese.
type Words = [&'static str; 2];

/// Points by value; `-1` marks a value that says as much as a missing one.
type List = &'static [(&'static str, i8)];

const BUDGET_STATUS: List = &[
    ("will-buy", 100),
    ("approved", 100),
    ("已批准", 100),
    ("can-buy", 75),
    ("planned", 60),
    ("计划中", 60),
    ("may-buy", 40),
    ("no-committed-budget", 0),
    ("no-budget", 0),
    ("无预算", 0),
    ("unknown", -1),
    ("未知", -1),
];
const DECISION_MAKER: List = &[
    ("true", 100),
    ("yes", 100),
    ("1", 100),
    ("是", 100),
    ("false", 25),
    ("no", 25),
    ("0", 25),
    ("否", 25),
    ("unknown", -1),
    ("未知", -1),
];
const BUYING_ROLE: List = &[
    ("decision-maker", 100),
    ("决策者", 100),
    ("budget-holder", 100),
    ("预算负责人", 100),
    ("executive-sponsor", 90),
    ("高层支持者", 90),
    ("champion", 75),
    ("支持者", 75),
    ("influencer", 50),
    ("影响者", 50),
    ("legal-and-compliance", 30),
    ("end-user", 25),
    ("使用者", 25),
    ("other", 25),
    ("其他", 25),
    ("blocker", 0),
    ("反对者", 0),
    ("unknown", -1),
    ("未知", -1),
];
const NEED: List = &[
    ("must-have", 100),
    ("high", 100),
    ("高", 100),
    ("should-have", 70),
    ("medium", 60),
    ("中", 60),
    ("good-to-have", 40),
    ("nice-to-have", 40),
    ("low", 20),
    ("低", 20),
    ("no-need", 0),
    ("无需求", 0),
    ("unknown", -1),
    ("未知", -1),
];
const TIMEFRAME: List = &[
    ("immediate", 100),
    ("立即", 100),
    ("this-month", 100),
    ("本月", 100),
    ("this-quarter", 80),
    ("本季度", 80),
    ("next-quarter", 60),
    ("下季度", 60),
    ("this-year", 40),
    ("今年", 40),
    ("next-year", 20),
    ("明年", 20),
    ("no-timeline", 0),
    ("无计划", 0),
    ("unknown", -1),
    ("未知", -1),
];
/// How far an element of MEDDIC is established; also as the traffic lights that sales teams use.
const STATUS: List = &[
    ("confirmed", 100),
    ("green", 100),
    ("yes", 100),
    ("true", 100),
    ("已确认", 100),
    ("partial", 50),
    ("in-progress", 50),
    ("yellow", 50),
    ("进行中", 50),
    ("none", 0),
    ("red", 0),
    ("no", 0),
    ("false", 0),
    ("无", 0),
    ("unknown", -1),
    ("未知", -1),
];

/// Budget, authority, need and timeline, of equal weight.
///
/// | dimension | columns |
/// |---|---|
/// | budget | `budgetStatus`, `budget` (an amount: 1,000, 10,000 and 50,000 of the currency are where points change) |
/// | authority | `decisionMaker`, `buyingRole` |
/// | need | `need` |
/// | timeline | `timeframe`, `expectedCloseDate` (days from `as_of`; a date that has passed scores 0) |
///
/// Tiers: hot from 75, warm from 50, cold below.
///
/// ```
/// let card = custometry::lead::bant_scorecard(Default::default());
/// assert_eq!(card.dimensions.iter().map(|dimension| dimension.name.as_str()).collect::<Vec<_>>(), ["budget", "authority", "need", "timeline"]);
/// ```
pub fn bant_scorecard(locale: Locale) -> Scorecard {
    let words = Texts(locale);
    words.card(
        "BANT",
        vec![
            words.dimension("budget", ["Budget", "预算"], words.budget()),
            words.dimension("authority", ["Authority", "决策权"], words.authority()),
            words.dimension("need", ["Need", "需求"], vec![words.category("need", ["need", "需求程度"], NEED)]),
            words.dimension("timeline", ["Timeline", "时间"], words.timeline()),
        ],
    )
}

/// Metrics, economic buyer, decision criteria, decision process, identified pain and champion, of equal weight: each a column of
/// that name (`metrics`, `economicBuyer`, `decisionCriteria`, `decisionProcess`, `identifiedPain`, `champion`) that says confirmed,
/// partial or none, green, yellow or red, or yes or no.
pub fn meddic_scorecard(locale: Locale) -> Scorecard {
    let words = Texts(locale);
    let elements: [(&str, Words); 6] = [
        ("metrics", ["Metrics", "量化指标"]),
        ("economicBuyer", ["Economic buyer", "经济决策者"]),
        ("decisionCriteria", ["Decision criteria", "决策标准"]),
        ("decisionProcess", ["Decision process", "决策流程"]),
        ("identifiedPain", ["Identified pain", "已识别痛点"]),
        ("champion", ["Champion", "内部支持者"]),
    ];
    let dimension =
        |(name, label): (&str, Words)| words.dimension(name, label, vec![words.category(name, label, STATUS)]);
    words.card("MEDDIC", elements.into_iter().map(dimension).collect())
}

/// Challenges, authority, money and prioritization, of equal weight.
///
/// | dimension | columns |
/// |---|---|
/// | challenges | `need` |
/// | authority | `decisionMaker`, `buyingRole` |
/// | money | `budgetStatus`, `budget` |
/// | prioritization | `priority` (high, medium, low), `timeframe`, `expectedCloseDate` |
pub fn champ_scorecard(locale: Locale) -> Scorecard {
    let words = Texts(locale);
    let mut prioritization = vec![words.category("priority", ["priority", "优先级"], NEED)];
    prioritization.extend(words.timeline());
    words.card(
        "CHAMP",
        vec![
            words.dimension(
                "challenges",
                ["Challenges", "挑战"],
                vec![words.category("need", ["need", "需求程度"], NEED)],
            ),
            words.dimension("authority", ["Authority", "决策权"], words.authority()),
            words.dimension("money", ["Money", "资金"], words.budget()),
            words.dimension("prioritization", ["Prioritization", "优先级"], prioritization),
        ],
    )
}

/// What the cards are made of, in a language.
struct Texts(Locale);

impl Texts {
    fn text(&self, [english, chinese]: Words) -> Option<String> {
        Some(if self.0 == Locale::Chinese { chinese } else { english }.to_owned())
    }

    fn card(&self, name: &str, dimensions: Vec<Dimension>) -> Scorecard {
        let tier =
            |(name, label, min): (&str, Words, f64)| Tier { name: name.to_owned(), label: self.text(label), min };
        let tiers = [("hot", ["Hot", "热"], 75.0), ("warm", ["Warm", "温"], 50.0), ("cold", ["Cold", "冷"], 0.0)];
        Scorecard {
            name: name.to_owned(),
            dimensions,
            tiers: tiers.into_iter().map(tier).collect(),
            ..Scorecard::default()
        }
    }

    fn dimension(&self, name: &str, label: Words, criteria: Vec<Criterion>) -> Dimension {
        Dimension { name: name.to_owned(), label: self.text(label), weight: 1.0, criteria }
    }

    fn criterion(&self, column: &str, label: Words, measure: Measure) -> Criterion {
        Criterion {
            column: column.to_owned(),
            label: self.text(label),
            optional: Some(true),
            measure,
            ..Criterion::default()
        }
    }

    fn category(&self, column: &str, label: Words, list: List) -> Criterion {
        let known = list.iter().filter(|(_, points)| *points >= 0);
        let unknown = list.iter().filter(|(_, points)| *points < 0);
        self.criterion(
            column,
            label,
            Measure::Category {
                points: known.map(|&(value, points)| (value.to_owned(), f64::from(points))).collect(),
                other: None,
                unknown: Some(unknown.map(|&(value, _)| value.to_owned()).collect()),
            },
        )
    }

    fn budget(&self) -> Vec<Criterion> {
        let amounts = bands(&[1e3, 1e4, 5e4], &[10.0, 40.0, 70.0, 100.0]);
        vec![
            self.category("budgetStatus", ["budget status", "预算状态"], BUDGET_STATUS),
            self.criterion("budget", ["budget", "预算金额"], Measure::Bands(amounts)),
        ]
    }

    fn authority(&self) -> Vec<Criterion> {
        vec![
            self.category("decisionMaker", ["decision maker", "是否决策者"], DECISION_MAKER),
            self.category("buyingRole", ["buying role", "采购角色"], BUYING_ROLE),
        ]
    }

    fn timeline(&self) -> Vec<Criterion> {
        let days = bands(&[0.0, 31.0, 91.0, 181.0, 366.0], &[0.0, 100.0, 80.0, 50.0, 25.0, 10.0]);
        vec![
            self.category("timeframe", ["timeframe", "采购时间"], TIMEFRAME),
            self.criterion("expectedCloseDate", ["expected close date", "预计成交日期"], Measure::DaysUntil(days)),
        ]
    }
}

/// Bands that meet at the edges, with one more of points than of edges.
fn bands(edges: &[f64], points: &[f64]) -> Vec<Band> {
    let edge = |place: Option<usize>| place.and_then(|place| edges.get(place)).copied();
    points
        .iter()
        .enumerate()
        .map(|(at, &points)| Band { min: edge(at.checked_sub(1)), below: edge(Some(at)), points })
        .collect()
}
