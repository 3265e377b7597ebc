//! How records are to be merged.

use crate::error::{Error, Result, quoted};
use crate::options::Locale;
use crate::table::{Cell, Table};

/// How one of several values, or the surviving record, is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeRule {
    /// That of the source that comes first in the priority.
    Priority,
    /// That of the record with the latest date of change.
    Recent,
    /// That of the record with the earliest date of change.
    Oldest,
    /// That which most records have.
    Frequent,
    /// The longest text. For the surviving record: that with the most columns filled.
    Longest,
    /// That of the surviving record.
    Survivor,
    /// That of the first record.
    First,
    /// The least number or the earliest date.
    Min,
    /// The greatest number or the latest date; true rather than false.
    Max,
    /// The sum of the numbers of all records.
    Sum,
    /// All values, one after another.
    Join,
}

impl MergeRule {
    /// All rules.
    pub const ALL: [MergeRule; 11] = [
        MergeRule::Priority,
        MergeRule::Recent,
        MergeRule::Oldest,
        MergeRule::Frequent,
        MergeRule::Longest,
        MergeRule::Survivor,
        MergeRule::First,
        MergeRule::Min,
        MergeRule::Max,
        MergeRule::Sum,
        MergeRule::Join,
    ];

    /// The name of the rule.
    pub const fn name(self) -> &'static str {
        match self {
            MergeRule::Priority => "priority",
            MergeRule::Recent => "recent",
            MergeRule::Oldest => "oldest",
            MergeRule::Frequent => "frequent",
            MergeRule::Longest => "longest",
            MergeRule::Survivor => "survivor",
            MergeRule::First => "first",
            MergeRule::Min => "min",
            MergeRule::Max => "max",
            MergeRule::Sum => "sum",
            MergeRule::Join => "join",
        }
    }

    /// Whether it makes a new value of all that there are.
    pub(super) const fn combines(self) -> bool {
        matches!(self, MergeRule::Sum | MergeRule::Join)
    }
}

/// What the values of a column are, as far as it matters for merging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Names, addresses and other texts, of which a longer one says more.
    Text,
    /// Mail addresses.
    Email,
    /// Telephone numbers.
    Phone,
    /// Codes and identifiers, of which a longer one does not say more.
    Code,
}

/// Which source is believed first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourcePriority {
    /// The column that names the source of a record.
    pub column: String,
    /// The sources, the most trusted first. Others come after these.
    pub values: Vec<Cell>,
}

/// A decision that somebody has made, which goes before all rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeChoice {
    /// The record whose value is to be taken, in the cluster that it belongs to.
    pub row: u32,
    /// The column; none to make it the surviving record.
    pub column: Option<String>,
}

/// The options of [`suggest_merge`](super::suggest_merge).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MergeOptions {
    /// The column of the record's identifier: that of the surviving record is kept, and carried into the mapping.
    pub key: Option<String>,
    /// The column of the date of the last change. Default `updatedAt` if there is such a column.
    pub updated_at: Option<String>,
    /// Which source is believed first.
    pub priority: Option<SourcePriority>,
    /// What columns hold: `email`, `phone`, and others as in the search for duplicates. Default by the names of the columns.
    pub fields: Option<Vec<(String, ValueKind)>>,
    /// The rules of single columns.
    pub rules: Option<Vec<(String, Vec<MergeRule>)>>,
    /// The rules of all other columns. Default priority, recent, frequent, longest.
    pub default_rules: Option<Vec<MergeRule>>,
    /// The rules by which the surviving record is chosen. Default priority, longest (the most columns filled), recent.
    pub survivor: Option<Vec<MergeRule>>,
    /// Columns that are taken from one record together, such as the parts of an address.
    pub together: Option<Vec<Vec<String>>>,
    /// Decisions that go before all rules.
    pub choices: Option<Vec<MergeChoice>>,
    /// Where telephone numbers without a country code are from, as in ISO 3166-1.
    pub region: Option<String>,
    /// The language of the reasons; default English.
    pub locale: Option<Locale>,
}

/// The rules where none are given.
const DEFAULT: [MergeRule; 4] = [MergeRule::Priority, MergeRule::Recent, MergeRule::Frequent, MergeRule::Longest];
const DEFAULT_SURVIVOR: [MergeRule; 3] = [MergeRule::Priority, MergeRule::Longest, MergeRule::Recent];

/// A field: a column, or several that are taken together.
pub(super) struct Field {
    /// The places of its columns in the table.
    pub(super) columns: Vec<usize>,
    pub(super) rules: Vec<MergeRule>,
}

impl MergeOptions {
    /// The column of dates of change.
    pub(super) fn updated_at<'a>(&'a self, table: &Table) -> Option<&'a str> {
        self.updated_at.as_deref().or_else(|| table.find("updatedAt").map(|_| "updatedAt"))
    }

    /// The rules by which the surviving record is chosen.
    pub(super) fn survivor_rules(&self, table: &Table) -> Result<Vec<MergeRule>> {
        let rules = self.usable(self.survivor.as_deref(), &DEFAULT_SURVIVOR, table, "survivor")?;
        let unfit = |rule: &&MergeRule| {
            rule.combines()
                || matches!(rule, MergeRule::Frequent | MergeRule::Min | MergeRule::Max | MergeRule::Survivor)
        };
        match rules.iter().find(unfit) {
            Some(rule) => Err(Error::invalid_option(format!(
                "survivor: the rule \"{}\" chooses values, not records",
                rule.name()
            ))
            .with_help(
                "Use \"priority\", \"recent\", \"oldest\", \"longest\" (the most columns filled) or \"first\".",
            )),
            None => Ok(rules),
        }
    }

    /// What is chosen together, and by which rules; every column belongs to one field.
    pub(super) fn fields(&self, table: &Table) -> Result<Vec<Field>> {
        let mut fields: Vec<Field> = Vec::new();
        let default = self.usable(self.default_rules.as_deref(), &DEFAULT, table, "defaultRules")?;
        let together = self.together.as_deref().unwrap_or_default();
        for (place, names) in together.iter().enumerate() {
            let option = format!("together[{place}]");
            let mut columns = Vec::new();
            for name in names {
                let column = column_place(table, name).map_err(|error| error.inside(&option))?;
                if columns.contains(&column) || fields.iter().any(|field| field.columns.contains(&column)) {
                    return Err(Error::invalid_option(format!(
                        "{option}: the column {} is in it twice, or in two of them",
                        quoted(name)
                    ))
                    .with_help("Name each column once."));
                }
                columns.push(column);
            }
            fields.push(Field { columns, rules: default.clone() });
        }
        for place in 0..table.columns().len() {
            if !fields.iter().any(|field| field.columns.contains(&place)) {
                fields.push(Field { columns: vec![place], rules: default.clone() });
            }
        }
        fields.retain(|field| !field.columns.is_empty());
        fields.sort_by_key(|field| field.columns.iter().min().copied());
        let mut set = |name: &str, rules: Vec<MergeRule>, option: &str| {
            let place = column_place(table, name).map_err(|error| error.inside(option))?;
            let Some(field) = fields.iter_mut().find(|field| field.columns.contains(&place)) else { return Ok(()) };
            if field.columns.len() > 1
                && rules.iter().any(|rule| rule.combines() || matches!(rule, MergeRule::Min | MergeRule::Max))
            {
                return Err(Error::invalid_option(format!(
                    "{option}: the column is taken together with others, from one record"
                ))
                .with_column(name)
                .with_help("Take it out of `together`, or use a rule that chooses a record."));
            }
            field.rules = rules;
            Ok(())
        };
        // What a column is for says how it is chosen, unless a rule says otherwise.
        if let Some(name) = self.updated_at(table) {
            set(name, vec![MergeRule::Recent], "updatedAt")?;
        }
        if let Some(name) = &self.key {
            set(name, vec![MergeRule::Survivor], "key")?;
        }
        for (name, rules) in self.rules.iter().flatten() {
            let option = format!("rules.{name}");
            let rules = self.usable(Some(rules), &[], table, &option)?;
            set(name, rules, &option)?;
        }
        Ok(fields)
    }

    /// The rules given, or those of the default that there is something for.
    fn usable(
        &self,
        given: Option<&[MergeRule]>,
        default: &[MergeRule],
        table: &Table,
        option: &str,
    ) -> Result<Vec<MergeRule>> {
        let needs = |rule: MergeRule| match rule {
            MergeRule::Priority => self.priority.is_some(),
            MergeRule::Recent | MergeRule::Oldest => self.updated_at(table).is_some(),
            _ => true,
        };
        let Some(rules) = given else { return Ok(default.iter().copied().filter(|&rule| needs(rule)).collect()) };
        if rules.is_empty() {
            return Err(
                Error::invalid_option(format!("{option}: there is no rule")).with_help("Name one, such as \"recent\".")
            );
        }
        if let Some(rule) = rules.iter().find(|&&rule| !needs(rule)) {
            let (what, help) = match rule {
                MergeRule::Priority => {
                    ("priority", "Give priority: { column: \"source\", values: [\"ERP\", \"CRM\"] }.")
                }
                _ => ("updatedAt", "Name the column of the date of the last change: updatedAt: \"...\"."),
            };
            let message = format!("{option}: the rule \"{}\" needs the option `{what}`", rule.name());
            return Err(Error::invalid_option(message).with_help(help));
        }
        if rules.len() > 1 && rules.iter().any(|rule| rule.combines()) {
            return Err(Error::invalid_option(format!(
                "{option}: \"sum\" and \"join\" take all values, so no other rule can stand beside them"
            ))
            .with_help("Give one rule."));
        }
        Ok(rules.to_vec())
    }
}

/// The place of the column of that name.
pub(super) fn column_place(table: &Table, name: &str) -> Result<usize> {
    table.column(name)?;
    let place = table.columns().iter().position(|column| column.name() == name);
    place.ok_or_else(|| Error::internal("a column has gone"))
}
