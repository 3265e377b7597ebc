//! Scorecards: scores by hand, tiers at their edges, contributions that add up, and cards that cannot be used.

use super::{assert_close, cells, integers, place, table};
use crate::case;
use custometry::lead::{
    Band, Criterion, Dimension, Disqualifier, LeadOptions, Measure, Missing, Scorecard, Tier, bant_scorecard,
    champ_scorecard, check_scorecard, meddic_scorecard, score_leads,
};
use custometry::table::Cell;
use custometry::{Filter, OnInvalid};

fn criterion(column: &str, weight: f64, measure: Measure) -> Criterion {
    Criterion { column: column.into(), weight: Some(weight), measure, ..Criterion::default() }
}

/// Points that are the value itself.
fn points(column: &str, weight: f64) -> Criterion {
    criterion(column, weight, Measure::Linear(vec![(0.0, 0.0), (100.0, 100.0)]))
}

fn dimension(name: &str, weight: f64, criteria: Vec<Criterion>) -> Dimension {
    Dimension { name: name.into(), weight, criteria, ..Dimension::default() }
}

fn card(dimensions: Vec<Dimension>) -> Scorecard {
    let tiers = [("hot", 75.0), ("warm", 50.0), ("cold", 0.0)];
    let tiers = tiers.map(|(name, min)| Tier { name: name.into(), min, ..Tier::default() }).into();
    Scorecard { name: "test".into(), dimensions, tiers, ..Scorecard::default() }
}

fn as_of(day: &str) -> LeadOptions {
    LeadOptions { as_of: Some(day.into()), ..LeadOptions::default() }
}

#[case]
fn a_score_is_a_mean_of_means_over_what_is_known() {
    let card = card(vec![
        dimension("a", 2.0, vec![points("x", 3.0), points("y", 1.0)]),
        dimension("b", 1.0, vec![points("z", 1.0)]),
    ]);
    let leads = table("x,y,z\n80,40,10\n80,,10\n80,40,\n,,10\n,,\n");
    let scores = score_leads(&leads, &card, &LeadOptions::default()).unwrap();
    // (2 (3 * 80 + 40) / 4 + 10) / 3, (2 * 80 + 10) / 3, (3 * 80 + 40) / 4, 10, nothing
    assert_eq!(cells(scores.leads.column("score").unwrap()), ["50", "56.666666666666664", "70", "10", ""]);
    assert_eq!(cells(scores.leads.column("a").unwrap()), ["70", "80", "70", "", ""]);
    assert_eq!(cells(scores.leads.column("b").unwrap()), ["10", "10", "", "10", ""]);
    assert_eq!(cells(scores.leads.column("tier").unwrap()), ["warm", "warm", "warm", "cold", ""]);
    assert_eq!(cells(scores.leads.column("rank").unwrap()), ["3", "2", "1", "4", ""]);
    let completeness = cells(scores.leads.column("completeness").unwrap());
    assert_eq!(completeness, ["1", "0.6666666666666666", "0.6666666666666666", "0.3333333333333333", "0"]);
    assert_eq!(scores.unscored, 1);
    assert_eq!(scores.tiers.iter().map(|tier| tier.leads).collect::<Vec<_>>(), [0, 3, 1]);
    assert_eq!(scores.tiers[1].share, Some(0.6));

    let zero = Scorecard { missing: Some(Missing::Zero), ..card };
    let scores = score_leads(&leads, &zero, &LeadOptions::default()).unwrap();
    let expected = ["50", "43.333333333333336", "46.666666666666664", "3.3333333333333335", "0"];
    assert_eq!(cells(scores.leads.column("score").unwrap()), expected);
    assert_eq!(cells(scores.leads.column("completeness").unwrap()), completeness);
    assert_eq!(scores.explain(4, None).unwrap().missing, ["x", "y", "z"]);
}

#[case]
fn leads_on_the_edge_of_a_tier_are_in_it() {
    // Means whose terms are not numbers of binary fractions: thirds, sevenths and tenths of 75.
    for weights in [vec![1.0; 3], vec![1.0; 7], vec![0.1, 0.2, 0.7], vec![0.3, 0.3, 0.1], vec![1.0 / 3.0, 0.1, 7.7]] {
        let names: Vec<String> = (0..weights.len()).map(|at| format!("c{at}")).collect();
        let criteria = || names.iter().zip(&weights).map(|(name, &weight)| points(name, weight));
        let all = table(&format!("{}\n{}\n", names.join(","), vec!["75"; names.len()].join(",")));
        let within = card(vec![dimension("d", 1.0, criteria().collect())]);
        let across = card(
            criteria().zip(&weights).map(|(own, &weight)| dimension(&own.column, weight, vec![own.clone()])).collect(),
        );
        for card in [within, across] {
            let scores = score_leads(&all, &card, &LeadOptions::default()).unwrap();
            assert_eq!(cells(scores.leads.column("score").unwrap()), ["75"], "{weights:?}");
            assert_eq!(cells(scores.leads.column("tier").unwrap()), ["hot"]);
        }
    }
    // 100, 50 and 75, and 70 by a weight of seven tenths.
    let thirds = card(vec![dimension("d", 1.0, vec![points("a", 1.0), points("b", 1.0), points("c", 1.0)])]);
    let scores = score_leads(&table("a,b,c\n100,50,75\n"), &thirds, &LeadOptions::default()).unwrap();
    assert_eq!(cells(scores.leads.column("tier").unwrap()), ["hot"]);
    let tenths = card(vec![dimension("d", 1.0, vec![points("a", 0.7), points("b", 0.3)])]);
    let scores = score_leads(&table("a,b\n100,0\n"), &tenths, &LeadOptions::default()).unwrap();
    assert_eq!(cells(scores.leads.column("score").unwrap()), ["70"]);
    // Just below an edge is below it.
    let scores =
        score_leads(&table("a,b\n74.99999999999999,74.99999999999999\n"), &tenths, &LeadOptions::default()).unwrap();
    assert_eq!(cells(scores.leads.column("tier").unwrap()), ["warm"]);
}

#[case]
fn contributions_add_up_to_the_score_in_any_order() {
    let criteria = |names: &[&str], weights: &[f64]| {
        names.iter().zip(weights).map(|(name, &weight)| points(name, weight)).collect()
    };
    let card = card(vec![
        dimension("p", 0.37, criteria(&["a", "b", "c"], &[1.0, 3.3, 0.1])),
        dimension("q", 1.0 / 3.0, criteria(&["d", "e"], &[7.0, 11.0])),
        dimension("r", 5.0, criteria(&["f"], &[2.0])),
    ]);
    let mut csv = "a,b,c,d,e,f\n".to_owned();
    let mut state = 7_u64;
    for _ in 0..500 {
        let cells: Vec<String> = (0..6)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                if state >> 60 < 3 { String::new() } else { format!("{}", (state >> 40) as f64 / 16_777_216.0 * 100.0) }
            })
            .collect();
        csv += &(cells.join(",") + "\n");
    }
    let leads = table(&csv);
    let scores = score_leads(&leads, &card, &LeadOptions::default()).unwrap();
    let column = scores.leads.column("score").unwrap().numbers().unwrap().into_owned();
    for (row, &score) in column.iter().enumerate() {
        let why = scores.explain(row, None).unwrap();
        assert_eq!(why.score, (!score.is_nan()).then_some(score));
        let parts: Vec<f64> = why.contributions.iter().map(|part| part.contribution).collect();
        let forward: f64 = parts.iter().sum();
        let backward: f64 = parts.iter().rev().sum();
        if !score.is_nan() {
            assert_eq!((forward, backward), (score, score));
        }
        for part in &why.contributions {
            assert!(part.contribution >= 0.0 && part.contribution <= part.points + 1e-12);
        }
        assert_eq!(why.contributions.len() + why.missing.len(), 6);
        for improvement in &why.improvements {
            let changes = table(&format!("{}\n100\n", improvement.column));
            let raised = scores.what_if(row, &changes).unwrap().unwrap();
            assert_close(raised, why.score.unwrap_or(0.0) + improvement.gain, 1e-13);
        }
        assert!(why.improvements.windows(2).all(|pair| pair[0].gain >= pair[1].gain));
    }
}

#[case]
fn each_kind_of_criterion_reads_its_column() {
    let category = |other| Measure::Category {
        points: vec![("Will buy".into(), 100.0), ("can-buy".into(), 60.0), ("2".into(), 30.0)],
        other,
        unknown: Some(vec!["unknown".into()]),
    };
    let one = |measure: Measure, csv: &str| {
        let card = card(vec![dimension("d", 1.0, vec![criterion("v", 1.0, measure)])]);
        let scores = score_leads(&table(&format!("v,w\n{csv}")), &card, &as_of("2026-03-01")).unwrap();
        (cells(scores.leads.column("score").unwrap()), scores.unmatched)
    };
    let (scores, unmatched) =
        one(category(None), "Will buy,\nwill_buy,\nCANBUY,\nperhaps,\nunknown,\n,\nperhaps,\n\" \",\nmaybe,\n");
    assert_eq!(scores, ["100", "100", "60", "0", "", "", "0", "", "0"]);
    let unmatched: Vec<_> = unmatched.iter().map(|own| (own.value.as_deref(), own.leads)).collect();
    assert_eq!(unmatched, [(Some("perhaps"), 2), (Some("maybe"), 1)]);
    // Signs other than spaces, hyphens and underscores count: C# is not C.
    let languages =
        Measure::Category { points: vec![("C".into(), 10.0), ("c++".into(), 20.0)], other: Some(0.0), unknown: None };
    let (scores, _) = one(languages, "C,\nC#,\nC++,\n c ,\n");
    assert_eq!(scores, ["10", "0", "20", "10"]);
    let (scores, unmatched) = one(category(Some(10.0)), "2,\n3,\n");
    assert_eq!((scores, unmatched.len()), (vec!["30".to_owned(), "10".to_owned()], 0));

    let band = |min, below, points| Band { min, below, points };
    let bands =
        vec![band(Some(10.0), Some(50.0), 40.0), band(None, Some(10.0), 5.0), band(Some(50.0), Some(100.0), 90.0)];
    let (scores, unmatched) = one(Measure::Bands(bands.clone()), "-3,\n9.999,\n10,\n49.9,\n50,\n100,\n,\n");
    assert_eq!(scores, ["5", "5", "40", "40", "90", "0", ""]);
    assert_eq!((unmatched[0].value.as_deref(), unmatched[0].leads), (None, 1));

    let line = vec![(0.0, 0.0), (10.0, 50.0), (20.0, 25.0)];
    let (scores, _) = one(Measure::Linear(line), "-5,\n0,\n2,\n10,\n14,\n20,\n99,\n");
    assert_eq!(scores, ["0", "0", "10", "50", "40", "25", "25"]);

    let until = vec![band(None, Some(0.0), 1.0), band(Some(0.0), Some(30.0), 100.0), band(Some(30.0), None, 20.0)];
    let (scores, _) = one(Measure::DaysUntil(until), "2026-02-28,\n2026-03-01,\n2026-03-30,\n2026-03-31,\n,\n");
    assert_eq!(scores, ["1", "100", "100", "20", ""]);

    let decay = Measure::Decay { half_life_days: 10.0, full: 80.0 };
    let (scores, _) = one(decay, "2026-03-01,\n2026-02-19,\n2026-02-09,\n2026-12-31,\n,\n2016-03-01,\n");
    assert_eq!(scores[..5], ["80", "40", "20", "80", ""].map(String::from));
    // Ten years and some days are more than 365 half-lives.
    assert_close(scores[5].parse().unwrap(), 80.0 * 0.5_f64.powf(365.2), 1e-100);
}

#[case]
fn values_that_differ_in_more_than_case_and_separators_are_different() {
    let one = |points: &[(&str, f64)], csv: &str| {
        let points = points.iter().map(|&(value, points)| (value.to_owned(), points)).collect();
        let measure = Measure::Category { points, other: Some(7.0), unknown: Some(vec!["n/a".into()]) };
        let card = card(vec![dimension("d", 1.0, vec![criterion("v", 1.0, measure)])]);
        cells(score_leads(&table(csv), &card, &LeadOptions::default()).unwrap().leads.column("score").unwrap())
    };
    let languages = [("C", 10.0), ("C#", 20.0), ("C++", 30.0), ("< 50", 40.0), (">50", 50.0), ("1.0", 60.0)];
    let found = one(&languages, "v,w\nc,\nc#,\nc ++,\n<50,\n> 50,\n10,\nC!,\nN/A,\nN-A,\n50,\n");
    assert_eq!(found, ["10", "20", "30", "40", "50", "7", "7", "", "7", "7"]);
    let sizes = [("1-10", 10.0), ("1 000", 20.0), ("Tier-1", 30.0), ("1", 40.0)];
    let found = one(&sizes, "v,w\n1 - 10,\n110,\n1_000,\n1-000,\ntier 1,\nTIER1,\n-1,\nx,\n");
    assert_eq!(found, ["10", "7", "20", "7", "30", "30", "7", "7"]);
    // Numbers are compared as numbers.
    assert_eq!(one(&[("1", 10.0), ("-2.0", 20.0)], "v,w\n1,\n-1,\n-2,\n2,\n"), ["10", "7", "20", "7"]);
}

#[case]
fn the_day_of_an_instant_depends_on_the_offset() {
    let until = vec![
        Band { min: Some(1.0), points: 100.0, ..Band::default() },
        Band { below: Some(1.0), points: 10.0, ..Band::default() },
    ];
    let card = card(vec![dimension("d", 1.0, vec![criterion("v", 1.0, Measure::DaysUntil(until))])]);
    let leads = table("v\n2026-03-01T18:00:00Z\n");
    let score = |offset: &str| {
        let options = LeadOptions { utc_offset: Some(offset.into()), ..as_of("2026-03-01") };
        cells(score_leads(&leads, &card, &options).unwrap().leads.column("score").unwrap())
    };
    assert_eq!((score("+00:00"), score("+08:00")), (vec!["10".to_owned()], vec!["100".to_owned()]));
    let missing = score_leads(&leads, &card, &LeadOptions::default()).unwrap_err();
    assert_eq!(place(&missing), ("invalid-option", None, Some("v")));
    assert!(missing.message().contains("asOf is missing"));
}

#[case]
fn disqualified_leads_keep_their_score() {
    let filter = |column: &str| Filter { column: column.into(), ..Filter::default() };
    let small = Filter { below: Some(Cell::Number(5.0)), ..filter("employees") };
    let card = Scorecard {
        disqualifiers: Some(vec![
            Disqualifier {
                filter: Filter { is: Some(Cell::Text("XX".into())), ..filter("country") },
                reason: "not served".into(),
            },
            Disqualifier { filter: small, reason: "too small".into() },
        ]),
        ..card(vec![dimension("d", 1.0, vec![points("x", 1.0)])])
    };
    let leads = table("x,country,employees\n90,XX,3\n80,DE,3\n70,DE,\n");
    let scores = score_leads(&leads, &card, &LeadOptions::default()).unwrap();
    assert_eq!(cells(scores.leads.column("disqualified").unwrap()), ["not served", "too small", ""]);
    assert_eq!(cells(scores.leads.column("score").unwrap()), ["90", "80", "70"]);
    let why = scores.explain(1, None).unwrap();
    assert_eq!((why.disqualified.as_deref(), why.score), (Some("too small"), Some(80.0)));
    assert_eq!(why.reasons, ["disqualified: too small", "x: 80, 80 of 100 points: +80"]);
    let why = scores.explain(1, Some(&table("employees\n50\n"))).unwrap();
    assert_eq!((why.disqualified, why.score), (None, Some(80.0)));
}

#[case]
fn equal_scores_are_ranked_in_the_order_of_the_rows() {
    let card = card(vec![dimension("d", 1.0, vec![points("x", 1.0)])]);
    // More rows than are sorted at once, with few different scores.
    let rows = 40_000;
    let csv: String = (0..rows).map(|row| format!("{}\n", row * 7919 % 101)).collect();
    let scores = score_leads(&table(&("x\n".to_owned() + &csv)), &card, &LeadOptions::default()).unwrap();
    let score: Vec<i64> = (0..rows).map(|row| row * 7919 % 101).collect();
    let mut order: Vec<usize> = (0..rows as usize).collect();
    order.sort_by_key(|&row| -score[row]);
    let ranks = integers(&scores.leads, "rank");
    for (place, &row) in order.iter().enumerate() {
        assert_eq!(ranks[row], place as i32 + 1);
    }
}

#[case]
fn rows_that_cannot_be_used_are_errors_or_left_out() {
    let card = Scorecard {
        dimensions: vec![dimension(
            "d",
            1.0,
            vec![criterion("v", 1.0, Measure::Bands(vec![Band { points: 50.0, ..Band::default() }])), points("x", 1.0)],
        )],
        ..card(vec![])
    };
    let leads = table("v,x,owner\n1,10,a\nmany,20,a\n3,1e999,b\n4,40,b\n,,\n");
    let error = score_leads(&leads, &card, &LeadOptions::default()).unwrap_err();
    assert_eq!(place(&error), ("wrong-type", Some(1), Some("v")));
    let options = LeadOptions {
        on_invalid: Some(OnInvalid::Skip),
        group_by: Some(vec!["owner".into()]),
        keep: Some(vec!["owner".into()]),
        ..LeadOptions::default()
    };
    let scores = score_leads(&leads, &card, &options).unwrap();
    assert_eq!(cells(scores.leads.column("score").unwrap()), ["30", "", "", "45", ""]);
    assert_eq!(cells(scores.leads.column("completeness").unwrap()), ["1", "", "", "1", "0"]);
    assert_eq!(cells(scores.leads.column("owner").unwrap()), ["a", "a", "b", "b", ""]);
    let skipped: Vec<_> = scores.skipped.rows.iter().map(|row| (row.row, row.column.as_str())).collect();
    assert_eq!(skipped, [(1, "v"), (2, "x")]);
    assert_eq!(scores.unscored, 1);
    let groups: Vec<_> = scores
        .groups
        .iter()
        .map(|group| (group.value.as_deref(), group.leads, group.scored, group.mean_score))
        .collect();
    assert_eq!(groups, [(Some("a"), 1, 1, Some(30.0)), (Some("b"), 1, 1, Some(45.0)), (None, 1, 0, None)]);
    assert_eq!(place(&scores.explain(1, None).unwrap_err()), ("invalid-option", Some(1), None));
    assert_eq!(scores.what_if(1, &table("v\n7\n")).unwrap(), Some(35.0));
    assert_eq!(place(&scores.what_if(0, &table("v\nfew\n")).unwrap_err()), ("wrong-type", Some(0), Some("v")));
    assert_eq!(place(&scores.what_if(0, &table("vv\n1\n")).unwrap_err()), ("missing-column", None, Some("vv")));
    assert_eq!(place(&scores.explain(5, None).unwrap_err()), ("invalid-option", None, None));
}

#[case]
fn groups_have_means_medians_and_tiers() {
    let card = card(vec![dimension("d", 1.0, vec![points("x", 1.0)])]);
    let leads = table("x,team\n90,n\n80,n\n10,n\n60,s\n,s\n");
    let options = LeadOptions { group_by: Some(vec!["team".into()]), ..LeadOptions::default() };
    let scores = score_leads(&leads, &card, &options).unwrap();
    let [north, south] = &scores.groups[..] else { panic!("{:?}", scores.groups) };
    assert_eq!((north.mean_score, north.median_score), (Some(60.0), Some(80.0)));
    assert_eq!(north.tiers.iter().map(|tier| tier.leads).collect::<Vec<_>>(), [2, 0, 1]);
    assert_eq!((south.leads, south.scored, south.median_score), (2, 1, Some(60.0)));
    assert_eq!(south.mean_completeness, Some(0.5));
}

#[case]
fn many_patterns_of_missing_values_score_as_few_do() {
    // Twelve criteria have more patterns than are kept at a time.
    let names: Vec<String> = (0..12).map(|at| format!("c{at}")).collect();
    let criteria = names.iter().zip(1..).map(|(name, weight)| points(name, f64::from(weight))).collect();
    let card = card(vec![dimension("d", 1.0, criteria)]);
    let mut csv = names.join(",") + "\n";
    let mut expected = Vec::new();
    for pattern in (0..4096_u32).rev() {
        let present = (0..12).filter(|bit| pattern >> bit & 1 == 1);
        let cell =
            |bit: u32| if pattern >> bit & 1 == 1 { format!("{}", (bit * 37 + pattern) % 101) } else { String::new() };
        csv += &((0..12).map(cell).collect::<Vec<_>>().join(",") + "\n");
        let weight = |bit: u32| f64::from(bit + 1);
        let sum: f64 = present.clone().map(|bit| weight(bit) * f64::from((bit * 37 + pattern) % 101)).sum();
        // Whole numbers, so that the quotient is rounded once.
        expected.push(sum / present.map(weight).sum::<f64>());
    }
    let scores = score_leads(&table(&csv), &card, &LeadOptions::default()).unwrap();
    let score = scores.leads.column("score").unwrap().numbers().unwrap().into_owned();
    assert_eq!(score.len(), expected.len());
    for (row, (score, expected)) in score.iter().zip(expected).enumerate() {
        assert!(*score == expected || score.is_nan() && expected.is_nan(), "row {row}: {score} {expected}");
    }
}

#[case]
fn presets_are_valid_and_work_with_the_columns_that_there_are() {
    for locale in [Default::default(), custometry::rfm::Locale::Chinese] {
        for card in [bant_scorecard(locale), meddic_scorecard(locale), champ_scorecard(locale)] {
            check_scorecard(&card).unwrap();
            let weights: Vec<f64> = card.dimensions.iter().map(|dimension| dimension.weight).collect();
            assert!(weights.iter().all(|weight| *weight == 1.0));
        }
    }
    let leads = table(
        "budgetStatus,budget,decisionMaker,buyingRole,need,timeframe,expectedCloseDate\n\
         Will Buy,60000,true,Decision Maker,must have,Immediate,2026-02-10\n\
         无预算,500,否,使用者,低,明年,2025-12-31\n",
    );
    let scores = score_leads(&leads, &bant_scorecard(Default::default()), &as_of("2026-01-31")).unwrap();
    assert_eq!(cells(scores.leads.column("score").unwrap())[0], "100");
    // (0 + 10) / 2, (25 + 25) / 2, 20, (20 + 0) / 2
    assert_eq!(cells(scores.leads.column("score").unwrap())[1], "15");
    assert_eq!(cells(scores.leads.column("tier").unwrap()), ["hot", "cold"]);
    assert!(scores.unmatched.is_empty());
    let none = score_leads(&table("a\n1\n"), &bant_scorecard(Default::default()), &LeadOptions::default()).unwrap_err();
    assert_eq!(none.kind().code(), "missing-column");
    let chinese = LeadOptions { locale: Some(custometry::rfm::Locale::Chinese), ..as_of("2026-01-31") };
    let why = score_leads(&table("need,budget\nlow,\n"), &bant_scorecard(custometry::rfm::Locale::Chinese), &chinese)
        .unwrap()
        .explain(0, None)
        .unwrap();
    assert_eq!(why.reasons, ["需求程度：\"low\"，100 分中得 20 分，贡献 +20"]);
    assert!(why.improvements.iter().any(|own| own.text == "预算金额未知：最多可 +40"), "{:?}", why.improvements);
}

#[case]
fn cards_that_cannot_be_used_name_the_place() {
    let band = |min, below| Band { min, below, points: 1.0 };
    let bands = |bands: Vec<Band>| vec![dimension("d", 1.0, vec![criterion("v", 1.0, Measure::Bands(bands))])];
    let category = |points: &[(&str, f64)]| Measure::Category {
        points: points.iter().map(|&(value, points)| (value.into(), points)).collect(),
        other: None,
        unknown: None,
    };
    let one = |measure: Measure| vec![dimension("d", 1.0, vec![criterion("v", 1.0, measure)])];
    let cases: Vec<(Vec<Dimension>, &str)> = vec![
        (vec![], "dimensions: there are none"),
        (vec![dimension("d", -1.0, vec![points("x", 1.0)])], "dimensions[0].weight: -1 is negative"),
        (vec![dimension("d", f64::NAN, vec![points("x", 1.0)])], "dimensions[0].weight: NaN is not a number"),
        (vec![dimension("d", 1.0, vec![])], "dimensions[0].criteria: there are none"),
        (vec![dimension("d", 1.0, vec![points("x", 0.0)])], "dimensions[0].criteria: all weights are 0"),
        (vec![dimension("d", 0.0, vec![points("x", 1.0)])], "dimensions: all weights are 0"),
        (vec![dimension("d", 1.0, vec![points("x", -2.0)])], "dimensions[0].criteria[0].weight: -2 is negative"),
        (vec![dimension("", 1.0, vec![points("x", 1.0)])], "dimensions[0].name: it is empty"),
        (
            vec![dimension("score", 1.0, vec![points("x", 1.0)])],
            "dimensions[0].name: \"score\" is the name of another column",
        ),
        (
            vec![dimension("d", 1.0, vec![points("x", 1.0)]), dimension("d", 1.0, vec![points("y", 1.0)])],
            "dimensions[1]: there is \"d\" already",
        ),
        (bands(vec![]), "dimensions[0].criteria[0].bands: there are none"),
        (
            bands(vec![band(None, Some(5.0)), band(Some(7.0), None)]),
            "dimensions[0].criteria[0].bands[0]: no band holds the values from 5 to 7",
        ),
        (
            bands(vec![band(Some(7.0), None), band(None, Some(5.0))]),
            "dimensions[0].criteria[0].bands[1]: no band holds the values from 5 to 7",
        ),
        (
            bands(vec![band(None, Some(5.0)), band(Some(4.0), None)]),
            "dimensions[0].criteria[0].bands[1]: it overlaps bands[0]",
        ),
        (
            bands(vec![band(None, None), band(Some(4.0), Some(5.0))]),
            "dimensions[0].criteria[0].bands[1]: it overlaps bands[0]",
        ),
        (bands(vec![band(Some(5.0), Some(5.0))]), "dimensions[0].criteria[0].bands[0]: no value is at least min"),
        (bands(vec![band(Some(f64::NAN), None)]), "dimensions[0].criteria[0].bands[0]: an end is not a finite number"),
        (
            bands(vec![Band { points: 101.0, ..Band::default() }]),
            "dimensions[0].criteria[0].bands[0].points: 101 is not between",
        ),
        (one(category(&[])), "dimensions[0].criteria[0].points: there are none"),
        (one(category(&[("a", -1.0)])), "dimensions[0].criteria[0].points[\"a\"]: -1 is not between"),
        (one(Measure::Linear(vec![])), "dimensions[0].criteria[0].points: there are none"),
        (
            one(Measure::Linear(vec![(1.0, 0.0), (1.0, 5.0)])),
            "dimensions[0].criteria[0].points[1]: its value is not above",
        ),
        (one(Measure::Linear(vec![(1.0, 200.0)])), "dimensions[0].criteria[0].points[0]: 200 is not between"),
        (
            one(Measure::Decay { half_life_days: 0.0, full: 1.0 }),
            "dimensions[0].criteria[0].halfLifeDays: 0 is no number of days",
        ),
        (
            one(Measure::Decay { half_life_days: 1.0, full: 200.0 }),
            "dimensions[0].criteria[0].full: 200 is not between",
        ),
        (
            vec![dimension("d", 1.0, (0..65).map(|at| points(&format!("c{at}"), 1.0)).collect())],
            "dimensions: there are 65 criteria, more than 64",
        ),
    ];
    for (dimensions, message) in cases {
        let error = check_scorecard(&card(dimensions)).unwrap_err();
        assert_eq!(error.kind().code(), "invalid-option");
        assert!(error.message().starts_with(message), "{} is not {message}", error.message());
        assert!(error.help().is_some_and(|help| !help.is_empty()));
    }
    let tier = |name: &str, min| Tier { name: name.into(), min, ..Tier::default() };
    for (tiers, message) in [
        (vec![tier("a", 101.0)], "tiers[0].min: 101 is not between 0 and 100"),
        (vec![tier("a", 5.0), tier("b", 5.0)], "tiers[1].min: 5 is that of another tier"),
        (vec![tier("a", 5.0), tier("a", 6.0)], "tiers[1]: there is \"a\" already"),
    ] {
        let card = Scorecard { tiers, ..card(vec![dimension("d", 1.0, vec![points("x", 1.0)])]) };
        assert_eq!(check_scorecard(&card).unwrap_err().message(), message);
    }
    let empty = Disqualifier { filter: Filter { column: "x".into(), ..Filter::default() }, reason: "r".into() };
    let card =
        Scorecard { disqualifiers: Some(vec![empty]), ..card(vec![dimension("d", 1.0, vec![points("x", 1.0)])]) };
    assert!(check_scorecard(&card).unwrap_err().message().starts_with("disqualifiers[0]: it has no condition"));
}

#[case]
fn sixty_four_criteria_are_scored() {
    let names: Vec<String> = (0..64).map(|at| format!("c{at}")).collect();
    let card = card(vec![dimension("d", 1.0, names.iter().map(|name| points(name, 1.0)).collect())]);
    let row = |value: &str| vec![value; 64].join(",");
    let leads = table(&format!("{}\n{}\n{}\n", names.join(","), row("100"), row("33")));
    let scores = score_leads(&leads, &card, &LeadOptions::default()).unwrap();
    assert_eq!(cells(scores.leads.column("score").unwrap()), ["100", "33"]);
}
