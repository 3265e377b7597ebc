//! Assignment. Rules and states cross as plain objects.

use super::options::{Fault, FromJs, entries, one_of, options_of};
use super::table::{RawResult, RawTable};
use super::{options, thrown};
use crate::assignment::{
    Assignment, AssignmentOptions, AssignmentRule, AssignmentState, CurrentWeight, Method, Owner, OwnerLoad,
    QueueCount, RuleCount, RuleState, assign_leads,
};
use crate::error::{Error, ErrorKind};
use serde::Serialize;
use wasm_bindgen::prelude::*;

options_of!(AssignmentOptions {
    "leadId" => lead_id,
    "order" => order,
    "loads" => loads,
    "state" => state,
    "fallback" => fallback,
    "skip" => skip,
    "utcOffset" => utc_offset,
    "locale" => locale,
});

options_of!(AssignmentRule {
    "name" => name,
    "when" => when,
    "owners" => owners,
    "queue" => queue,
    "method" => method,
});

options_of!(Owner { "owner" => owner, "capacity" => capacity, "weight" => weight, });

options_of!(AssignmentState { "version" => version, "rules" => rules, });

options_of!(RuleState { "rule" => rule, "last" => last, "current" => current, });

options_of!(CurrentWeight { "owner" => owner, "value" => value, });

impl FromJs for Method {
    fn from_js(value: &JsValue) -> Result<Method, Fault> {
        let methods = [Method::First, Method::RoundRobin, Method::LeastLoaded, Method::Weighted];
        one_of(value, &methods.map(|method| (method.name(), method)))
    }
}

impl FromJs for Vec<(String, f64)> {
    fn from_js(value: &JsValue) -> Result<Vec<(String, f64)>, Fault> {
        let read = |(name, value): (String, JsValue)| match f64::from_js(&value) {
            Ok(number) => Ok((name, number)),
            Err(fault) => Err(fault.inside(name)),
        };
        entries(value)?.into_iter().map(read).collect()
    }
}

#[derive(Serialize)]
struct AssignmentReport {
    owners: Vec<OwnerLoad>,
    queues: Vec<QueueCount>,
    rules: Vec<RuleCount>,
    kept: u32,
    unassigned: u32,
    state: AssignmentState,
}

/// Gives leads to owners and queues. The state of an earlier call is none of the options, as its faults are of another kind.
#[wasm_bindgen(js_name = assignLeads)]
pub fn assign_leads_of(
    table: &RawTable,
    rules: JsValue,
    settings: JsValue,
    state: JsValue,
) -> Result<RawResult, JsValue> {
    let rules: Vec<AssignmentRule> =
        Vec::from_js(&rules).map_err(|fault| thrown(fault.inside("rules".to_owned()).into()))?;
    let mut settings: AssignmentOptions = options(settings)?;
    settings.state = Option::from_js(&state).map_err(|fault| {
        let fault: Error = fault.inside("state".to_owned()).into();
        let help = "Pass the state that an earlier call returned, as it is, or leave it out to begin anew.";
        thrown(Error::new(ErrorKind::BadState, fault.message()).with_help(help))
    })?;
    let Assignment { leads, owners, queues, rules, kept, unassigned, state } =
        assign_leads(&table.0, &rules, &settings).map_err(thrown)?;
    RawResult::new(vec![leads], &AssignmentReport { owners, queues, rules, kept, unassigned, state })
}
