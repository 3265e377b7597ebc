//! Data quality. Checks come in as plain objects; what functions of the caller's decide comes in as one byte for each distinct value.

use super::filter::Wanted;
use super::options::{Fault, FromJs, entries, one_of, options_of, read_fields};
use super::table::{RawResult, RawTable};
use super::thrown;
use crate::accumulate::Accumulate;
use crate::options::{DateInput, Locale};
use crate::quality::{
    Batch, Check, CheckResult, Condition, DimensionScore, FieldResult, GroupResult, Operator, QualityAccumulator,
    QualityOptions, QualityReport, Rule, Severity,
};
use crate::table::{Cell, ColumnType};
use crate::validity::JunkKind;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[derive(Default)]
struct Junk {
    role_mailboxes: Option<bool>,
    throw_away_domains: Option<Vec<String>>,
}

options_of!(Junk { "roleMailboxes" => role_mailboxes, "throwAwayDomains" => throw_away_domains, });

#[derive(Default)]
struct Settings {
    key: Option<String>,
    owner: Option<String>,
    department: Option<String>,
    as_of: Option<DateInput>,
    utc_offset: Option<String>,
    locale: Option<Locale>,
    values: Option<bool>,
    junk: Option<Junk>,
    has_phone_validator: Option<bool>,
}

options_of!(Settings {
    "key" => key,
    "owner" => owner,
    "department" => department,
    "asOf" => as_of,
    "utcOffset" => utc_offset,
    "locale" => locale,
    "values" => values,
    "junk" => junk,
    "phoneValidator" => has_phone_validator,
});

/// A check with the fields of all kinds.
#[derive(Default)]
struct AnyCheck {
    check: String,
    id: Option<String>,
    severity: Option<Severity>,
    weight: Option<f64>,
    mostly: Option<f64>,
    filter: Option<Condition>,
    column: Option<String>,
    columns: Option<Vec<String>>,
    values: Option<Vec<Cell>>,
    pattern: Option<String>,
    flags: Option<String>,
    min: Option<Cell>,
    max: Option<Cell>,
    r#type: Option<ColumnType>,
    region: Option<String>,
    max_age_days: Option<f64>,
    left: Option<String>,
    operator: Option<Operator>,
    right: Option<String>,
    table: Option<bool>,
    key: Option<String>,
    r#as: Option<JunkKind>,
    deviations: Option<f64>,
    test: Option<bool>,
    reason: Option<String>,
    evidence: Option<Ignored>,
}

options_of!(AnyCheck {
    "check" => check,
    "id" => id,
    "severity" => severity,
    "weight" => weight,
    "mostly" => mostly,
    "where" => filter,
    "column" => column,
    "columns" => columns,
    "values" => values,
    "pattern" => pattern,
    "flags" => flags,
    "min" => min,
    "max" => max,
    "type" => r#type,
    "region" => region,
    "maxAgeDays" => max_age_days,
    "left" => left,
    "operator" => operator,
    "right" => right,
    "table" => table,
    "key" => key,
    "as" => r#as,
    "deviations" => deviations,
    "test" => test,
    "reason" => reason,
    "evidence" => evidence,
});

/// What suggested checks carry along.
struct Ignored;

impl FromJs for Ignored {
    fn from_js(_: &JsValue) -> Result<Ignored, Fault> {
        Ok(Ignored)
    }
}

/// What every check may have.
const COMMON: &str = "check id severity weight mostly where evidence";

/// The kinds of checks, what else each needs, and what else it may have.
const KINDS: [(&str, &str, &str); 22] = [
    ("required", "column", ""),
    ("unique", "columns", ""),
    ("oneOf", "column values", ""),
    ("matches", "column pattern", "flags"),
    ("between", "column", "min max"),
    ("length", "column", "min max"),
    ("type", "column type", ""),
    ("email", "column", ""),
    ("phone", "column", "region"),
    ("url", "column", ""),
    ("socialCreditCode", "column", ""),
    ("residentId", "column", ""),
    ("countryCode", "column", ""),
    ("currencyCode", "column", ""),
    ("notFuture", "column", ""),
    ("notPast", "column", ""),
    ("fresh", "column maxAgeDays", ""),
    ("compare", "left operator right", ""),
    ("reference", "column table key", ""),
    ("notJunk", "column", "as"),
    ("outlier", "column", "deviations"),
    ("custom", "column test reason", ""),
];

impl FromJs for Severity {
    fn from_js(value: &JsValue) -> Result<Severity, Fault> {
        one_of(value, &[Severity::Error, Severity::Warning, Severity::Info].map(|severity| (severity.name(), severity)))
    }
}

impl FromJs for Operator {
    fn from_js(value: &JsValue) -> Result<Operator, Fault> {
        let operators =
            [Operator::Less, Operator::AtMost, Operator::Equal, Operator::Different, Operator::AtLeast, Operator::More];
        one_of(value, &operators.map(|operator| (operator.name(), operator)))
    }
}

impl FromJs for JunkKind {
    fn from_js(value: &JsValue) -> Result<JunkKind, Fault> {
        let kinds = [
            ("person", JunkKind::Person),
            ("company", JunkKind::Company),
            ("email", JunkKind::Email),
            ("phone", JunkKind::Phone),
            ("text", JunkKind::Text),
        ];
        one_of(value, &kinds)
    }
}

/// `{column, equals}`, or the words of a filter.
impl FromJs for Condition {
    fn from_js(value: &JsValue) -> Result<Condition, Fault> {
        let mut condition = Condition::default();
        let (mut equals, mut is) = (Wanted::default(), Wanted::default());
        let Condition { column, one_of, min, below, present } = &mut condition;
        read_fields(
            value,
            &mut [
                ("column", column),
                ("equals", &mut equals),
                ("is", &mut is),
                ("in", one_of),
                ("min", min),
                ("below", below),
                ("present", present),
            ],
        )?;
        let given = [equals.0.map(|cell| vec![cell]), is.0.map(|cell| vec![cell]), condition.one_of.take()];
        let mut given = given.into_iter().flatten();
        condition.one_of = given.next();
        if given.next().is_some() {
            return Err(Fault::new("only one of equals, is and in can be given".to_owned()));
        }
        if let Condition { one_of: None, min: None, below: None, present: None, .. } = condition {
            return Err(Fault::new("the condition says nothing about the column: give it equals".to_owned()));
        }
        Ok(condition)
    }
}

/// Whether the caller has a function that decides about telephone numbers.
fn check_of(value: &JsValue, has_phone_validator: bool) -> Result<Check, Fault> {
    let inside = |fault: Fault, name: &str| fault.inside(name.to_owned());
    let given = entries(value)?;
    let named = given.iter().find(|(name, _)| name == "check").map(|(_, kind)| kind.clone());
    let Some(named) = named else { return Err(Fault::new("missing option `check`".to_owned())) };
    let kinds = KINDS.map(|kind| (kind.0, kind));
    let (kind, needs, may_have) = one_of(&named, &kinds).map_err(|fault| inside(fault, "check"))?;
    let known = || [needs, may_have, COMMON].into_iter().flat_map(str::split_ascii_whitespace);
    if let Some((name, _)) = given.iter().find(|(name, _)| !known().any(|known| known == name)) {
        let all: Vec<&str> = known().filter(|&name| name != "evidence").collect();
        let message = format!("the check \"{kind}\" has no such option; it has {}", all.join(", "));
        return Err(inside(Fault::new(message), name));
    }
    let is_given = |wanted: &str| given.iter().any(|(name, value)| name == wanted && !value.is_null());
    if let Some(missing) = needs.split_ascii_whitespace().find(|name| !is_given(name)) {
        return Err(inside(Fault::new(format!("the check \"{kind}\" needs it")), missing));
    }
    let any = AnyCheck::from_js(value)?;
    let whole = |cell: Option<Cell>, name: &str| match cell {
        None | Some(Cell::Null) => Ok(None),
        Some(Cell::Number(value)) if value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value) => {
            Ok(Some(value as u32))
        }
        Some(_) => Err(inside(Fault::new("expected a whole number from 0".to_owned()), name)),
    };
    let rule = match kind {
        "required" => Rule::Required,
        "unique" => Rule::Unique,
        "oneOf" => Rule::OneOf(any.values.unwrap_or_default()),
        "matches" => {
            Rule::Matches { pattern: format!("/{}/{}", any.pattern.unwrap_or_default(), any.flags.unwrap_or_default()) }
        }
        "between" => Rule::Between { min: any.min, max: any.max },
        "length" => Rule::Length { min: whole(any.min, "min")?, max: whole(any.max, "max")? },
        "type" => Rule::Type(any.r#type.unwrap_or(ColumnType::String)),
        "email" => Rule::Email,
        "phone" if has_phone_validator => Rule::PhoneByCaller,
        "phone" => Rule::Phone { region: any.region },
        "url" => Rule::Url,
        "socialCreditCode" => Rule::SocialCreditCode,
        "residentId" => Rule::ResidentId,
        "countryCode" => Rule::CountryCode,
        "currencyCode" => Rule::CurrencyCode,
        "notFuture" => Rule::NotFuture,
        "notPast" => Rule::NotPast,
        "fresh" => Rule::Fresh { max_age_days: any.max_age_days.unwrap_or_default() },
        "compare" => Rule::Compare(any.operator.unwrap_or_default()),
        "reference" => Rule::Reference { key: any.key.unwrap_or_default() },
        "notJunk" => Rule::NotJunk { kind: any.r#as },
        "outlier" => Rule::Outlier { deviations: any.deviations.unwrap_or(Rule::DEVIATIONS) },
        _ => Rule::Custom { reason: any.reason.unwrap_or_default() },
    };
    let columns = match (any.columns, any.column, any.left, any.right) {
        (Some(columns), ..) => columns,
        (_, Some(column), ..) => vec![column],
        (_, _, left, right) => [left, right].into_iter().flatten().collect(),
    };
    Ok(Check {
        id: any.id,
        severity: any.severity.unwrap_or_default(),
        weight: any.weight.unwrap_or(1.0),
        mostly: any.mostly.unwrap_or(1.0),
        filter: any.filter,
        columns,
        rule,
    })
}

fn read(checks: &JsValue, settings: &JsValue) -> Result<(Vec<Check>, QualityOptions), JsValue> {
    let fault = |fault: Fault| thrown(fault.into());
    let settings = Settings::from_js(settings).map_err(fault)?;
    let list: Vec<Item> = Vec::from_js(checks).map_err(|found| fault(found.inside("checks".to_owned())))?;
    let mut checks = Vec::new();
    for (place, Item(check)) in list.iter().enumerate() {
        let check = check_of(check, settings.has_phone_validator == Some(true));
        checks.push(check.map_err(|found| fault(found.inside(format!("checks[{place}]"))))?);
    }
    let junk = settings.junk.unwrap_or_default();
    let options = QualityOptions {
        key: settings.key,
        owner: settings.owner,
        department: settings.department,
        as_of: settings.as_of,
        utc_offset: settings.utc_offset,
        locale: settings.locale.unwrap_or_default(),
        without_values: settings.values == Some(false),
        throw_away_domains: junk.throw_away_domains.unwrap_or_default(),
        role_mailboxes: junk.role_mailboxes.unwrap_or_default(),
    };
    Ok((checks, options))
}

struct Item(JsValue);

impl FromJs for Item {
    fn from_js(value: &JsValue) -> Result<Item, Fault> {
        Ok(Item(value.clone()))
    }
}

#[derive(Serialize)]
struct Report {
    score: Option<f64>,
    grade: Option<&'static str>,
    passed: bool,
    rows: u64,
    broken: usize,
    dimensions: Vec<DimensionScore>,
    checks: Vec<CheckResult>,
    fields: Vec<FieldResult>,
    groups: Vec<GroupResult>,
}

/// A check of quality that is fed in batches.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawQuality(QualityAccumulator);

/// Rows on their way into it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawQualityBatch(Batch);

#[wasm_bindgen]
impl RawQuality {
    /// One that has seen nothing.
    #[wasm_bindgen(constructor)]
    pub fn new(checks: JsValue, settings: JsValue) -> Result<RawQuality, JsValue> {
        let (checks, options) = read(&checks, &settings)?;
        QualityAccumulator::new(&checks, &options).map(RawQuality).map_err(thrown)
    }

    /// One that was saved.
    #[wasm_bindgen(js_name = fromState)]
    pub fn from_state(checks: JsValue, settings: JsValue, bytes: &[u8]) -> Result<RawQuality, JsValue> {
        let (checks, options) = read(&checks, &settings)?;
        QualityAccumulator::from_state(&checks, &options, bytes).map(RawQuality).map_err(thrown)
    }

    /// A batch of rows.
    pub fn batch(&self, table: &RawTable) -> Result<RawQualityBatch, JsValue> {
        self.0.batch(&table.0).map(RawQualityBatch).map_err(thrown)
    }

    /// Takes in a batch, which is used up.
    pub fn update(&mut self, batch: RawQualityBatch) -> Result<(), JsValue> {
        self.0.update(batch.0).map_err(thrown)
    }

    /// Takes in what another has seen, which stays as it is.
    pub fn merge(&mut self, other: &RawQuality) -> Result<(), JsValue> {
        self.0.merge(other.0.clone()).map_err(thrown)
    }

    /// The result so far.
    pub fn result(&self) -> Result<RawResult, JsValue> {
        let QualityReport { score, grade, passed, rows, broken, dimensions, checks, fields, groups, failures, records } =
            self.0.finish().map_err(thrown)?;
        let report = Report { score, grade, passed, rows, broken, dimensions, checks, fields, groups };
        RawResult::new(vec![failures, records], &report)
    }

    /// What it has seen, as bytes.
    #[wasm_bindgen(js_name = toState)]
    pub fn to_state(&self, note: &str) -> Result<Vec<u8>, JsValue> {
        self.0.to_state(note).map_err(thrown)
    }
}

#[wasm_bindgen]
impl RawQualityBatch {
    /// The distinct values that a check is to decide.
    pub fn values(&mut self, check: usize) -> Result<RawTable, JsValue> {
        self.0.values(check).map(RawTable).map_err(thrown)
    }

    /// The answers, one byte each.
    pub fn answer(&mut self, check: usize, answers: &[u8]) -> Result<(), JsValue> {
        self.0.answer(check, answers).map_err(thrown)
    }

    /// Says that a check cannot be decided.
    pub fn fail(&mut self, check: usize, why: String) -> Result<(), JsValue> {
        self.0.fail(check, why).map_err(thrown)
    }

    /// The table that a check refers to.
    pub fn refer(&mut self, check: usize, table: &RawTable) -> Result<(), JsValue> {
        self.0.refer(check, &table.0).map_err(thrown)
    }
}
