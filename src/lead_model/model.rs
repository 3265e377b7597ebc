//! A trained model: what it says of leads, and why.

use super::columns::{Cells, Reference, texts_of};
use super::feature::{Encoded, Feature, FeatureKind, UNSEEN};
use super::fit::{Fit, probability};
use super::options::Method;
use crate::error::{Error, Result, try_collect, try_vec};
use crate::options::DateInput;
use crate::table::{Column, ColumnData, Table, TableBuilder, fixed_dictionary};
use crate::time::UtcOffset;
use serde::Serialize;

/// A trained model. It holds no rows, can be saved, and says the same wherever it is read back.
///
/// The log-odds of a lead are intercept + sum of contributions, one a feature, in the order of the features; its probability is
/// 1 / (1 + exp(-log-odds)).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeadModel {
    /// How it was learned.
    pub method: Method,
    /// The column of the outcome.
    pub target: String,
    /// The column of the dates on which leads came in.
    pub created_at: Option<String>,
    /// The day that dates count back from, as `2026-06-30`; none if they count from `created_at`.
    pub as_of: Option<String>,
    /// Which calendar day an instant falls on.
    pub utc_offset: String,
    /// The column of the segments that may have models of their own.
    pub segment_by: Option<String>,
    /// The columns that it has learned from.
    pub features: Vec<Feature>,
    /// For each feature, how much it moves predictions: the standard deviation of its contributions over the training part.
    pub importance: Vec<f64>,
    /// The probability from which on a lead counts as converting.
    pub threshold: f64,
    /// What was learned: first of all rows, then of single segments.
    pub fits: Vec<Fit>,
}

/// What a feature adds to the log-odds of a lead.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contribution {
    /// The feature.
    pub feature: String,
    /// The level that the value is in; none for a number without bins.
    pub level: Option<String>,
    /// What it adds.
    pub log_odds: f64,
}

/// Why a lead has its probability.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The probability.
    pub probability: f64,
    /// intercept + sum of the contributions.
    pub log_odds: f64,
    /// The log-odds of a lead that is average in every feature.
    pub intercept: f64,
    /// One a feature, in the order of the features.
    pub contributions: Vec<Contribution>,
    /// The segment whose model it is, or `global`.
    pub model: String,
}

/// One weight of a model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weight {
    /// The segment whose model it is of, or `global`.
    pub model: String,
    /// The feature.
    pub feature: String,
    /// The level; none for the linear term of a number, whose weight is the log-odds of one standard deviation.
    pub level: Option<String>,
    /// The log-odds that it adds.
    pub weight: f64,
}

/// The name of the model of all rows.
pub(super) const GLOBAL: &str = "global";

/// Leads as the model sees them.
pub(super) struct Leads<'a> {
    encoded: Encoded,
    segments: Option<std::borrow::Cow<'a, Column>>,
}

impl LeadModel {
    /// The probability that each lead converts. Every row has one: what is missing is a level of its own, and what was not seen
    /// in training adds nothing.
    ///
    /// `as_of` is the day that dates among the features count back from, instead of the one of the training or `created_at`.
    ///
    /// # Errors
    ///
    /// [`MissingColumn`](crate::ErrorKind::MissingColumn) for a feature that the table has no column of;
    /// [`WrongType`](crate::ErrorKind::WrongType), [`BadNumber`](crate::ErrorKind::BadNumber) or
    /// [`BadDate`](crate::ErrorKind::BadDate), with row and column, for a cell that is there and is none of its kind.
    pub fn predict(&self, leads: &Table, as_of: Option<&DateInput>) -> Result<Vec<f64>> {
        let read = self.read(leads, as_of)?;
        try_collect((0..leads.num_rows()).map(|row| probability(self.log_odds(&read, row))))
    }

    /// The same as a table: `probability`; `grade`, from A for 0.75 and more, B 0.5 and C 0.25 to D; `model`, the segment whose
    /// model it is of, or `global`; and the columns to keep.
    ///
    /// # Errors
    ///
    /// As [`LeadModel::predict`], and [`InvalidOption`](crate::ErrorKind::InvalidOption) for a column to keep that has the name of
    /// one of the result.
    pub fn predict_table(&self, leads: &Table, as_of: Option<&DateInput>, keep: &[String]) -> Result<Table> {
        let probabilities = self.predict(leads, as_of)?;
        let segments = self.segments_of(leads)?;
        let grade = |&p: &f64| [0.75, 0.5, 0.25].iter().filter(|&&least| p < least).count() as i32;
        let grades = try_collect(probabilities.iter().map(grade))?;
        let fit = |row: usize| self.place_of(segments.as_deref(), row) as i32;
        let codes = try_collect((0..leads.num_rows()).map(fit))?;
        let names = fixed_dictionary(self.fits.iter().map(Fit::name))?;
        let mut table = TableBuilder::new(leads.num_rows());
        table.add("probability", ColumnData::Floats(probabilities))?;
        table.add("grade", ColumnData::Text { codes: grades, dictionary: fixed_dictionary(["A", "B", "C", "D"])? })?;
        table.add("model", ColumnData::Text { codes, dictionary: names })?;
        for name in keep {
            table.add(name, leads.column(name)?.data().clone())?;
        }
        Ok(table.finish())
    }

    /// Why a row of a table has its probability.
    ///
    /// # Errors
    ///
    /// As [`LeadModel::predict`], and [`EmptyInput`](crate::ErrorKind::EmptyInput) when there is no such row.
    ///
    /// ```
    /// use custometry::lead_model::{TrainOptions, train_lead_model};
    /// use custometry::table::Table;
    ///
    /// let csv = (0..200).map(|i| format!("{},{}\n", ["fair", "web"][i % 2], i % 3 == 0 || i % 8 == 2));
    /// let leads = Table::from_csv(format!("source,won\n{}", csv.collect::<String>()).as_bytes(), &Default::default())?;
    /// let model = train_lead_model(&leads, &TrainOptions::new("won", ["source"]))?.model;
    /// let why = model.explain(&leads, 0, None)?;
    /// assert_eq!(why.contributions[0].level.as_deref(), Some("fair"));
    /// assert_eq!(why.log_odds, why.intercept + why.contributions[0].log_odds);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn explain(&self, leads: &Table, row: usize, as_of: Option<&DateInput>) -> Result<Explanation> {
        if row >= leads.num_rows() {
            return Err(Error::new(crate::ErrorKind::EmptyInput, "there is no such row").with_row(row));
        }
        let read = self.read(leads, as_of)?;
        let fit = self.fit_for(read.segments.as_deref(), row);
        let log_odds = fit.log_odds(&read.encoded, row);
        let mut contributions = try_vec(self.features.len())?;
        for (place, (feature, codes)) in self.features.iter().zip(&read.encoded.columns).enumerate() {
            let code = codes.codes.get(row).copied().unwrap_or(UNSEEN);
            let number = codes.numbers.get(row).copied().unwrap_or(0.0);
            contributions.push(Contribution {
                feature: feature.feature.clone(),
                level: feature.level_name(code),
                log_odds: fit.contribution(place, code, number),
            });
        }
        let model = fit.name().to_owned();
        Ok(Explanation { probability: probability(log_odds), log_odds, intercept: fit.intercept, contributions, model })
    }

    /// All weights: of each model and feature the linear term, and the levels. What is not listed adds nothing.
    pub fn weights(&self) -> Vec<Weight> {
        let mut weights = Vec::new();
        for fit in &self.fits {
            let learned = fit.slopes.iter().zip(&fit.levels);
            for (feature, (&slope, levels)) in self.features.iter().zip(learned) {
                let mut add = |level: Option<String>, weight: f64| {
                    let (model, feature) = (fit.name().to_owned(), feature.feature.clone());
                    weights.push(Weight { model, feature, level, weight });
                };
                if feature.kind != FeatureKind::Category && slope != 0.0 {
                    add(None, slope);
                }
                for (code, &weight) in (0..).zip(levels) {
                    if let Some(level) = feature.level_name(code) {
                        add(Some(level), weight);
                    }
                }
            }
        }
        weights
    }

    /// Reads what is needed of a table.
    pub(super) fn read<'a>(&self, leads: &'a Table, as_of: Option<&DateInput>) -> Result<Leads<'a>> {
        let offset = UtcOffset::parse(&self.utc_offset)?;
        let own = self.as_of.as_deref().map(DateInput::from);
        let moment = as_of.or(own.as_ref()).map(|date| date.moment("asOf")).transpose()?;
        let has_dates = self.features.iter().any(|feature| feature.kind == FeatureKind::Date);
        let reference = match (moment, &self.created_at) {
            (Some(moment), _) => Reference::AsOf(moment.day(offset)),
            (None, Some(name)) if has_dates => Reference::Created(leads.column(name)?.days(offset)?),
            _ => Reference::None,
        };
        let mut columns = try_vec(self.features.len())?;
        for feature in &self.features {
            let cells = Cells::read(leads.column(&feature.feature)?, feature.kind, offset, &reference)?;
            cells.check()?;
            columns.push(feature.encode(&cells)?);
        }
        Ok(Leads { encoded: Encoded { columns }, segments: self.segments_of(leads)? })
    }

    fn segments_of<'a>(&self, leads: &'a Table) -> Result<Option<std::borrow::Cow<'a, Column>>> {
        self.segment_by.as_deref().map(|name| texts_of(leads, name)).transpose()
    }

    pub(super) fn log_odds(&self, leads: &Leads<'_>, row: usize) -> f64 {
        self.fit_for(leads.segments.as_deref(), row).log_odds(&leads.encoded, row)
    }

    /// The place of the fit for a row: that of its segment, or the one of all rows.
    fn place_of(&self, segments: Option<&Column>, row: usize) -> usize {
        let Some(segment) = segments.and_then(|column| column.text(row)) else { return 0 };
        self.fits.iter().position(|fit| fit.segment.as_deref() == Some(segment)).unwrap_or(0)
    }

    pub(super) fn fit_for(&self, segments: Option<&Column>, row: usize) -> &Fit {
        const NOTHING: &Fit = &Fit { segment: None, intercept: 0.0, slopes: Vec::new(), levels: Vec::new() };
        self.fits.get(self.place_of(segments, row)).unwrap_or(NOTHING)
    }
}

impl Fit {
    /// The name of the segment, or `global`.
    pub(super) fn name(&self) -> &str {
        self.segment.as_deref().unwrap_or(GLOBAL)
    }
}
