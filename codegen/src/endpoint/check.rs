//! Holds a table against the endpoint tests of its model.

use personalize_events_ast::Position;

use super::arn;
use super::evaluate::{Inputs, constant, evaluate};
use super::partition::Partition;
use super::report::EndpointReport;
use super::resolve::{Names, rejection, resolve, without_defaults};
use crate::ir::{
    BuiltIn, EndpointTable, EndpointTest, Expected, OperationParameters, Outcome, ParameterValue,
    RuleSet, Static,
};

/// The region of clients in tests that set none, if the endpoint depends on no region.
const REGION: &str = "us-east-1";

/// The parts of a test.
struct Case<'a> {
    region: Option<&'a str>,
    variant: (bool, bool),
    endpoint: Option<&'a str>,
    /// The parameters that operations set.
    parameters: Static,
}

impl Case<'_> {
    /// The ARN in the request, which is the parameter with this name.
    fn arn(&self, name: &str) -> Option<&str> {
        match self.parameters.get(name)? {
            ParameterValue::Text(arn) => Some(arn),
            ParameterValue::Boolean(_) => None,
        }
    }

    /// Whether the parameters are those of operations, which always set an ARN that they have.
    fn is_of(&self, parameters: &OperationParameters) -> bool {
        let fixed = self.parameters.iter();
        let fixed = fixed.filter(|(name, _)| Some(*name) != parameters.arn.as_ref());
        fixed.eq(&parameters.fixed)
    }
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
        let Some(table) = tables.iter().find(|table| case.is_of(&table.parameters)) else {
            let mut names = case.parameters.keys().chain(parameters(tables));
            let name = names.next().cloned().unwrap_or_default();
            *report.left_out.entry(name).or_default() += 1;
            continue;
        };
        let expected = match &test.expected {
            Expected::Error(message) => Ok(Outcome::Error(message.clone())),
            Expected::Endpoint(endpoint) => constant(endpoint),
        };
        let region = case.region.unwrap_or(REGION);
        let expected =
            expected.map(|expected| without_defaults(expected, names.signing_name, region));
        let found = found(table, names, &case, &expected);
        if Ok(&found) == expected.as_ref() {
            report.passed += 1;
        } else if let (None, None, Expected::Endpoint(_)) =
            (case.region, case.endpoint, &test.expected)
        {
            // The client always has a region.
            *report.left_out.entry("Region".to_owned()).or_default() += 1;
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
    let tables = tables.iter().map(|table| &table.parameters);
    tables.flat_map(|parameters| parameters.fixed.keys().chain(&parameters.arn))
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
    let region = case.region.unwrap_or(REGION);
    let outcome = match (case.endpoint, case.region, expected) {
        (Some(_), ..) if case.variant != (false, false) => {
            own("an endpoint URL cannot be combined with FIPS or dual-stack endpoints")
        }
        (Some(url), ..) => {
            let rejection = rejection(table, names, region);
            rejection.unwrap_or_else(|| Outcome::Endpoint {
                url: url.to_owned(),
                signing_name: None,
                signing_region: None,
                region_set: table.region_set.clone(),
            })
        }
        (None, None, Ok(Outcome::Error(_))) if table.arn.is_none() => own("no region is set"),
        (None, ..) => resolve(table, names, region, case.variant),
    };
    let (Some(endpoint), Some(name)) = (&table.arn, &table.parameters.arn) else {
        return outcome;
    };
    match (outcome, case.arn(name)) {
        (outcome, Some(arn)) => arn::resolve(endpoint, arn, outcome),
        (Outcome::Error(message), None) => Outcome::Error(message),
        (Outcome::Endpoint { .. }, None) => own("the member with the ARN is required"),
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
        arn: None,
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
            region_set,
        } => {
            let name = signing_name
                .iter()
                .map(|name| format!(", signing name {name}"));
            let region = signing_region.iter();
            let region = region.map(|region| format!(", signing region {region}"));
            let set = region_set.iter();
            let set = set.map(|regions| format!(", signing regions {regions}"));
            let signing: String = name.chain(region).chain(set).collect();
            format!("`{url}{signing}`")
        }
    }
}
