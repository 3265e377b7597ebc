//! Reading a history: the points of each metric, in the order of their times.

use super::options::AlertOptions;
use crate::error::{Error, Result, out_of_memory, try_collect, try_filled, try_vec};
use crate::skipped::Skipped;
use crate::stats::order::{sorted_by_key, sorted_texts};
use crate::stats::sum::LARGEST_TERM;
use crate::table::{ColumnData, ColumnType, Table};
use crate::time::{self, MS_PER_DAY, Moment};

/// A point.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) row: usize,
    /// None when the value is missing.
    pub(super) value: Option<f64>,
}

/// The points of a metric.
pub(super) struct Series {
    pub(super) metric: String,
    pub(super) points: Vec<Point>,
}

/// The series of all metrics by name, and the rows that cannot be used.
pub(super) fn read(history: &Table, options: &AlertOptions) -> Result<(Vec<Series>, Skipped)> {
    fn named<'a>(name: &'a Option<String>, default: &'a str) -> &'a str {
        name.as_deref().unwrap_or(default)
    }
    let times = history.column(named(&options.at, "at"))?;
    let metrics = history.column(named(&options.metric, "metric"))?;
    let values = history.column(named(&options.value, "value"))?;
    if i32::try_from(history.num_rows()).is_err() {
        return Err(out_of_memory());
    }
    let as_text = metrics.cast(ColumnType::String)?;
    let ColumnData::Text { codes, dictionary } = as_text.data() else {
        return Err(Error::internal("metrics are not texts"));
    };
    let numbers = values.numbers()?;
    let empty = values.empty_cells()?;
    let mut skipped = Skipped::default();
    let mut keys = try_vec(history.num_rows())?;
    let mut rows = try_vec(history.num_rows())?;
    for (row, ((&code, &value), &is_empty)) in codes.iter().zip(numbers.iter()).zip(&empty).enumerate() {
        let instant = moment(times.data(), times.text(row), row);
        let (column, problem) = match instant {
            _ if code < 0 => (metrics, metrics.group_problem(row)),
            None => (times, times.date_problem(row)),
            Some(_) if !is_empty && (value.is_nan() || value.abs() > LARGEST_TERM) => {
                (values, values.number_problem(row))
            }
            Some(ms) => {
                keys.push(ms);
                rows.push((row, code as usize, value));
                continue;
            }
        };
        skipped.add(row as u64, || (column.name().to_owned(), problem.reason));
    }
    let mut points = try_filled(dictionary.len(), Vec::<(i64, Point)>::new())?;
    for (at, place) in sorted_by_key(keys.into_iter())? {
        let Some(&(row, code, value)) = rows.get(place as usize) else { continue };
        let Some(points) = points.get_mut(code) else { continue };
        let point = Point { row, value: (!value.is_nan()).then_some(value) };
        if let Some((_, known)) = points.last_mut().filter(|(known, _)| *known == at) {
            let reason = "the metric has a later row with the same time, which counts";
            let earlier = std::mem::replace(known, point).row;
            skipped.add(earlier as u64, || (times.name().to_owned(), reason.to_owned()));
            continue;
        }
        points.try_reserve(1)?;
        points.push((at, point));
    }
    let mut series = try_vec(points.len())?;
    for code in sorted_texts(try_collect(dictionary.iter().map(str::as_bytes))?)? {
        let Some(points) = points.get_mut(code as usize).filter(|points| !points.is_empty()) else { continue };
        let metric = dictionary.get(code).unwrap_or_default().to_owned();
        series.push(Series { metric, points: try_collect(points.drain(..).map(|(_, point)| point))? });
    }
    Ok((series, skipped))
}

/// The time of a row in milliseconds; a day is its midnight in UTC.
fn moment(data: &ColumnData, text: Option<&str>, row: usize) -> Option<i64> {
    let ms = match data {
        ColumnData::Text { .. } => match Moment::parse(text?).ok()? {
            Moment::Day(day) => f64::from(day) * MS_PER_DAY,
            Moment::Instant(ms) => ms,
        },
        ColumnData::Dates { values, .. } => *values.get(row)?,
        ColumnData::Floats(values) => *values.get(row)?,
        ColumnData::Integers(values) => f64::from(*values.get(row)?),
        ColumnData::Booleans(_) => return None,
    };
    let is_date = matches!(data, ColumnData::Text { .. } | ColumnData::Dates { .. });
    (time::is_instant(ms) && (is_date || !time::looks_like_yyyymmdd(ms))).then_some(ms as i64)
}
