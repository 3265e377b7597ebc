//! Assignment: each method by hand, overflow, turns that go on, reasons, and rules that cannot be used.

use super::{cells, place, table};
use crate::case;
use custometry::assignment::{
    Assignment, AssignmentOptions, AssignmentRule, AssignmentState, CurrentWeight, Method, Owner, RuleState,
    assign_leads,
};
use custometry::table::{Cell, Table};
use custometry::{Error, Filter, Locale};

fn owner(name: &str) -> Owner {
    Owner { owner: name.to_owned(), ..Owner::default() }
}

fn limited(name: &str, capacity: u32) -> Owner {
    Owner { capacity: Some(capacity), ..owner(name) }
}

fn weighted(name: &str, weight: u32) -> Owner {
    Owner { weight: Some(weight), ..owner(name) }
}

fn rule(name: &str, method: Method, owners: Vec<Owner>) -> AssignmentRule {
    AssignmentRule { name: name.to_owned(), method: Some(method), owners: Some(owners), ..AssignmentRule::default() }
}

fn queue(name: &str, queue: &str) -> AssignmentRule {
    AssignmentRule { name: name.to_owned(), queue: Some(queue.to_owned()), ..AssignmentRule::default() }
}

fn is(column: &str, text: &str) -> Filter {
    Filter { column: column.to_owned(), is: Some(Cell::Text(text.to_owned())), ..Filter::default() }
}

fn min(column: &str, least: f64) -> Filter {
    Filter { column: column.to_owned(), min: Some(Cell::Number(least)), ..Filter::default() }
}

/// As many leads as that.
fn leads(count: usize) -> Table {
    table(&(0..count).fold("leadId\n".to_owned(), |csv, lead| format!("{csv}L{lead}\n")))
}

fn run(leads: &Table, rules: &[AssignmentRule], options: &AssignmentOptions) -> Assignment {
    assign_leads(leads, rules, options).unwrap()
}

fn column(result: &Assignment, name: &str) -> Vec<String> {
    cells(result.leads.column(name).unwrap())
}

fn owners(result: &Assignment) -> String {
    column(result, "owner").join(" ")
}

#[case]
fn round_robin_takes_turns_and_passes_over_the_full() {
    let rules = [rule("all", Method::RoundRobin, vec![owner("a"), limited("b", 1), owner("c")])];
    let result = run(&leads(7), &rules, &AssignmentOptions::default());
    assert_eq!(owners(&result), "a b c a c a c");
    assert_eq!(column(&result, "rule"), vec!["all"; 7]);
    assert_eq!(result.state.rules[0].last.as_deref(), Some("c"));
    let loads: Vec<_> = result.owners.iter().map(|o| (o.owner.as_str(), o.assigned, o.load, o.capacity)).collect();
    assert_eq!(loads, [("a", 3, 3.0, None), ("b", 1, 1.0, Some(1)), ("c", 3, 3.0, None)]);
}

#[case]
fn the_first_with_room_and_the_least_loaded() {
    let first = [rule("all", Method::First, vec![limited("a", 2), limited("b", 1), owner("c")])];
    assert_eq!(owners(&run(&leads(5), &first, &AssignmentOptions::default())), "a a b c c");
    let least = [rule("all", Method::LeastLoaded, vec![owner("a"), owner("b"), limited("c", 2)])];
    let loads = AssignmentOptions {
        loads: Some(vec![("a".to_owned(), 2.0), ("b".to_owned(), 1.0), ("z".to_owned(), 9.0)]),
        ..AssignmentOptions::default()
    };
    let result = run(&leads(6), &least, &loads);
    assert_eq!(owners(&result), "c b c a b a");
    assert_eq!((result.owners[3].owner.as_str(), result.owners[3].assigned, result.owners[3].load), ("z", 0, 9.0));
    // Capacities count what owners had before.
    let full = AssignmentOptions { loads: Some(vec![("c".to_owned(), 1.5)]), ..AssignmentOptions::default() };
    assert_eq!(
        owners(&run(&leads(3), &[rule("all", Method::First, vec![limited("c", 2), owner("d")])], &full)),
        "c d d"
    );
}

#[case]
fn weights_are_spread_as_in_nginx() {
    let rules = [rule("all", Method::Weighted, vec![weighted("a", 5), weighted("b", 1), weighted("c", 1)])];
    let result = run(&leads(14), &rules, &AssignmentOptions::default());
    assert_eq!(owners(&result), "a a b a c a a a a b a c a a");
    // After a round all values are 0 again.
    assert!(result.state.rules[0].current.iter().all(|current| current.value == 0.0));
    // Without weights it is round robin.
    let equal = [rule("all", Method::Weighted, vec![owner("a"), owner("b"), owner("c")])];
    assert_eq!(owners(&run(&leads(5), &equal, &AssignmentOptions::default())), "a b c a b");
    // Whoever is full takes no part.
    let full = [rule(
        "all",
        Method::Weighted,
        vec![Owner { capacity: Some(2), ..weighted("a", 5) }, weighted("b", 1), weighted("c", 1)],
    )];
    assert_eq!(owners(&run(&leads(6), &full, &AssignmentOptions::default())), "a a b c b c");
}

#[case]
fn turns_go_on() {
    for method in [Method::RoundRobin, Method::Weighted] {
        let weight = |name: &str, weight| if method == Method::Weighted { weighted(name, weight) } else { owner(name) };
        let rules = [rule("x", method, vec![weight("a", 3), weight("b", 2), weight("c", 1)])];
        let whole = owners(&run(&leads(20), &rules, &AssignmentOptions::default()));
        let mut parts = Vec::new();
        let mut state = None;
        for count in [1, 4, 0, 7, 8] {
            let part = run(&leads(count), &rules, &AssignmentOptions { state, ..AssignmentOptions::default() });
            parts.extend(column(&part, "owner"));
            state = Some(part.state);
        }
        assert_eq!(parts.join(" "), whole, "{method:?}");
    }
    // Rules may change: the owner who is gone is forgotten, the one after goes on.
    let before = run(
        &leads(2),
        &[rule("x", Method::RoundRobin, vec![owner("a"), owner("b"), owner("c")])],
        &AssignmentOptions::default(),
    );
    let state = AssignmentOptions { state: Some(before.state), ..AssignmentOptions::default() };
    let after = [rule("x", Method::RoundRobin, vec![owner("d"), owner("b"), owner("e")])];
    assert_eq!(owners(&run(&leads(2), &after, &state)), "e d");
    let gone = [rule("x", Method::RoundRobin, vec![owner("d"), owner("e")])];
    assert_eq!(owners(&run(&leads(2), &gone, &state)), "d e");
}

#[case]
fn the_first_rule_that_matches_and_has_room() {
    let rules = [
        AssignmentRule {
            when: Some(vec![min("employees", 1000.0), is("country", "DE")]),
            ..rule("Enterprise", Method::RoundRobin, vec![limited("ann", 1)])
        },
        AssignmentRule {
            when: Some(vec![is("country", "DE")]),
            ..rule("DACH", Method::LeastLoaded, vec![limited("ben", 1), limited("cho", 1)])
        },
        AssignmentRule {
            when: Some(vec![is("country", "FR")]),
            owners: Some(vec![limited("dee", 0)]),
            ..queue("France", "paris")
        },
    ];
    let leads = table("leadId,employees,country\n1,5000,DE\n2,2000,DE\n3,10,DE\n4,1500,DE\n5,50,FR\n6,50,US\n7,,DE\n");
    let options = AssignmentOptions { fallback: Some("rest".to_owned()), ..AssignmentOptions::default() };
    let result = run(&leads, &rules, &options);
    assert_eq!(column(&result, "leadId"), ["1", "2", "3", "4", "5", "6", "7"]);
    assert_eq!(column(&result, "owner"), ["ann", "ben", "cho", "", "", "", ""]);
    assert_eq!(column(&result, "queue"), ["", "", "", "rest", "paris", "rest", "rest"]);
    assert_eq!(column(&result, "rule"), ["Enterprise", "DACH", "DACH", "", "France", "", ""]);
    assert_eq!(
        column(&result, "reason"),
        [
            "rule \"Enterprise\": employees >= 1000 and country = \"DE\"; round robin",
            "rule \"Enterprise\" is full; rule \"DACH\": country = \"DE\"; least loaded",
            "rule \"DACH\": country = \"DE\"; least loaded",
            "rule \"Enterprise\" is full; rule \"DACH\" is full; no other rule matches; fallback queue",
            "rule \"France\": country = \"FR\"; all owners are full, queue",
            "no rule matches; fallback queue",
            "rule \"DACH\" is full; no other rule matches; fallback queue",
        ]
    );
    let counts: Vec<_> = result.rules.iter().map(|r| (r.matched, r.assigned, r.overflowed)).collect();
    assert_eq!(counts, [(3, 1, 2), (4, 2, 2), (1, 1, 0)]);
    let queues: Vec<_> = result.queues.iter().map(|q| (q.queue.as_str(), q.leads)).collect();
    assert_eq!(queues, [("paris", 1), ("rest", 3)]);
    assert_eq!(result.unassigned, 0);

    let chinese = AssignmentOptions { locale: Some(Locale::Chinese), ..AssignmentOptions::default() };
    let result = run(&leads, &rules, &chinese);
    assert_eq!(result.unassigned, 3);
    let reasons = column(&result, "reason");
    assert_eq!(reasons[0], "规则“Enterprise”：employees >= 1000 且 country = \"DE\"；轮流分配");
    assert_eq!(reasons[3], "规则“Enterprise”已满；规则“DACH”已满；没有其他匹配的规则");
    assert_eq!(reasons[4], "规则“France”：country = \"FR\"；负责人均已满，放入队列");
    assert_eq!(reasons[5], "没有匹配的规则");
}

#[case]
fn the_best_leads_come_first() {
    let rules = [rule("all", Method::First, vec![limited("a", 2), limited("b", 1)])];
    let leads = table("score,since\n10,2026-01-03\n,2026-01-02\n90,\n10,2026-01-09\n-5,2026-01-01\n");
    let by = |order: &str| AssignmentOptions { order: Some(order.to_owned()), ..AssignmentOptions::default() };
    let result = run(&leads, &rules, &by("score"));
    // 90 first, then the two of 10 in the order of the input; nothing is last.
    assert_eq!(column(&result, "owner"), ["a", "", "a", "b", ""]);
    assert_eq!(
        result.leads.columns().iter().map(|c| c.name()).collect::<Vec<_>>(),
        ["owner", "queue", "rule", "reason"]
    );
    assert_eq!(column(&run(&leads, &rules, &by("since")), "owner"), ["a", "b", "", "a", ""]);
    assert_eq!(result.unassigned, 2);
    let texts = assign_leads(&table("score\ntrue\n"), &rules, &by("score")).unwrap_err();
    assert_eq!(place(&texts), ("wrong-type", Some(0), Some("score")));
    assert_eq!(place(&assign_leads(&leads, &rules, &by("x")).unwrap_err()), ("missing-column", None, Some("x")));
}

#[case]
fn leads_keep_the_owner_they_have() {
    let rules = [rule("all", Method::RoundRobin, vec![owner("a"), owner("b")])];
    let leads = table("leadId,owner\n1,\n2,zoe\n3,\n4,a\n5,\n");
    let options = AssignmentOptions { skip: Some("owner".to_owned()), ..AssignmentOptions::default() };
    let result = run(&leads, &rules, &options);
    assert_eq!(owners(&result), "a zoe b a a");
    assert_eq!(column(&result, "rule"), ["all", "", "all", "", "all"]);
    assert_eq!(column(&result, "reason")[1], "keeps its owner");
    assert_eq!((result.kept, result.unassigned, result.owners[0].assigned, result.rules[0].matched), (2, 0, 2, 3));
    // A column without any owner keeps nobody.
    assert_eq!(run(&table("leadId,owner\n1,\n"), &rules, &options).kept, 0);
}

#[case]
fn rules_are_checked() {
    let good = || rule("x", Method::RoundRobin, vec![owner("a")]);
    let fails =
        |rules: Vec<AssignmentRule>| assign_leads(&leads(1), &rules, &AssignmentOptions::default()).unwrap_err();
    let message = |rules: Vec<AssignmentRule>| {
        let error = fails(rules);
        assert_eq!(error.kind().code(), "invalid-option", "{error:?}");
        error.message().to_owned()
    };
    assert_eq!(message(vec![]), "there are no rules");
    assert_eq!(message(vec![good(), good()]), "rules[1].name: \"x\" occurs twice");
    assert_eq!(message(vec![rule("", Method::First, vec![owner("a")])]), "rules[0].name: is empty");
    assert_eq!(message(vec![rule("x", Method::First, vec![])]), "rules[0]: there are neither owners nor a queue");
    assert_eq!(message(vec![queue("x", "")]), "rules[0].queue: is empty");
    assert_eq!(message(vec![rule("x", Method::First, vec![owner("")])]), "rules[0].owners[0].owner: is empty");
    assert_eq!(
        message(vec![rule("x", Method::First, vec![owner("a"), owner("a")])]),
        "rules[0].owners[1].owner: \"a\" occurs twice"
    );
    assert_eq!(
        message(vec![rule("x", Method::Weighted, vec![weighted("a", 0)])]),
        "rules[0].owners[0].weight: 0 is not a weight"
    );
    assert_eq!(
        message(vec![rule("x", Method::First, vec![weighted("a", 2)])]),
        "rules[0].owners[0].weight: the method is first"
    );
    let two = vec![rule("x", Method::First, vec![limited("a", 1)]), rule("y", Method::First, vec![limited("a", 2)])];
    assert_eq!(message(two), "rules[1].owners[0].capacity: \"a\" has a capacity of 1 in another rule and 2 here");
    // A capacity holds wherever the owner stands.
    let shared =
        [rule("x", Method::First, vec![owner("a")]), rule("y", Method::First, vec![limited("a", 1), owner("b")])];
    assert_eq!(owners(&run(&leads(2), &shared, &AssignmentOptions::default())), "a b");
    let filtered = |filter: Filter| {
        fails(vec![good(), AssignmentRule { when: Some(vec![filter]), ..rule("y", Method::First, vec![owner("a")]) }])
    };
    let mismatch = filtered(Filter { is: Some(Cell::Number(5.0)), ..is("leadId", "") });
    assert_eq!(place(&mismatch), ("wrong-type", None, Some("leadId")));
    let missing = filtered(is("country", "DE"));
    assert_eq!(place(&missing), ("missing-column", None, Some("country")));
    assert!(missing.message().starts_with("rules[1].when: "), "{}", missing.message());
    for load in [-1.0, f64::NAN, f64::INFINITY] {
        let options = AssignmentOptions { loads: Some(vec![("a".to_owned(), load)]), ..AssignmentOptions::default() };
        assert_eq!(place(&assign_leads(&leads(1), &[good()], &options).unwrap_err()).0, "invalid-option");
    }
}

#[case]
fn states_are_checked() {
    let rules = [rule("x", Method::Weighted, vec![owner("a"), owner("b")])];
    let good = run(&leads(1), &rules, &AssignmentOptions::default()).state;
    let with = |change: &dyn Fn(&mut AssignmentState)| -> Result<Assignment, Error> {
        let mut state = good.clone();
        change(&mut state);
        assign_leads(&leads(1), &rules, &AssignmentOptions { state: Some(state), ..AssignmentOptions::default() })
    };
    assert!(with(&|_| ()).is_ok());
    let value = |value: f64| move |state: &mut AssignmentState| state.rules[0].current[0].value = value;
    for change in [
        &(|state: &mut AssignmentState| state.version = 2) as &dyn Fn(&mut AssignmentState),
        &|state| state.rules.push(RuleState { rule: "x".to_owned(), ..RuleState::default() }),
        &|state| state.rules[0].current.push(CurrentWeight { owner: "a".to_owned(), value: 0.0 }),
        &value(0.5),
        &value(f64::NAN),
        &value(f64::INFINITY),
        &value(1e13),
    ] {
        assert_eq!(with(change).unwrap_err().kind().code(), "bad-state");
    }
    // Values within the limits are taken as they are, however they came about.
    assert!(with(&value(-1e12)).is_ok());
}
