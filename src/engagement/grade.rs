//! Fit and engagement together: the grades A1 to D4.

use super::events::leads_of;
use crate::error::{Error, ErrorKind, Result, try_collect, try_filled, try_vec};
use crate::number;
use crate::skipped::Skipped;
use crate::table::{Column, ColumnData, KeyIndex, Table, TableBuilder, fixed_dictionary};
use serde::Serialize;

/// The options of [`grade_leads`].
#[derive(Clone, Debug, Default)]
pub struct GradeOptions {
    /// The column of the lead in both tables; default `leadId`.
    pub lead_id: Option<String>,
    /// The column of the fit; default `score`.
    pub score: Option<String>,
    /// The column of the engagement; default `engagement`.
    pub engagement: Option<String>,
    /// The least fit of the grades A, B and C; default 75, 50, 25.
    pub fit_cuts: Option<Vec<f64>>,
    /// The least engagement of the grades 1, 2 and 3; default 75, 50, 25.
    pub engagement_cuts: Option<Vec<f64>>,
}

/// What [`grade_leads`] finds.
#[derive(Clone, Debug)]
pub struct GradedLeads {
    /// The column of the lead, `fit`, `engagement`, `fitGrade` (A to D), `engagementGrade` (1 to 4) and `grade` (A1 to D4); in the
    /// order of the table of fits. A lead whose fit or engagement is not known has no such grade.
    pub leads: Table,
    /// How many leads have each grade: a row for each of A to D, in it one number for each of 1 to 4.
    pub grid: [[u64; 4]; 4],
    /// How many leads have no grade, since their fit or their engagement is null.
    pub ungraded: u64,
    /// The leads that are in one table only.
    pub unmatched: Unmatched,
}

/// The leads that are in one table only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unmatched {
    /// Those without engagement; rows are those of the table of fits.
    pub fit: Skipped,
    /// Those without fit; rows are those of the table of engagement.
    pub engagement: Skipped,
}

/// Grades leads on two axes: A to D for how well they fit, 1 to 4 for how engaged they are. A and 1 are the best.
///
/// A lead has grade A when its fit is at least the first cut, B when it is at least the second, C at least the third, otherwise D; and
/// likewise for engagement. A fit that is null, as of leads about which nothing is known, has no grade.
///
/// # Errors
///
/// - [`MissingColumn`](ErrorKind::MissingColumn), [`WrongType`](ErrorKind::WrongType), [`BadNumber`](ErrorKind::BadNumber) for
///   a score that is infinite or no number,
/// - [`WrongType`](ErrorKind::WrongType), with row and column, for a lead that is missing or occurs twice in a table,
/// - [`InvalidOption`](ErrorKind::InvalidOption) unless the cuts are three numbers in descending order.
///
/// ```
/// use custometry::engagement::{GradeOptions, grade_leads};
/// use custometry::table::Table;
///
/// let fit = Table::from_csv(b"leadId,score\na,80\nb,50\nc,\n", &Default::default())?;
/// let engagement = Table::from_csv(b"leadId,engagement\nb,10\na,60\nc,90\n", &Default::default())?;
/// let graded = grade_leads(&fit, &engagement, &GradeOptions::default())?;
/// let grade = graded.leads.column("grade")?;
/// assert_eq!([grade.text(0), grade.text(1), grade.text(2)], [Some("A2"), Some("B4"), None]);
/// assert_eq!(graded.ungraded, 1);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn grade_leads(fit: &Table, engagement: &Table, options: &GradeOptions) -> Result<GradedLeads> {
    fn named<'a>(name: &'a Option<String>, default: &'a str) -> &'a str {
        name.as_deref().unwrap_or(default)
    }
    let lead_id = named(&options.lead_id, "leadId");
    if ["fit", "engagement", "fitGrade", "engagementGrade", "grade"].contains(&lead_id) {
        return Err(Error::invalid_option(format!("leadId is \"{lead_id}\", which is a column of the result"))
            .with_help("Rename the column before."));
    }
    let fit_cuts = cuts(&options.fit_cuts, "fitCuts")?;
    let engagement_cuts = cuts(&options.engagement_cuts, "engagementCuts")?;
    let fit_ids = fit.column(lead_id).map_err(|error| error.inside("fit"))?;
    let engagement_ids = engagement.column(lead_id).map_err(|error| error.inside("engagement"))?;
    let fits = scores(fit, named(&options.score, "score"))?;
    let engagements = scores(engagement, named(&options.engagement, "engagement"))?;

    let mut keys = KeyIndex::default();
    let fit_rows = rows(&mut keys, fit_ids, "fit")?;
    let engagement_rows = rows(&mut keys, engagement_ids, "engagement")?;
    let row_of = |rows: &Rows, lead: i32| rows.of.get(lead as usize).copied().filter(|&row| row >= 0);
    let missing = |own: &Rows, other: &Rows, reason: &str| {
        let mut skipped = Skipped::default();
        for (row, &lead) in own.leads.iter().enumerate() {
            if row_of(other, lead).is_none() {
                skipped.add(row as u64, || (lead_id.to_owned(), reason.to_owned()));
            }
        }
        skipped
    };
    let unmatched = Unmatched {
        fit: missing(&fit_rows, &engagement_rows, "the lead is not in the table of engagement"),
        engagement: missing(&engagement_rows, &fit_rows, "the lead is not in the table of fits"),
    };

    let mut taken = try_vec(fit_rows.leads.len())?;
    let mut values: [Vec<f64>; 2] = [try_vec(fit_rows.leads.len())?, try_vec(fit_rows.leads.len())?];
    let [fit_values, engagement_values] = &mut values;
    let mut fit_grades: Vec<i32> = try_vec(fit_rows.leads.len())?;
    let mut engagement_grades: Vec<f64> = try_vec(fit_rows.leads.len())?;
    let mut grades: Vec<i32> = try_vec(fit_rows.leads.len())?;
    let mut grid = [[0; 4]; 4];
    let mut ungraded = 0;
    for (row, &lead) in (0..).zip(&fit_rows.leads) {
        let Some(other) = row_of(&engagement_rows, lead) else { continue };
        let value = |values: &[f64], row: i32| values.get(row as usize).copied().unwrap_or(f64::NAN);
        let (fit, engagement) = (value(&fits, row), value(&engagements, other));
        let (letter, digit) = (grade(fit, &fit_cuts), grade(engagement, &engagement_cuts));
        taken.push(row);
        fit_values.push(fit);
        engagement_values.push(engagement);
        fit_grades.push(letter.map_or(-1, |letter| letter as i32));
        engagement_grades.push(digit.map_or(f64::NAN, |digit| digit as f64 + 1.0));
        grades.push(match (letter, digit) {
            (Some(letter), Some(digit)) => {
                if let Some(count) = grid.get_mut(letter).and_then(|row| row.get_mut(digit)) {
                    *count += 1;
                }
                (letter * 4 + digit) as i32
            }
            _ => {
                ungraded += 1;
                -1
            }
        });
    }

    let letters = ["A", "B", "C", "D"];
    let all: Vec<String> =
        letters.iter().flat_map(|letter| (1..=4).map(move |digit| format!("{letter}{digit}"))).collect();
    let [fit_values, engagement_values] = values;
    let mut builder = TableBuilder::new(taken.len());
    builder.add(lead_id, fit_ids.take(&taken)?)?;
    builder.add("fit", ColumnData::Floats(fit_values))?;
    builder.add("engagement", ColumnData::Floats(engagement_values))?;
    builder.add("fitGrade", ColumnData::Text { codes: fit_grades, dictionary: fixed_dictionary(letters)? })?;
    builder.add("engagementGrade", ColumnData::Floats(engagement_grades))?;
    let dictionary = fixed_dictionary(all.iter().map(String::as_str))?;
    builder.add("grade", ColumnData::Text { codes: grades, dictionary })?;
    Ok(GradedLeads { leads: builder.finish(), grid, ungraded, unmatched })
}

/// How many cuts the value is below; none when there is no value.
fn grade(value: f64, cuts: &[f64; 3]) -> Option<usize> {
    (!value.is_nan()).then(|| cuts.iter().filter(|&&cut| value < cut).count())
}

fn cuts(given: &Option<Vec<f64>>, name: &str) -> Result<[f64; 3]> {
    let cuts = match given.as_deref() {
        None => return Ok([75.0, 50.0, 25.0]),
        Some(cuts) => cuts,
    };
    match <[f64; 3]>::try_from(cuts) {
        Ok([a, b, c]) if a > b && b > c && a.is_finite() && c.is_finite() => Ok([a, b, c]),
        _ => {
            let found = cuts.iter().map(|&cut| number::text(cut)).collect::<Vec<_>>().join(", ");
            Err(Error::invalid_option(format!("{name} is [{found}]"))
                .with_help(format!("Give three numbers, the highest first, for example {name}: [75, 50, 25].")))
        }
    }
}

/// The scores of a column; NaN for none.
fn scores(table: &Table, name: &str) -> Result<Vec<f64>> {
    let column = table.column(name)?;
    let (values, empty) = (column.numbers()?, column.empty_cells()?);
    match values.iter().zip(&empty).position(|(value, &is_empty)| !is_empty && !value.is_finite()) {
        Some(row) => Err(column.number_problem(row).into_error(name, row).with_help("Correct the cell.")),
        None => try_collect(values.iter().copied()),
    }
}

/// Which lead each row is, and which row each lead has.
struct Rows {
    leads: Vec<i32>,
    of: Vec<i32>,
}

fn rows(keys: &mut KeyIndex, ids: &Column, table: &str) -> Result<Rows> {
    if i32::try_from(ids.len()).is_err() {
        return Err(crate::error::out_of_memory());
    }
    let groups = leads_of(keys, ids)?;
    let mut of = try_filled(keys.len(), -1)?;
    let mut leads = try_vec(ids.len())?;
    for (row, lead) in (0..).zip(groups.iter()) {
        let place = row as usize;
        let Some(known) = usize::try_from(lead).ok().and_then(|lead| of.get_mut(lead)) else {
            let error = ids.id_problem(place).into_error(ids.name(), place).inside(table);
            return Err(error.with_help("Give every lead an identifier."));
        };
        if *known >= 0 {
            return Err(Error::new(
                ErrorKind::WrongType,
                format!("{table}: the lead is in the table for the second time"),
            )
            .with_column(ids.name())
            .with_row(place)
            .with_help("Give each lead one row; of a history of engagement take the rows of one date."));
        }
        *known = row;
        leads.push(lead);
    }
    Ok(Rows { leads, of })
}
