//! Training: from leads with outcomes to a model, with what is known of how good it is.

use super::choose::{Candidate, GRID, Tried, choose, try_penalties};
use super::columns::{Cells, Reference, kind_of, no_reference, texts_of};
use super::design::Layout;
use super::feature::{BINS, BINS_ALONE, Encoded, Feature, FeatureKind};
use super::findings::{ENOUGH, Warning, look};
use super::fit::{Calibrated, Fit, Trainer, probability};
use super::metrics::{CalibrationGroup, ModelMetrics, Ranking};
use super::model::{GLOBAL, LeadModel};
use super::options::{Method, Settings, TrainOptions};
use super::rows::Labelled;
use crate::error::{Error, ErrorKind, Result, try_collect, try_vec};
use crate::skipped::Skipped;
use crate::stats::order::sorted_texts;
use crate::table::{Column, ColumnData, Table};
use serde::Serialize;

/// With fewer rows of either class there is no cross-validation: the penalty is 1, without bins and without calibration.
const LEAST_CROSS_VALIDATED: usize = 10;
/// Of more rows than this, every so manieth is used to choose the penalty.
const MOST_CROSS_VALIDATED: usize = 10_000;

/// A model with what is known of its training.
#[derive(Clone, Debug, PartialEq)]
pub struct Trained {
    /// The model: the one that was validated, trained on the training part alone.
    pub model: LeadModel,
    /// How it was trained, and how good it is.
    pub report: TrainingReport,
}

/// How a model was trained, and how good it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainingReport {
    /// On the rows that it was trained on, and on those that it has not seen.
    pub metrics: Parts,
    /// Of the test part: tenths of the rows by probability.
    pub calibration: Vec<CalibrationGroup>,
    /// The penalty; none for naive Bayes.
    pub penalty: Option<f64>,
    /// Whether numbers have bins.
    pub binned: bool,
    /// The models that were compared; none if there was nothing to choose.
    pub cross_validation: Option<Vec<Candidate>>,
    /// The calibration that went into the weights; none if none was needed.
    pub calibrated: Option<Calibrated>,
    /// The segments and the models that they have; empty without segments.
    pub segments: Vec<SegmentReport>,
    /// What to know before the model is used.
    pub warnings: Vec<Warning>,
    /// The rows that were left out: open leads, and with `on_invalid` skip those that cannot be used.
    pub skipped: Skipped,
}

/// Numbers of the training and of the test part.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Parts {
    /// Of the training part.
    pub train: ModelMetrics,
    /// Of the test part.
    pub test: ModelMetrics,
}

/// A segment, and which model it has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SegmentReport {
    /// The segment.
    pub segment: String,
    /// How many rows of it the training part has.
    pub rows: u64,
    /// How many of these converted.
    pub positives: u64,
    /// `own` or `global`.
    pub model: &'static str,
    /// How good that model is on the segment's rows of the test part; none if there are none.
    pub metrics: Option<ModelMetrics>,
    /// Why it has this model.
    pub message: String,
}

/// Trains a model of which leads convert, and validates it on leads that it has not seen.
///
/// Rows without an outcome are open leads; they are left out and counted in `skipped`. The newest `test_share` of the rows by
/// `created_at` are the test part, or a seeded draw of either class without it. The model is trained on the rest, and is not
/// trained again on all rows: it is the model that was validated.
///
/// Numbers have a standardised linear term and bins, categories and missing values levels. Of a logistic regression, the penalty
/// and whether there are bins are chosen by 5-fold cross-validation within the training part. Of models whose log loss differs
/// by less than its standard error the simpler is taken.
///
/// # Errors
///
/// - [`MissingColumn`](ErrorKind::MissingColumn) for a column that is not there,
/// - [`WrongType`](ErrorKind::WrongType), [`BadNumber`](ErrorKind::BadNumber) or [`BadDate`](ErrorKind::BadDate), with row and
///   column, for the first outcome that is neither true nor false and the first cell that is none of its column's kind, unless
///   `on_invalid` is skip,
/// - [`EmptyInput`](ErrorKind::EmptyInput) when no row has an outcome, all rows of the training part have the same one, or no
///   feature varies,
/// - [`InvalidOption`](ErrorKind::InvalidOption), also for a date among the features that has no day to count back from.
///
/// ```
/// use custometry::lead_model::{TrainOptions, train_lead_model};
/// use custometry::table::Table;
///
/// let csv = (0..400).map(|i| format!("{},{},{}\n", ["fair", "web"][i % 2], i % 7, i % 7 > 3 && i % 3 > 0));
/// let leads = Table::from_csv(format!("source,visits,won\n{}", csv.collect::<String>()).as_bytes(), &Default::default())?;
/// let trained = train_lead_model(&leads, &TrainOptions::new("won", ["source", "visits"]))?;
/// assert!(trained.report.metrics.test.auc > Some(0.8));
/// assert_eq!(trained.model.predict(&leads, None)?.len(), 400);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn train_lead_model(leads: &Table, options: &TrainOptions) -> Result<Trained> {
    let settings = Settings::try_from(options)?;
    let reference = match (settings.as_of, settings.created_at) {
        (Some(day), _) => Reference::AsOf(day),
        (None, Some(name)) => Reference::Created(leads.column(name)?.days(settings.offset)?),
        (None, None) => Reference::None,
    };
    let mut cells = try_vec(settings.features.len())?;
    for name in settings.features {
        let column = leads.column(name)?;
        let kind = kind_of(column);
        if kind == FeatureKind::Date && matches!(reference, Reference::None) {
            return Err(no_reference(name));
        }
        cells.push(Cells::read(column, kind, settings.offset, &reference)?);
    }
    let segments = settings.segment_by.map(|name| texts_of(leads, name)).transpose()?;
    let labelled = Labelled::read(leads, &settings, &cells)?;
    let rows = labelled.train.as_slice();

    let bins = if settings.method == Method::Logistic { BINS } else { BINS_ALONE };
    let mut warnings = Vec::new();
    let mut features = try_vec(cells.len())?;
    let mut kept = try_vec(cells.len())?;
    for (name, cells) in settings.features.iter().zip(&cells) {
        let feature = Feature::learn(name, kind_of(cells.column), cells, rows, bins)?;
        let codes = feature.encode(cells)?;
        if codes.is_constant(rows) {
            let message = format!("\"{name}\" has one value throughout the training part and was dropped.");
            warnings.push(Warning::new("constant", Some(name), message));
        } else {
            features.push(feature);
            kept.push(cells);
        }
    }
    if features.is_empty() {
        let column = settings.features.first().map(String::as_str).unwrap_or_default();
        return Err(Error::new(ErrorKind::EmptyInput, "no feature varies within the training part")
            .with_column(column)
            .with_help("Name columns whose values differ from lead to lead."));
    }
    check_size(&features)?;
    let encode = |features: &[Feature]| -> Result<Encoded> {
        let mut columns = try_vec(features.len())?;
        for (feature, cells) in features.iter().zip(&kept) {
            columns.push(feature.encode(cells)?);
        }
        Ok(Encoded { columns })
    };
    let outcome = labelled.outcome.as_slice();
    let with_bins = encode(&features)?;
    warnings.extend(look(&features, &with_bins, rows, outcome)?);

    let plain: Vec<Feature> = features.iter().map(|feature| Feature { cuts: Vec::new(), ..feature.clone() }).collect();
    let without_bins = encode(&plain)?;
    let trainer = |binned: bool| {
        let (features, encoded) = if binned { (&features, &with_bins) } else { (&plain, &without_bins) };
        Trainer { method: settings.method, features, layout: Layout::new(features), encoded, outcome }
    };
    let plan = Plan::of(&settings, labelled.positives(rows).min(rows.len() - labelled.positives(rows)));
    let (chosen, cross_validation) = plan.choose(&trainer, rows, &labelled.folds);
    let (penalty, binned) = (chosen.candidate.penalty, chosen.candidate.binned);
    let trainer = trainer(binned);
    let calibration = |trainer: &Trainer<'_>, rows: &[u32], scores: &[Option<f64>]| {
        settings.calibrate.then(|| trainer.calibration(rows, scores)).flatten()
    };
    let calibrated = calibration(&trainer, &plan.sample(rows), &chosen.scores);
    let (fit, importance) = trainer.fit(rows, penalty, calibrated);
    let mut model = LeadModel {
        method: settings.method,
        target: settings.target.to_owned(),
        created_at: settings.created_at.map(str::to_owned),
        as_of: settings.as_of.map(crate::time::format_day),
        utc_offset: settings.utc_offset.to_owned(),
        segment_by: settings.segment_by.map(str::to_owned),
        features: trainer.features.to_vec(),
        importance,
        threshold: 0.5,
        fits: vec![fit],
    };

    let mut reports = Vec::new();
    for Segment { name, train, folds } in
        segments.as_deref().map(|s| segments_of(s, &labelled)).transpose()?.unwrap_or_default()
    {
        let positives = labelled.positives(&train);
        let few = positives.min(train.len() - positives);
        let is_own = few >= ENOUGH && name != GLOBAL;
        if is_own {
            let by = trainer.out_of_fold(&train, &folds, &[penalty]).pop();
            let by = by.and_then(|scores| calibration(&trainer, &train, &scores));
            let (fit, _) = trainer.fit(&train, penalty, by);
            model.fits.push(Fit { segment: Some(name.clone()), ..fit });
        }
        reports.push(SegmentReport {
            message: match is_own {
                _ if name == GLOBAL => "the global model, whose name it has".to_owned(),
                true => format!("a model of its own: it has {ENOUGH} training rows or more of either class"),
                false => format!("the global model: it has {few} training rows of one class, fewer than {ENOUGH}"),
            },
            segment: name,
            rows: train.len() as u64,
            positives: positives as u64,
            model: if is_own { "own" } else { GLOBAL },
            metrics: None,
        });
    }

    let fit_for = |row: u32| model.fit_for(segments.as_deref(), row as usize);
    let scored =
        |row: u32| (probability(fit_for(row).log_odds(trainer.encoded, row as usize)), labelled.is_positive(row));
    let ranking = |rows: &[u32]| Ranking::new(&try_collect(rows.iter().map(|&row| scored(row)))?);
    let (train, test) = (ranking(rows)?, ranking(&labelled.test)?);
    let threshold = train.best_threshold();
    for report in &mut reports {
        let of_segment = |row: &u32| segments.as_deref().and_then(|s| s.text(*row as usize)) == Some(&report.segment);
        let own: Vec<u32> = labelled.test.iter().copied().filter(of_segment).collect();
        if !own.is_empty() {
            report.metrics = Some(ranking(&own)?.metrics(threshold));
        }
    }
    let metrics = Parts { train: train.metrics(threshold), test: test.metrics(threshold) };
    if metrics.train.auc == Some(1.0) {
        let message =
            "The features together separate the classes perfectly: only the penalty keeps the weights finite.";
        warnings.push(Warning::new("separation", None, message.to_owned()));
    }
    if metrics.test.auc.is_none() && metrics.test.rows > 0 {
        let ModelMetrics { rows, positives, .. } = metrics.test;
        let message =
            format!("Of the {rows} rows of the test part {positives} converted: without both classes there is no AUC.");
        warnings.push(Warning::new("one-class", None, message));
    }
    model.threshold = threshold;
    let report = TrainingReport {
        metrics,
        calibration: test.calibration(),
        penalty: (settings.method == Method::Logistic).then_some(penalty),
        binned,
        cross_validation,
        calibrated,
        segments: reports,
        warnings,
        skipped: labelled.skipped,
    };
    Ok(Trained { model, report })
}

/// What there is to choose, and from which rows.
struct Plan<'a> {
    settings: &'a Settings<'a>,
    /// Whether there are rows enough for a cross-validation.
    enough: bool,
}

impl<'a> Plan<'a> {
    fn of(settings: &'a Settings<'a>, few: usize) -> Plan<'a> {
        Plan { settings, enough: few >= LEAST_CROSS_VALIDATED }
    }

    /// The rows that are used to choose, evenly spread.
    fn sample<T: Copy>(&self, rows: &[T]) -> Vec<T> {
        let count = rows.len().min(MOST_CROSS_VALIDATED);
        (0..count).filter_map(|place| rows.get(place * rows.len() / count).copied()).collect()
    }

    /// The penalty and whether there are bins, with the log-odds that this gives to rows that were not fitted; and all that was
    /// compared, if there was a choice.
    fn choose<'b>(
        &self,
        trainer: &dyn Fn(bool) -> Trainer<'b>,
        rows: &[u32],
        folds: &[u8],
    ) -> (Tried, Option<Vec<Candidate>>) {
        let Settings { method, penalty, bins, .. } = *self.settings;
        let bayes = method == Method::NaiveBayes;
        // What is used without a choice.
        let fixed = match (bayes, penalty) {
            (true, _) => Some((0.0, true)),
            (false, Some(penalty)) => Some((penalty, bins.unwrap_or(true))),
            (false, None) if !self.enough => Some((1.0, bins.unwrap_or(false))),
            (false, None) => None,
        };
        let (penalties, binnings) = match (&fixed, bins) {
            (Some((penalty, binned)), _) => (std::slice::from_ref(penalty), vec![*binned]),
            (None, Some(binned)) => (GRID.as_slice(), vec![binned]),
            // Only numbers have bins.
            (None, None) if trainer(true).features.iter().all(|feature| feature.kind == FeatureKind::Category) => {
                (GRID.as_slice(), vec![false])
            }
            (None, None) => (GRID.as_slice(), vec![false, true]),
        };
        let mut tried = Vec::new();
        if self.enough {
            let (rows, folds) = (self.sample(rows), self.sample(folds));
            for binned in binnings {
                tried.extend(try_penalties(&trainer(binned), &rows, &folds, penalties, binned));
            }
        }
        let compared = fixed.is_none().then(|| tried.iter().map(|tried| tried.candidate).collect());
        let (penalty, binned) = fixed.unwrap_or((1.0, false));
        (choose(tried).unwrap_or_else(|| Tried::untried(penalty, binned)), compared)
    }
}

/// A segment with its rows of the training part.
struct Segment {
    name: String,
    train: Vec<u32>,
    folds: Vec<u8>,
}

/// The segments that the labelled rows have, by name.
fn segments_of(column: &Column, labelled: &Labelled) -> Result<Vec<Segment>> {
    let ColumnData::Text { codes, dictionary } = column.data() else { return Ok(Vec::new()) };
    let code_of = |row: u32| codes.get(row as usize).copied().unwrap_or(-1);
    let mut segments: Vec<Option<Segment>> = Vec::new();
    segments.resize_with(dictionary.len(), || None);
    let mut add = |row: u32, fold: Option<u8>| {
        let code = code_of(row);
        let (Some(place), Some(name)) = (segments.get_mut(code as usize), dictionary.get(code)) else { return };
        let segment =
            place.get_or_insert_with(|| Segment { name: name.to_owned(), train: Vec::new(), folds: Vec::new() });
        if let Some(fold) = fold {
            segment.train.push(row);
            segment.folds.push(fold);
        }
    };
    labelled.train.iter().zip(&labelled.folds).for_each(|(&row, &fold)| add(row, Some(fold)));
    labelled.test.iter().for_each(|&row| add(row, None));
    let order = sorted_texts(try_collect(dictionary.iter().map(str::as_bytes))?)?;
    let found: Vec<Segment> =
        order.into_iter().filter_map(|code| segments.get_mut(code as usize).and_then(Option::take)).collect();
    if found.len() > MOST_SEGMENTS {
        return Err(Error::invalid_option(format!("segmentBy has {} values", found.len()))
            .with_column(column.name())
            .with_help(format!("Name a column of at most {MOST_SEGMENTS} segments.")));
    }
    Ok(found)
}

/// How many segments there may be.
pub(super) const MOST_SEGMENTS: usize = 200;

/// How many weights a model may have: more would take too long to learn.
const MOST_WEIGHTS: usize = 2000;

fn check_size(features: &[Feature]) -> Result<()> {
    let weights = Layout::new(features).size();
    if weights <= MOST_WEIGHTS {
        return Ok(());
    }
    Err(Error::invalid_option(format!("the features have {weights} weights in all, more than {MOST_WEIGHTS}"))
        .with_help("Name fewer features; each category has up to 200 levels, each number 42."))
}
