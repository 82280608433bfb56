//! Evaluates endpoint rules for one set of parameters.
//!
//! Functions that all of AWS's restJson1 services do without, except for parameters that clients do not set, are not
//! supported: they are an error if they are evaluated.

use std::borrow::Cow;

use super::assumptions::{ArnTest, Assumptions};
use super::partition::Partition;
use super::schemes::supported;
use super::url::Url;
use crate::ir::{
    ArnPart, BuiltIn, Call, EndpointRule, EndpointValue, Expression, Outcome, Parameter,
    ParameterValue, Piece, RuleSet, Static, Then,
};

/// The placeholder of a part of an ARN starts with it.
pub(super) const ARN: &str = "{arn#";

/// The parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inputs<'a> {
    pub(super) region: &'a str,
    /// The partition of the region.
    pub(super) partition: Partition,
    pub(super) fips: bool,
    pub(super) dual_stack: bool,
    pub(super) endpoint: Option<&'a str>,
    /// Those that the operation sets.
    pub(super) parameters: &'a Static,
    /// The one that is an ARN.
    pub(super) arn: Option<&'a Assumptions<'a>>,
}

/// The value of an expression; `None` if it is not set.
type Found<'a> = Result<Option<Value<'a>>, String>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value<'a> {
    Text(Cow<'a, str>),
    Boolean(bool),
    Partition,
    Url(Url),
    /// The ARN in a request.
    Arn,
    ParsedArn,
    ArnPart(ArnPart),
}

impl<'a> From<&'a ParameterValue> for Value<'a> {
    fn from(value: &'a ParameterValue) -> Self {
        match value {
            ParameterValue::Text(text) => Self::Text(text.into()),
            ParameterValue::Boolean(value) => Self::Boolean(*value),
        }
    }
}

/// Evaluates a rule set. The error is what is wrong with the rules or unsupported.
pub(super) fn evaluate<'a>(rule_set: &'a RuleSet, inputs: &Inputs<'a>) -> Result<Outcome, String> {
    let mut scope = Scope {
        region: inputs.region,
        partition: inputs.partition,
        arn: inputs.arn,
        values: Vec::new(),
    };
    for (name, parameter) in &rule_set.parameters {
        let value = inputs.value(name, parameter);
        if parameter.required && value.is_none() {
            return Err(format!(
                "the parameter `{name}` is required, but operations do not set it"
            ));
        }
        scope.values.push((name, value));
    }
    let outcome = scope.rules(&rule_set.rules)?;
    outcome.ok_or_else(|| "no rule applies".to_owned())
}

impl<'a> Inputs<'a> {
    fn value(&self, name: &str, parameter: &'a Parameter) -> Option<Value<'a>> {
        let text = |text: &'a str| Value::Text(text.into());
        let set = match parameter.built_in {
            Some(BuiltIn::Region) => Some(text(self.region)),
            Some(BuiltIn::Fips) => Some(Value::Boolean(self.fips)),
            Some(BuiltIn::DualStack) => Some(Value::Boolean(self.dual_stack)),
            Some(BuiltIn::Endpoint) => self.endpoint.map(text),
            None if self.arn.is_some_and(|arn| arn.parameter == name) => Some(Value::Arn),
            None => self.parameters.get(name).map(Value::from),
        };
        set.or_else(|| parameter.default.as_ref().map(Value::from))
    }
}

/// The names that are defined.
struct Scope<'a> {
    region: &'a str,
    partition: Partition,
    arn: Option<&'a Assumptions<'a>>,
    values: Vec<(&'a str, Option<Value<'a>>)>,
}

impl<'a> Scope<'a> {
    /// The outcome of the first rule whose conditions are true, and that of no other: its own rules must have one.
    fn rules(&mut self, rules: &'a [EndpointRule]) -> Result<Option<Outcome>, String> {
        let outer = self.values.len();
        for rule in rules {
            if self.is_true(rule)? {
                let outcome = match &rule.then {
                    Then::Rules(rules) => self.rules(rules)?,
                    Then::Endpoint(endpoint) => Some(self.endpoint(endpoint)?),
                    Then::Error(message) => Some(Outcome::Error(self.shown(message)?)),
                };
                self.values.truncate(outer);
                return Ok(outcome);
            }
            self.values.truncate(outer);
        }
        Ok(None)
    }

    /// Whether all conditions are true; defines their results.
    fn is_true(&mut self, rule: &'a EndpointRule) -> Result<bool, String> {
        for condition in &rule.conditions {
            let value = self.call(&condition.call)?;
            if matches!(value, None | Some(Value::Boolean(false))) {
                return Ok(false);
            }
            if let Some(name) = &condition.assign {
                self.values.push((name, value));
            }
        }
        Ok(true)
    }

    fn call(&self, call: &'a Call) -> Found<'a> {
        let value = match (call.function.as_str(), call.arguments.as_slice()) {
            ("isSet", [value]) => Value::Boolean(self.value(value)?.is_some()),
            ("not", [value]) => Value::Boolean(!self.boolean(value)?),
            ("booleanEquals", [left, right]) => {
                Value::Boolean(self.boolean(left)? == self.boolean(right)?)
            }
            ("stringEquals", [left, right]) => Value::Boolean(self.equals(left, right)?),
            ("getAttr", [value, path]) => {
                let value = self.value(value)?;
                return self.attribute(value, &self.text(path)?).map(Some);
            }
            ("aws.partition", [region]) => {
                if self.text(region)? != self.region {
                    let message = "`aws.partition` is supported for the region of the client only";
                    return Err(message.to_owned());
                }
                Value::Partition
            }
            ("aws.parseArn", [arn]) => match (self.value(arn)?, self.arn) {
                (Some(Value::Arn), Some(assumptions)) => {
                    return Ok(assumptions.test(ArnTest::IsArn).then_some(Value::ParsedArn));
                }
                _ => return Err("`aws.parseArn` is supported for a member only".to_owned()),
            },
            ("parseURL", [url]) => return Ok(Url::parse(&self.text(url)?).map(Value::Url)),
            (function, _) => {
                return Err(format!("the call of `{function}` is not supported"));
            }
        };
        Ok(Some(value))
    }

    fn value(&self, expression: &'a Expression) -> Found<'a> {
        match expression {
            Expression::Boolean(value) => Ok(Some(Value::Boolean(*value))),
            Expression::Template(pieces) => self.template(pieces),
            Expression::Reference(name) => self.reference(name),
            Expression::Call(call) => self.call(call),
            Expression::Other => Err("numbers and lists are not supported".to_owned()),
        }
    }

    fn reference(&self, name: &str) -> Found<'a> {
        let mut values = self.values.iter().rev();
        let found = values.find(|(defined, _)| *defined == name);
        let found = found.ok_or_else(|| format!("the name `{name}` is not defined"))?;
        Ok(found.1.clone())
    }

    fn boolean(&self, expression: &'a Expression) -> Result<bool, String> {
        match self.value(expression)? {
            Some(Value::Boolean(value)) => Ok(value),
            _ => Err("a value is not set or no boolean".to_owned()),
        }
    }

    fn text(&self, expression: &'a Expression) -> Result<Cow<'a, str>, String> {
        into_text(self.value(expression)?)
    }

    fn equals(&self, left: &'a Expression, right: &'a Expression) -> Result<bool, String> {
        match (self.value(left)?, self.value(right)?, self.arn) {
            (Some(Value::ArnPart(part)), other, Some(assumptions))
            | (other, Some(Value::ArnPart(part)), Some(assumptions)) => {
                Ok(assumptions.test(ArnTest::Equals(part, into_text(other)?.into_owned())))
            }
            (left, right, _) => Ok(into_text(left)? == into_text(right)?),
        }
    }

    fn template(&self, pieces: &'a [Piece]) -> Found<'a> {
        let text = match pieces {
            [Piece::Reference(name, path)] => return self.referenced(name, path.as_deref()),
            [Piece::Text(text)] => text.into(),
            pieces => {
                let texts = pieces.iter().map(|piece| match piece {
                    Piece::Text(text) => Ok(text.into()),
                    Piece::Reference(name, path) => {
                        into_text(self.referenced(name, path.as_deref())?)
                    }
                });
                texts.collect::<Result<String, String>>()?.into()
            }
        };
        Ok(Some(Value::Text(text)))
    }

    fn referenced(&self, name: &str, path: Option<&str>) -> Found<'a> {
        let value = self.reference(name)?;
        match path {
            Some(path) => self.attribute(value, path).map(Some),
            None => Ok(value),
        }
    }

    /// The text of a URL or a message, which has placeholders for what requests and regions have.
    fn shown(&self, expression: &'a Expression) -> Result<String, String> {
        let Expression::Template(pieces) = expression else {
            return self.text(expression).map(Cow::into_owned);
        };
        let texts = pieces.iter().map(|piece| {
            let (name, path) = match piece {
                Piece::Text(text) => return Ok(text.clone()),
                Piece::Reference(name, path) => (name, path.as_deref()),
            };
            if path == Some("name") && self.reference(name)? == Some(Value::Partition) {
                return Ok(self.partition.shown_name.to_owned());
            }
            match self.referenced(name, path)? {
                Some(Value::ArnPart(part)) => {
                    let known = self.arn.and_then(|assumptions| assumptions.value(part));
                    Ok(known.unwrap_or_else(|| format!("{ARN}{}}}", part.label())))
                }
                value => Ok(into_text(value)?.into_owned()),
            }
        });
        texts.collect()
    }

    fn attribute(&self, value: Option<Value<'a>>, path: &str) -> Result<Value<'a>, String> {
        let partition = &self.partition;
        let unsupported = || format!("the attribute `{path}` is not supported");
        let text = match (value, path) {
            (Some(Value::Partition), "name") => partition.name,
            (Some(Value::Partition), "dnsSuffix") => partition.dns_suffix,
            (Some(Value::Partition), "dualStackDnsSuffix") => partition.dual_stack_dns_suffix,
            (Some(Value::Partition), "implicitGlobalRegion") => partition.implicit_global_region,
            (Some(Value::Partition), "supportsFIPS") => return Ok(Value::Boolean(true)),
            (Some(Value::Partition), "supportsDualStack") => {
                return Ok(Value::Boolean(partition.supports_dual_stack));
            }
            (Some(Value::Url(url)), path) => {
                let text = url.attribute(path).ok_or_else(unsupported)?;
                return Ok(Value::Text(text.to_owned().into()));
            }
            (Some(Value::ParsedArn), path) => {
                let part = ArnPart::with_attribute(path).ok_or_else(unsupported)?;
                return Ok(Value::ArnPart(part));
            }
            _ => return Err(unsupported()),
        };
        Ok(Value::Text(text.into()))
    }

    fn endpoint(&self, endpoint: &'a EndpointValue) -> Result<Outcome, String> {
        if let Some(other) = endpoint.others.first() {
            return Err(format!("`{other}` of an endpoint is not supported"));
        }
        let url = self.shown(&endpoint.url)?;
        let scheme = match &endpoint.auth_schemes {
            Some(schemes) => {
                let names = schemes.iter().map(|scheme| self.text(&scheme.name));
                Some(supported(&names.collect::<Result<Vec<_>, _>>()?, schemes)?)
            }
            None => None,
        };
        let text = |text: Option<&'a Expression>| {
            let text = text.map(|text| self.text(text)).transpose()?;
            Ok::<_, String>(text.map(Cow::into_owned))
        };
        let region_set = scheme.and_then(|scheme| scheme.region_set.as_ref());
        let region_set = region_set.map(|regions| {
            let regions = regions.iter().map(|region| self.text(region));
            regions.collect::<Result<Vec<_>, _>>()
        });
        Ok(Outcome::Endpoint {
            url,
            signing_name: text(scheme.and_then(|scheme| scheme.signing_name.as_ref()))?,
            signing_region: text(scheme.and_then(|scheme| scheme.signing_region.as_ref()))?,
            region_set: region_set.transpose()?.map(|regions| regions.join(",")),
        })
    }
}

fn into_text(value: Option<Value<'_>>) -> Result<Cow<'_, str>, String> {
    match value {
        Some(Value::Text(text)) => Ok(text),
        _ => Err("a value is not set or no string".to_owned()),
    }
}

/// The outcome that a test expects: an expression without references.
pub(super) fn constant(endpoint: &EndpointValue) -> Result<Outcome, String> {
    let [partition, ..] = super::partition::PARTITIONS;
    let scope = Scope {
        region: "",
        partition,
        arn: None,
        values: Vec::new(),
    };
    scope.endpoint(endpoint)
}
