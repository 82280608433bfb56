//! The regions that rules name.

use std::collections::BTreeSet;

use crate::ir::{Call, EndpointRule, Expression, Piece, RuleSet, Then};

/// The texts that rules compare with others, as far as they can be names of regions.
pub(super) fn named_regions(rule_set: &RuleSet) -> BTreeSet<String> {
    let mut regions = BTreeSet::new();
    for rule in &rule_set.rules {
        of_rule(rule, &mut regions);
    }
    regions
}

fn of_rule(rule: &EndpointRule, regions: &mut BTreeSet<String>) {
    for condition in &rule.conditions {
        of_call(&condition.call, regions);
    }
    if let Then::Rules(rules) = &rule.then {
        for rule in rules {
            of_rule(rule, regions);
        }
    }
}

fn of_call(call: &Call, regions: &mut BTreeSet<String>) {
    for argument in &call.arguments {
        match argument {
            Expression::Call(inner) => of_call(inner, regions),
            Expression::Template(pieces) if call.function == "stringEquals" => {
                if let [Piece::Text(text)] = pieces.as_slice()
                    && text.contains('-')
                    && text
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                {
                    regions.insert(text.clone());
                }
            }
            Expression::Template(_)
            | Expression::Boolean(_)
            | Expression::Reference(_)
            | Expression::Other => {}
        }
    }
}
