//! Properties of checks of quality: however the rows are split, merged and saved, and of whatever types the cells of a column are, the
//! report is the same, to the bit.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // A test may panic.

use custometry::accumulate::Accumulate;
use custometry::quality::{Check, Operator, QualityAccumulator, QualityOptions, QualityReport, Rule, check_quality};
use custometry::table::{Cell, ColumnData, ColumnType, Table, TableBuilder};
use proptest::prelude::*;

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        3 => (-5..5_i32).prop_map(|value| Cell::Number(f64::from(value))),
        1 => prop_oneof![Just(f64::INFINITY), Just(0.1), Just(-0.0), Just(1e21)].prop_map(Cell::Number),
        2 => prop_oneof![Just("a"), Just("b"), Just(""), Just("1"), Just("2026-01-05"), Just("true")]
            .prop_map(|text| Cell::Text(text.into())),
        1 => any::<bool>().prop_map(Cell::Boolean),
        2 => (20_000..20_003_i32, any::<bool>())
            .prop_map(|(day, civil)| Cell::Date { ms: f64::from(day) * 86_400_000.0, civil }),
        1 => Just(Cell::Null),
    ]
}

/// The cells as the package sends them: one column for each type, with nulls for the others.
fn table(columns: &[(&str, &[Cell])]) -> Table {
    let mut builder = TableBuilder::new(columns[0].1.len());
    for (name, cells) in columns {
        let pick = |of: fn(&Cell) -> f64| cells.iter().map(of).collect::<Vec<f64>>();
        let numbers = pick(|cell| if let Cell::Number(value) = cell { *value } else { f64::NAN });
        let instants = pick(|cell| if let Cell::Date { ms, civil: false } = cell { *ms } else { f64::NAN });
        let days = pick(|cell| if let Cell::Date { ms, civil: true } = cell { *ms } else { f64::NAN });
        let flags = cells.iter().map(|cell| if let Cell::Boolean(flag) = cell { u8::from(*flag) } else { 2 }).collect();
        let texts = cells.iter().map(|cell| if let Cell::Text(text) = cell { Some(text.as_str()) } else { None });
        let mut is_first = true;
        let mut add = |part: &str, data: ColumnData, has: bool| {
            if has {
                let own = if is_first { (*name).to_owned() } else { format!("{name}\0{part}") };
                builder.add(&own, data).unwrap();
                is_first = false;
            }
        };
        let has = |is: fn(&Cell) -> bool| cells.iter().any(is);
        // Days cannot be sent beside instants, so they come first.
        add(
            "",
            ColumnData::Dates { values: days, civil: true },
            has(|cell| matches!(cell, Cell::Date { civil: true, .. })),
        );
        add("text", ColumnData::text(texts).unwrap(), has(|cell| matches!(cell, Cell::Text(_))));
        add("number", ColumnData::Floats(numbers), has(|cell| matches!(cell, Cell::Number(_))));
        add("boolean", ColumnData::Booleans(flags), has(|cell| matches!(cell, Cell::Boolean(_))));
        add(
            "date",
            ColumnData::Dates { values: instants, civil: false },
            has(|cell| matches!(cell, Cell::Date { civil: false, .. })),
        );
        add("", ColumnData::Floats(vec![f64::NAN; cells.len()]), cells.iter().all(|cell| *cell == Cell::Null));
    }
    builder.finish()
}

fn checks() -> Vec<Check> {
    let both = |rule| Check::of_columns(vec!["x".into(), "y".into()], rule);
    let number = |value| Some(Cell::Number(value));
    let mut checks = vec![
        Check::new("x", Rule::Required),
        Check::of_columns(vec!["x".into()], Rule::Unique),
        both(Rule::Unique),
        both(Rule::Compare(Operator::AtMost)),
        both(Rule::Compare(Operator::Equal)),
        Check::new("x", Rule::OneOf(vec![Cell::Number(1.0), Cell::Text("a".into()), Cell::Boolean(true)])),
        Check::new("x", Rule::Between { min: number(-2.0), max: number(2.0) }),
        Check::new("x", Rule::Between { min: Some(Cell::Text("2024-10-04".into())), max: None }),
        Check::new("x", Rule::Length { min: Some(2), max: Some(9) }),
        Check::new("x", Rule::Outlier { deviations: 1.0 }),
        Check::new("y", Rule::Email),
        Check::new("y", Rule::NotFuture),
        Check::new("missing", Rule::Required),
    ];
    for wanted in [ColumnType::Number, ColumnType::String, ColumnType::Boolean, ColumnType::Date] {
        checks.push(Check::new("x", Rule::Type(wanted)));
    }
    checks
}

/// A report as text that shows every bit.
fn shown(report: &QualityReport) -> String {
    let tables = [&report.failures, &report.records].map(|table| table.to_csv().unwrap());
    let scores = report.score.map(f64::to_bits);
    let reports = (&report.checks, &report.fields, &report.groups, &report.dimensions);
    format!("{scores:?} {reports:?} {tables:?}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_split_gives_the_same(
        rows in prop::collection::vec((cell(), cell()), 1..24),
        cuts in prop::collection::vec(0..24_usize, 0..4),
        few in any::<bool>(),
    ) {
        // Often all cells of a column are of one type.
        let kind = std::mem::discriminant(&rows[0].0);
        let keep = |cell: &Cell| match few && std::mem::discriminant(cell) != kind {
            true => Cell::Null,
            false => cell.clone(),
        };
        let xs: Vec<Cell> = rows.iter().map(|(x, _)| keep(x)).collect();
        let ys: Vec<Cell> = rows.iter().map(|(_, y)| keep(y)).collect();
        let options = QualityOptions {
            key: Some("y".into()),
            owner: Some("x".into()),
            as_of: Some("2024-10-05".into()),
            ..QualityOptions::default()
        };
        let checks = checks();
        let whole = shown(&check_quality(&table(&[("x", &xs), ("y", &ys)]), &checks, &options).unwrap());
        let mut ends: Vec<usize> = cuts.iter().map(|cut| cut % (xs.len() + 1)).chain([0, xs.len()]).collect();
        ends.sort_unstable();
        let new = || QualityAccumulator::new(&checks, &options).unwrap();
        let mut batched = new();
        let mut merged = new();
        for pair in ends.windows(2) {
            let part = table(&[("x", &xs[pair[0]..pair[1]]), ("y", &ys[pair[0]..pair[1]])]);
            batched.update(batched.batch(&part).unwrap()).unwrap();
            let mut one = new();
            one.update(one.batch(&part).unwrap()).unwrap();
            let saved = one.to_state("").unwrap();
            merged.merge(QualityAccumulator::from_state(&checks, &options, &saved).unwrap()).unwrap();
        }
        prop_assert_eq!(&shown(&batched.finish().unwrap()), &whole);
        prop_assert_eq!(&shown(&merged.finish().unwrap()), &whole);
        let again = QualityAccumulator::from_state(&checks, &options, &merged.to_state("").unwrap()).unwrap();
        prop_assert_eq!(&shown(&again.finish().unwrap()), &whole);
    }

    #[test]
    fn bytes_that_only_look_like_a_state_are_errors(place in 0..400_usize, value in any::<u8>()) {
        let checks = checks();
        let options = QualityOptions { as_of: Some("2024-10-05".into()), ..QualityOptions::default() };
        let mut running = QualityAccumulator::new(&checks, &options).unwrap();
        let xs = [Cell::Number(1.0), Cell::Text("a".into()), Cell::Null];
        running.update(running.batch(&table(&[("x", &xs), ("y", &xs)])).unwrap()).unwrap();
        let mut saved = running.to_state("").unwrap();
        let place = place % saved.len();
        if saved[place] != value {
            saved[place] = value;
            prop_assert!(QualityAccumulator::from_state(&checks, &options, &saved).is_err());
        }
    }
}
