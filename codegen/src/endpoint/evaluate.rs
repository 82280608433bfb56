//! Evaluates endpoint rules for one set of parameters.
//!
//! Functions that all of AWS's restJson1 services do without, except for parameters that clients do not set, are not
//! supported: they are an error if they are evaluated.

use super::partition::Partition;
use crate::ir::{
    AuthScheme, BuiltIn, Call, EndpointRule, EndpointValue, Expression, Outcome, Parameter,
    ParameterValue, Piece, RuleSet, Static, Then,
};

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
}

/// The value of an expression; `None` if it is not set.
type Found = Result<Option<Value>, String>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    Boolean(bool),
    Partition,
}

impl From<ParameterValue> for Value {
    fn from(value: ParameterValue) -> Self {
        match value {
            ParameterValue::Text(text) => Self::Text(text),
            ParameterValue::Boolean(value) => Self::Boolean(value),
        }
    }
}

/// Evaluates a rule set. The error is what is wrong with the rules or unsupported.
pub(super) fn evaluate<'a>(rule_set: &'a RuleSet, inputs: &Inputs<'a>) -> Result<Outcome, String> {
    let mut scope = Scope {
        region: inputs.region,
        partition: inputs.partition,
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

impl Inputs<'_> {
    fn value(&self, name: &str, parameter: &Parameter) -> Option<Value> {
        let text = |text: &str| Value::Text(text.to_owned());
        let set = match parameter.built_in {
            Some(BuiltIn::Region) => Some(text(self.region)),
            Some(BuiltIn::Fips) => Some(Value::Boolean(self.fips)),
            Some(BuiltIn::DualStack) => Some(Value::Boolean(self.dual_stack)),
            Some(BuiltIn::Endpoint) => self.endpoint.map(text),
            None => self.parameters.get(name).cloned().map(Value::from),
        };
        set.or_else(|| parameter.default.clone().map(Value::from))
    }
}

/// The names that are defined.
struct Scope<'a> {
    region: &'a str,
    partition: Partition,
    values: Vec<(&'a str, Option<Value>)>,
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
                    Then::Error(message) => Some(Outcome::Error(self.text(message)?)),
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

    fn call(&self, call: &Call) -> Found {
        let value = match (call.function.as_str(), call.arguments.as_slice()) {
            ("isSet", [value]) => Value::Boolean(self.value(value)?.is_some()),
            ("not", [value]) => Value::Boolean(!self.boolean(value)?),
            ("booleanEquals", [left, right]) => {
                Value::Boolean(self.boolean(left)? == self.boolean(right)?)
            }
            ("stringEquals", [left, right]) => {
                Value::Boolean(self.text(left)? == self.text(right)?)
            }
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
            (function, _) => {
                return Err(format!("the call of `{function}` is not supported"));
            }
        };
        Ok(Some(value))
    }

    fn value(&self, expression: &Expression) -> Found {
        match expression {
            Expression::Boolean(value) => Ok(Some(Value::Boolean(*value))),
            Expression::Template(pieces) => Ok(Some(Value::Text(self.template(pieces)?))),
            Expression::Reference(name) => self.reference(name),
            Expression::Call(call) => self.call(call),
            Expression::Other => Err("numbers and lists are not supported".to_owned()),
        }
    }

    fn reference(&self, name: &str) -> Found {
        let mut values = self.values.iter().rev();
        let found = values.find(|(defined, _)| *defined == name);
        let found = found.ok_or_else(|| format!("the name `{name}` is not defined"))?;
        Ok(found.1.clone())
    }

    fn boolean(&self, expression: &Expression) -> Result<bool, String> {
        match self.value(expression)? {
            Some(Value::Boolean(value)) => Ok(value),
            _ => Err("a value is not set or no boolean".to_owned()),
        }
    }

    fn text(&self, expression: &Expression) -> Result<String, String> {
        into_text(self.value(expression)?)
    }

    fn template(&self, pieces: &[Piece]) -> Result<String, String> {
        let texts = pieces.iter().map(|piece| match piece {
            Piece::Text(text) => Ok(text.clone()),
            Piece::Reference(name, None) => into_text(self.reference(name)?),
            Piece::Reference(name, Some(path)) => {
                into_text(Some(self.attribute(self.reference(name)?, path)?))
            }
        });
        texts.collect()
    }

    fn attribute(&self, value: Option<Value>, path: &str) -> Result<Value, String> {
        let partition = &self.partition;
        let text = match (value, path) {
            (Some(Value::Partition), "name") => partition.name,
            (Some(Value::Partition), "dnsSuffix") => partition.dns_suffix,
            (Some(Value::Partition), "dualStackDnsSuffix") => partition.dual_stack_dns_suffix,
            (Some(Value::Partition), "implicitGlobalRegion") => partition.implicit_global_region,
            (Some(Value::Partition), "supportsFIPS") => return Ok(Value::Boolean(true)),
            (Some(Value::Partition), "supportsDualStack") => {
                return Ok(Value::Boolean(partition.supports_dual_stack));
            }
            _ => return Err(format!("the attribute `{path}` is not supported")),
        };
        Ok(Value::Text(text.to_owned()))
    }

    fn endpoint(&self, endpoint: &EndpointValue) -> Result<Outcome, String> {
        if let Some(other) = endpoint.others.first() {
            return Err(format!("`{other}` of an endpoint is not supported"));
        }
        let (signing_name, signing_region) = match &endpoint.auth_schemes {
            Some(schemes) => self.sigv4(schemes)?,
            None => (None, None),
        };
        Ok(Outcome::Endpoint {
            url: self.text(&endpoint.url)?,
            signing_name,
            signing_region,
        })
    }

    /// The names to sign for, of the first scheme that is supported.
    fn sigv4(&self, schemes: &[AuthScheme]) -> Result<(Option<String>, Option<String>), String> {
        let mut names = Vec::new();
        for scheme in schemes {
            let name = self.text(&scheme.name)?;
            if name == "sigv4" {
                let text = |text: &Option<Expression>| {
                    text.as_ref().map(|text| self.text(text)).transpose()
                };
                return Ok((text(&scheme.signing_name)?, text(&scheme.signing_region)?));
            }
            names.push(name);
        }
        let names = names.join("`, `");
        Err(format!(
            "an endpoint requires the authentication scheme `{names}`, but only `sigv4` is supported"
        ))
    }
}

fn into_text(value: Option<Value>) -> Result<String, String> {
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
        values: Vec::new(),
    };
    scope.endpoint(endpoint)
}
