//! Simulated customers: what the models say how customers come to buy, played through.
//!
//! Each customer has random numbers of their own, made from the seed and their number: the first n customers of a seed are the
//! same however many there are. Their purchases have one stream and their spend another, so that purchases stay the same when
//! a model of spend is added, and the past stays the same when the time to look ahead changes.
//!
//! The processes are those of the sources named at each model. Purchases of BG/NBD, MBG/NBD and Pareto/NBD are exponential times
//! apart, those of BG/BB a geometric number of opportunities; what a customer does before leaving is drawn as a number of
//! purchases (BG/NBD, MBG/NBD) or as a time (Pareto/NBD, BG/BB).

use super::model::PurchaseModel;
use super::process::PurchaseModelKind;
use super::spend::SpendModel;
use super::summary::{TimeUnit, time_unit};
use crate::error::{Error, Result, try_vec};
use crate::number;
use crate::options::DateInput;
use crate::stats::random::Random;
use crate::table::{ColumnData, Table, TableBuilder};
use crate::time::{MS_PER_DAY, UtcOffset};

/// The options of [`simulate_summaries`]. Names are those of the JavaScript API.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SimulateSummariesOptions {
    /// How many customers, up to ten million. Required.
    pub customers: Option<u32>,
    /// The time from the first purchase to the end of the observation, in units of time: it is drawn for each customer from
    /// these limits, which may be the same. For [`BgBb`](PurchaseModelKind::BgBb) whole numbers of opportunities. Required.
    pub t: Option<[f64; 2]>,
    /// The length of a holdout period after the observation; default none.
    pub horizon: Option<f64>,
    /// Where the random numbers begin: a whole number up to 2^53. Required.
    pub seed: Option<u64>,
}

/// The options of [`simulate_transactions`]. Names are those of the JavaScript API.
#[derive(Clone, Debug, Default)]
pub struct SimulateTransactionsOptions {
    /// How many customers, up to ten million. Required.
    pub customers: Option<u32>,
    /// The first day. Required.
    pub start: Option<DateInput>,
    /// In how many days from `start` on customers make their first purchase, evenly; default 1.
    pub acquisition_days: Option<u32>,
    /// The last day. Required.
    pub end: Option<DateInput>,
    /// The unit of time of the model. For [`BgBb`](PurchaseModelKind::BgBb) an opportunity comes in each unit. Required.
    pub time_unit: Option<TimeUnit>,
    /// Where the random numbers begin: a whole number up to 2^53. Required.
    pub seed: Option<u64>,
}

const MOST_CUSTOMERS: u32 = 10_000_000;
/// In a simulation that would take longer a number was probably mistaken.
const MOST_EXPECTED: f64 = 1e8;
const MOST_PER_CUSTOMER: u32 = 1_000_000;
const LAST_SEED: u64 = 1 << 53;

/// Simulates customers as they are summarised: one row for each, with `customerId` from 1 on, `frequency`, `recency`, `T`, with a
/// model of spend `monetary`, with a holdout `holdoutFrequency`, `holdoutMonetary` and `holdoutT`, all as
/// [`summarize_purchases`](super::summarize_purchases) has them but for times, which are not rounded to days; and `alive`, what
/// no data show: whether the customer has not left at T (for [`BgBb`](PurchaseModelKind::BgBb): by the next opportunity).
///
/// # Errors
///
/// [`InvalidOption`](crate::ErrorKind::InvalidOption) for options that are missing or out of range, when more than 1e8 purchases
/// would have to be simulated, or more than a million of one customer, and for a model of spend whose amounts are not within
/// 1e-100 to 1e100.
///
/// ```
/// use custometry::clv::*;
///
/// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
/// let spend = SpendModel::new(GammaGamma { p: 6.25, q: 3.74, v: 15.44 })?;
/// let options = SimulateSummariesOptions {
///     customers: Some(1000),
///     t: Some([27.0, 39.0]),
///     horizon: Some(39.0),
///     seed: Some(1),
/// };
/// let simulated = simulate_summaries(&model, Some(&spend), &options)?;
/// let names: Vec<&str> = simulated.columns().iter().map(|column| column.name()).collect();
/// assert_eq!(names[..5], ["customerId", "frequency", "recency", "T", "monetary"]);
/// assert_eq!(names[5..], ["holdoutFrequency", "holdoutMonetary", "holdoutT", "alive"]);
/// assert!(PurchaseModel::fit(PurchaseModelKind::BgNbd, &simulated, &Default::default())?.log_likelihood().is_some());
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn simulate_summaries(
    model: &PurchaseModel,
    spend: Option<&SpendModel>,
    options: &SimulateSummariesOptions,
) -> Result<Table> {
    let help = "Give the time from the first purchase to the end of the observation, or the least and the most.";
    let Some([least, most]) = options.t else {
        return Err(Error::invalid_option("T is missing").with_help(help));
    };
    model.time("T", least)?;
    model.time("T", most)?;
    if least > most {
        return Err(Error::invalid_option(format!("T is from {} to {}", number::text(least), number::text(most)))
            .with_help(help));
    }
    let horizon = model.time("horizon", options.horizon.unwrap_or(0.0))?;
    let setting = Setting::new(model, spend, options.customers, options.seed, most + horizon)?;
    let rows = setting.customers as usize;
    let (mut ids, mut counts, mut later_counts) = (try_vec(rows)?, try_vec(rows)?, try_vec(rows)?);
    let (mut recencies, mut times, mut alive) = (try_vec(rows)?, try_vec(rows)?, try_vec(rows)?);
    let (mut means, mut later_means) = (try_vec(rows)?, try_vec(rows)?);
    for number in 1..=setting.customers {
        let [mut purchases, mut others] = setting.streams(number);
        let life = setting.life(&mut purchases);
        let t = match setting.kind {
            PurchaseModelKind::BgBb => (least + libm::floor((most - least + 1.0) * others.unit())).min(most),
            _ => (least + (most - least) * others.unit()).min(most),
        };
        let (mut count, mut later, mut recency) = (0_u32, 0_u32, 0.0);
        life.purchases(&mut purchases, t + horizon, &mut |time| {
            if time <= t {
                (count, recency) = (count + 1, time);
            } else {
                later += 1;
            }
            Ok(())
        })?;
        ids.push(number as i32);
        counts.push(count as i32);
        recencies.push(recency);
        times.push(t);
        alive.push(u8::from(life.lifetime > t && f64::from(count) < life.most));
        later_counts.push(later as i32);
        if let Some(spend) = &setting.spend {
            let ln_scale = spend.ln_scale(&mut others);
            means.push(spend.mean(ln_scale, count, &mut others)?);
            later_means.push(spend.mean(ln_scale, later, &mut others)?);
        }
    }
    let mut table = TableBuilder::new(rows);
    table.add("customerId", ColumnData::Integers(ids))?;
    table.add("frequency", ColumnData::Integers(counts))?;
    table.add("recency", ColumnData::Floats(recencies))?;
    table.add("T", ColumnData::Floats(times))?;
    if spend.is_some() {
        table.add("monetary", ColumnData::Floats(means))?;
    }
    if horizon > 0.0 {
        table.add("holdoutFrequency", ColumnData::Integers(later_counts))?;
        if spend.is_some() {
            table.add("holdoutMonetary", ColumnData::Floats(later_means))?;
        }
        table.add("holdoutT", ColumnData::Floats(crate::error::try_filled(rows, horizon)?))?;
    }
    table.add("alive", ColumnData::Booleans(alive))?;
    Ok(table.finish())
}

/// Simulates purchases, the first one of each customer among them: one row for each, by customer and time, with `customerId`
/// from 1 on, `date` (the day), and with a model of spend `amount`.
///
/// Time goes on within the day: a model of purchases has the rates that it has, but a summary of what comes out knows only days,
/// and takes two purchases on one day for one. Where the models are for opportunities that are counted, the first one after
/// the first purchase comes one unit of time after it.
///
/// # Errors
///
/// As [`simulate_summaries`], and [`BadDate`](crate::ErrorKind::BadDate).
///
/// ```
/// use custometry::clv::*;
///
/// let model = PurchaseModel::new(PurchaseModelKind::ParetoNbd, [0.553, 10.578, 0.606, 11.669])?;
/// let options = SimulateTransactionsOptions {
///     customers: Some(100),
///     start: Some("1997-01-01".into()),
///     acquisition_days: Some(84),
///     end: Some("1998-06-30".into()),
///     time_unit: Some(TimeUnit::Week),
///     seed: Some(1),
/// };
/// let purchases = simulate_transactions(&model, None, &options)?;
/// let summary = summarize_purchases(&purchases, &PurchaseSummaryOptions::new("1998-06-30", TimeUnit::Week))?;
/// assert_eq!(summary.customers.num_rows(), 100);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn simulate_transactions(
    model: &PurchaseModel,
    spend: Option<&SpendModel>,
    options: &SimulateTransactionsOptions,
) -> Result<Table> {
    let unit = time_unit(options.time_unit)?.days();
    let start = day("start", &options.start)?;
    let days = f64::from(day("end", &options.end)?) - f64::from(start) + 1.0;
    if days < 1.0 {
        return Err(Error::invalid_option("end is before start").with_help("Give a last day that is not before start."));
    }
    let acquisition = f64::from(options.acquisition_days.unwrap_or(1));
    if !(1.0..=days).contains(&acquisition) {
        return Err(Error::invalid_option(format!("acquisitionDays is {}", number::text(acquisition))).with_help(
            format!("From start to end there are {} days: give a number from 1 to that.", number::text(days)),
        ));
    }
    let setting = Setting::new(model, spend, options.customers, options.seed, libm::floor(days / unit))?;
    let (mut ids, mut dates, mut amounts) = (try_vec(0)?, try_vec(0)?, try_vec(0)?);
    for number in 1..=setting.customers {
        let [mut purchases, mut others] = setting.streams(number);
        let life = setting.life(&mut purchases);
        let moment = acquisition * others.unit();
        // Opportunities come in whole days.
        let (first, last) = match setting.kind {
            PurchaseModelKind::BgBb => (libm::floor(moment), days - 1.0),
            _ => (moment, days),
        };
        let from = dates.len();
        let mut add = |time: f64| {
            dates.try_reserve(1)?;
            dates.push((f64::from(start) + libm::floor(first + time * unit).min(days - 1.0)) * MS_PER_DAY);
            Ok(())
        };
        add(0.0)?;
        life.purchases(&mut purchases, (last - first) / unit, &mut add)?;
        let added = dates.len() - from;
        ids.try_reserve(added)?;
        ids.resize(dates.len(), number as i32);
        if let Some(spend) = &setting.spend {
            amounts.try_reserve(added)?;
            let ln_scale = spend.ln_scale(&mut others);
            for _ in 0..added {
                amounts.push(spend.mean(ln_scale, 1, &mut others)?);
            }
        }
    }
    let mut table = TableBuilder::new(ids.len());
    table.add("customerId", ColumnData::Integers(ids))?;
    table.add("date", ColumnData::Dates { values: dates, civil: true })?;
    if spend.is_some() {
        table.add("amount", ColumnData::Floats(amounts))?;
    }
    Ok(table.finish())
}

fn day(name: &str, date: &Option<DateInput>) -> Result<i32> {
    match date {
        Some(date) => Ok(date.moment(name)?.day(UtcOffset::default())),
        None => Err(Error::invalid_option(format!("{name} is missing")).with_help("Give a day: \"2026-01-31\".")),
    }
}

/// What is simulated.
struct Setting {
    kind: PurchaseModelKind,
    params: [f64; 4],
    spend: Option<Spender>,
    customers: u32,
    seed: u64,
}

impl Setting {
    /// For times up to `end`, in units of time.
    fn new(
        model: &PurchaseModel,
        spend: Option<&SpendModel>,
        customers: Option<u32>,
        seed: Option<u64>,
        end: f64,
    ) -> Result<Setting> {
        let customers = customers.filter(|count| (1..=MOST_CUSTOMERS).contains(count)).ok_or_else(|| {
            Error::invalid_option("customers is not a number that can be simulated")
                .with_help("Say how many customers: a whole number from 1 to ten million.")
        })?;
        let seed = seed.filter(|&seed| seed <= LAST_SEED).ok_or_else(|| {
            Error::invalid_option("seed is not a whole number from 0 to 2^53")
                .with_help("Give any such number; the same one gives the same customers again.")
        })?;
        let expected = f64::from(customers) * model.expected_purchases_new_customer(end.min(1e9))?;
        if expected > MOST_EXPECTED {
            return Err(Error::invalid_option(format!(
                "about {} purchases would have to be simulated",
                number::text(libm::rint(expected))
            ))
            .with_help("Up to 1e8 can be: take fewer customers or a shorter time."));
        }
        let spend = spend.map(|spend| {
            let params = spend.params();
            Spender { p: params.p, q: params.q, ln_v: libm::log(params.v) }
        });
        // Says so when the model has covariates, which simulated customers have not.
        model.of_new_customers(|_| ())?;
        Ok(Setting { kind: model.kind(), params: model.params(), spend, customers, seed })
    }

    /// The random numbers for the purchases of a customer, and those for all else.
    fn streams(&self, customer: u32) -> [Random; 2] {
        [0, 1].map(|which| Random::stream(self.seed, u64::from(customer) << 1 | which))
    }

    fn life(&self, random: &mut Random) -> Life {
        let [first, second, third, fourth] = self.params;
        if self.kind == PurchaseModelKind::BgBb {
            let waits = Waits::Misses { log_odds: random.beta_log_odds(first, second) };
            let leaves = random.beta_log_odds(third, fourth);
            return Life { waits, lifetime: random.failures(leaves), most: f64::INFINITY };
        }
        let waits = Waits::Mean(libm::exp(libm::log(second) - random.ln_gamma(first)));
        let (lifetime, most) = match self.kind {
            PurchaseModelKind::ParetoNbd => {
                let mean = libm::exp(libm::log(fourth) - random.ln_gamma(third));
                (mean * random.exponential(), f64::INFINITY)
            }
            kind => {
                let log_odds = random.beta_log_odds(third, fourth);
                let at_start = if kind == PurchaseModelKind::BgNbd { 1.0 } else { 0.0 };
                (f64::INFINITY, at_start + random.failures(log_odds))
            }
        };
        Life { waits, lifetime, most }
    }
}

/// How long until the next purchase.
enum Waits {
    /// So long on average.
    Mean(f64),
    /// So many opportunities as are missed, with these log-odds of taking one, and one more.
    Misses { log_odds: f64 },
}

/// What was drawn of a customer.
struct Life {
    waits: Waits,
    /// No purchase is later than this.
    lifetime: f64,
    /// After so many repeat purchases they have left.
    most: f64,
}

impl Life {
    /// Hands out the times of the repeat purchases up to the end.
    fn purchases(&self, random: &mut Random, end: f64, purchase: &mut dyn FnMut(f64) -> Result<()>) -> Result<()> {
        let end = end.min(self.lifetime);
        let (mut time, mut count) = (0.0, 0);
        while f64::from(count) < self.most {
            time += match self.waits {
                Waits::Mean(mean) => mean * random.exponential(),
                Waits::Misses { log_odds } => 1.0 + random.failures(log_odds),
            };
            if time > end {
                break;
            }
            count += 1;
            if count > MOST_PER_CUSTOMER {
                return Err(Error::invalid_option("a customer would buy more than a million times")
                    .with_help("Take a shorter time, or a model in which rates differ less between customers."));
            }
            purchase(time)?;
        }
        Ok(())
    }
}

/// A model of spend.
struct Spender {
    p: f64,
    q: f64,
    ln_v: f64,
}

impl Spender {
    /// The logarithm of the scale of a customer's amounts.
    fn ln_scale(&self, random: &mut Random) -> f64 {
        self.ln_v - random.ln_gamma(self.q)
    }

    /// The mean of so many amounts, 0 for none: the sum of x gamma variates of shape p is one of shape p x.
    fn mean(&self, ln_scale: f64, count: u32, random: &mut Random) -> Result<f64> {
        if count == 0 {
            return Ok(0.0);
        }
        let count = f64::from(count);
        let mean = libm::exp(ln_scale + random.ln_gamma(self.p * count)) / count;
        match (1e-100..=1e100).contains(&mean) {
            true => Ok(mean),
            false => Err(Error::invalid_option("an amount is not within 1e-100 to 1e100").with_help(
                "In this model of spend, amounts differ beyond all bounds: look at p and q, which are close to 0.",
            )),
        }
    }
}
