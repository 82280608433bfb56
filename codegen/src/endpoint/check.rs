//! Holds a table against the endpoint tests of its model.

use personalize_events_ast::Position;

use super::evaluate::{Inputs, constant, evaluate};
use super::partition::Partition;
use super::report::EndpointReport;
use super::table::{Names, resolve, without_defaults};
use crate::ir::{
    BuiltIn, EndpointTable, EndpointTest, Expected, Outcome, ParameterValue, RuleSet, Static,
};

/// The parts of a test.
struct Case<'a> {
    region: Option<&'a str>,
    variant: (bool, bool),
    endpoint: Option<&'a str>,
    /// The parameters that operations set.
    parameters: Static,
}

/// Runs the tests; returns the failures too.
pub(super) fn check(
    rule_set: Option<&RuleSet>,
    tables: &[EndpointTable],
    names: Names<'_>,
    tests: &[EndpointTest],
) -> (EndpointReport, Vec<(Position, String)>) {
    let mut report = EndpointReport {
        has_rules: rule_set.is_some(),
        exceptions: tables.iter().map(|table| table.rows.len()).sum(),
        ..EndpointReport::default()
    };
    let mut failures = Vec::new();
    for test in tests {
        let case = case(rule_set, test);
        if let (None, None, Expected::Endpoint(_)) = (case.region, case.endpoint, &test.expected) {
            // The client always has a region.
            *report.left_out.entry("Region".to_owned()).or_default() += 1;
            continue;
        }
        let of_case = |table: &&EndpointTable| table.parameters == case.parameters;
        let Some(table) = tables.iter().find(of_case) else {
            let mut names = case.parameters.keys().chain(parameters(tables));
            let name = names.next().cloned().unwrap_or_default();
            *report.left_out.entry(name).or_default() += 1;
            continue;
        };
        let expected = match &test.expected {
            Expected::Error(message) => Ok(Outcome::Error(message.clone())),
            Expected::Endpoint(endpoint) => constant(endpoint),
        };
        let region = case.region.unwrap_or_default();
        let expected =
            expected.map(|expected| without_defaults(expected, names.signing_name, region));
        let found = found(table, names, &case, &expected);
        if Ok(&found) == expected.as_ref() {
            report.passed += 1;
        } else if rule_set.is_some_and(|rule_set| {
            let earlier = until_2025(rule_set, names, &case);
            earlier.is_some() && earlier == expected.clone().ok()
        }) {
            report.outdated += 1;
        } else {
            failures.push((test.at, failure(test, &expected, &found)));
        }
    }
    (report, failures)
}

/// The names of the parameters that operations set.
fn parameters(tables: &[EndpointTable]) -> impl Iterator<Item = &String> {
    tables.iter().flat_map(|table| table.parameters.keys())
}

fn case<'a>(rule_set: Option<&RuleSet>, test: &'a EndpointTest) -> Case<'a> {
    let mut case = Case {
        region: None,
        variant: (false, false),
        endpoint: None,
        parameters: Static::new(),
    };
    for (name, value) in &test.parameters {
        let built_in = match rule_set {
            Some(rule_set) => rule_set.parameters.get(name).and_then(|it| it.built_in),
            None => BuiltIn::by_convention(name),
        };
        match (built_in, value) {
            (Some(BuiltIn::Region), ParameterValue::Text(region)) => case.region = Some(region),
            (Some(BuiltIn::Endpoint), ParameterValue::Text(url)) => case.endpoint = Some(url),
            (Some(BuiltIn::Fips), ParameterValue::Boolean(fips)) => case.variant.0 = *fips,
            (Some(BuiltIn::DualStack), ParameterValue::Boolean(it)) => case.variant.1 = *it,
            _ => {
                case.parameters.insert(name.clone(), value.clone());
            }
        }
    }
    case
}

/// What the client does. Its own errors are no endpoints, but have other messages.
fn found(
    table: &EndpointTable,
    names: Names<'_>,
    case: &Case<'_>,
    expected: &Result<Outcome, String>,
) -> Outcome {
    let own = |message: &str| match expected {
        Ok(Outcome::Error(expected)) => Outcome::Error(expected.clone()),
        _ => Outcome::Error(message.to_owned()),
    };
    match (case.endpoint, case.region) {
        (Some(_), _) if case.variant != (false, false) => {
            own("an endpoint URL cannot be combined with FIPS or dual-stack endpoints")
        }
        (Some(url), _) => Outcome::Endpoint {
            url: url.to_owned(),
            signing_name: None,
            signing_region: None,
        },
        (None, None) => own("no region is set"),
        (None, Some(region)) => resolve(table, names, region, case.variant),
    }
}

/// What the rules gave with the partitions of that time.
fn until_2025(rule_set: &RuleSet, names: Names<'_>, case: &Case<'_>) -> Option<Outcome> {
    let region = case.region.filter(|_| case.endpoint.is_none())?;
    let (fips, dual_stack) = case.variant;
    let inputs = Inputs {
        region,
        partition: Partition::of(region).until_2025(),
        fips,
        dual_stack,
        endpoint: None,
        parameters: &case.parameters,
    };
    let outcome = evaluate(rule_set, &inputs).ok()?;
    Some(without_defaults(outcome, names.signing_name, region))
}

fn failure(test: &EndpointTest, expected: &Result<Outcome, String>, found: &Outcome) -> String {
    let expected = match expected {
        Ok(expected) => describe(expected),
        Err(message) => message.clone(),
    };
    format!(
        "the endpoint test `{}` fails: expected {expected}, found {}; correct the test or the endpoint rules",
        test.documentation,
        describe(found)
    )
}

/// Each part is quoted, so that a report shows failures as problems of one kind.
fn describe(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Error(message) => format!("the error `{message}`"),
        Outcome::Endpoint {
            url,
            signing_name,
            signing_region,
        } => {
            let name = signing_name
                .iter()
                .map(|name| format!(", signing name {name}"));
            let region = signing_region.iter();
            let region = region.map(|region| format!(", signing region {region}"));
            let signing: String = name.chain(region).collect();
            format!("`{url}{signing}`")
        }
    }
}
