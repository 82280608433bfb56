//! Rules on the ARN in a request: what they require of it, and how the host name depends on it.
//!
//! The ARN is not known when rules are evaluated, so the result of each question about it is assumed. One of the two
//! results must be an error without further questions: the rules are then a list of checks, and what follows them.

use super::assumptions::{ArnTest, Assumptions};
use super::evaluate::{ARN, Inputs, evaluate};
use crate::ir::{ArnCheck, ArnEndpoint, ArnPart, Outcome, RuleSet};

/// Evaluates a rule set with an unknown ARN as the value of `parameter`: the outcome for one that is valid, and what is
/// required of it. The error is what is unsupported.
pub(super) fn evaluate_with_arn(
    rule_set: &RuleSet,
    inputs: &Inputs<'_>,
    parameter: &str,
) -> Result<(Outcome, Option<ArnEndpoint>), String> {
    let run = |results: &[bool]| {
        let assumptions = Assumptions::new(parameter, results);
        let arn = Some(&assumptions);
        let outcome = evaluate(rule_set, &Inputs { arn, ..*inputs })?;
        Ok::<_, String>((outcome, assumptions.next()))
    };
    let mut results = Vec::new();
    let mut required = Vec::new();
    let (mut outcome, mut next) = run(&results)?;
    while let Some(test) = next {
        let [yes, no] = [true, false].map(|result| run(&[&results[..], &[result]].concat()));
        let (is_true, message) = match (yes?, no?) {
            (valid, (Outcome::Error(message), None)) => {
                (outcome, next) = valid;
                (true, message)
            }
            ((Outcome::Error(message), None), valid) => {
                (outcome, next) = valid;
                (false, message)
            }
            _ => {
                return Err("several endpoints for parts of an ARN are not supported".to_owned());
            }
        };
        results.push(is_true);
        required.push((test, is_true, message));
    }
    match outcome {
        Outcome::Error(message) => Ok((Outcome::Error(without_arn(message)?), None)),
        Outcome::Endpoint {
            url,
            signing_name,
            signing_region,
            region_set,
        } => {
            let (host_label, url) = split(&url)?;
            let outcome = Outcome::Endpoint {
                url,
                signing_name,
                signing_region,
                region_set,
            };
            Ok((outcome, Some(arn_endpoint(required, host_label)?)))
        }
    }
}

/// The checks that result from the tests, the results that are no errors, and the messages of the others.
fn arn_endpoint(
    required: Vec<(ArnTest, bool, String)>,
    host_label: ArnPart,
) -> Result<ArnEndpoint, String> {
    let mut found = ArnEndpoint {
        invalid: String::new(),
        checks: Vec::new(),
        host_label,
    };
    for (test, is_true, message) in required {
        match test {
            ArnTest::IsArn => found.invalid = without_arn(message)?,
            ArnTest::Equals(part, value) => found.checks.push(ArnCheck {
                part,
                value,
                is_equal: is_true,
                message: public(&message)?,
            }),
        }
    }
    Ok(found)
}

/// Splits a URL into the part of the ARN before its host name, and the rest.
fn split(url: &str) -> Result<(ArnPart, String), String> {
    let unsupported = || {
        "an ARN is supported if one part of it is the label before the host name only".to_owned()
    };
    let (scheme, rest) = url.split_once("://").ok_or_else(unsupported)?;
    let (part, rest) = rest
        .strip_prefix(ARN)
        .and_then(|rest| rest.split_once("}."))
        .ok_or_else(unsupported)?;
    let mut parts = ArnPart::ALL.into_iter();
    let part = parts
        .find(|found| found.label() == part)
        .ok_or_else(unsupported)?;
    if rest.contains(ARN) {
        return Err(unsupported());
    }
    Ok((part, format!("{scheme}://{rest}")))
}

/// A message with the placeholders of tables. Those of an ARN's partition, service, region and type of resource are
/// supported: the rest of it is user data.
fn public(message: &str) -> Result<String, String> {
    let mut text = message.to_owned();
    for part in [
        ArnPart::Partition,
        ArnPart::Service,
        ArnPart::Region,
        ArnPart::ResourceType,
    ] {
        let label = part.label();
        text = text.replace(&format!("{ARN}{label}}}"), &format!("{{{label}}}"));
    }
    without_arn(text)
}

fn without_arn(message: String) -> Result<String, String> {
    if message.contains(ARN) {
        return Err("a message with this part of an ARN is not supported".to_owned());
    }
    Ok(message)
}

/// What the client does with an ARN: an error, or the endpoint with the label before its host name.
pub(super) fn resolve(endpoint: &ArnEndpoint, arn: &str, outcome: Outcome) -> Outcome {
    let Some(parts) = Parts::parse(arn) else {
        return Outcome::Error(endpoint.invalid.clone());
    };
    let failed = endpoint
        .checks
        .iter()
        .find(|check| (parts.get(check.part) == check.value) != check.is_equal);
    if let Some(check) = failed {
        let mut message = check.message.clone();
        for part in ArnPart::ALL {
            message = message.replace(&format!("{{{}}}", part.label()), parts.get(part));
        }
        return Outcome::Error(message);
    }
    match outcome {
        Outcome::Error(_) => outcome,
        Outcome::Endpoint {
            url,
            signing_name,
            signing_region,
            region_set,
        } => {
            let label = parts.get(endpoint.host_label);
            Outcome::Endpoint {
                url: url.replacen("://", &format!("://{label}."), 1),
                signing_name,
                signing_region,
                region_set,
            }
        }
    }
}

/// The parts of an ARN after `arn`, in their order.
struct Parts<'a>([&'a str; 5]);

impl<'a> Parts<'a> {
    /// As `aws.parseArn`: partition, service and resource are not empty.
    fn parse(arn: &'a str) -> Option<Self> {
        let mut parts = arn.strip_prefix("arn:")?.splitn(5, ':');
        let mut next = || parts.next();
        let parts = [next()?, next()?, next()?, next()?, next()?];
        let [partition, service, _, _, resource] = parts;
        let is_valid = ![partition, service, resource].contains(&"");
        is_valid.then_some(Self(parts))
    }

    fn get(&self, part: ArnPart) -> &'a str {
        let [partition, service, region, account, resource] = self.0;
        match part {
            ArnPart::Partition => partition,
            ArnPart::Service => service,
            ArnPart::Region => region,
            ArnPart::AccountId => account,
            ArnPart::ResourceType => resource.split([':', '/']).next().unwrap_or_default(),
        }
    }
}
