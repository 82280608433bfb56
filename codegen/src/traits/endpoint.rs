//! The traits of endpoint rules and their tests.

use personalize_events_ast::{Node, Trait, Value};

use super::value::{
    Malformed, VALUE, alternatives, array, boolean, entries, non_empty, object, open_object, string,
};
use crate::ir::{
    AuthScheme, BuiltIn, Call, Condition, EndpointRule, EndpointTest, EndpointValue, Expected,
    Expression, Parameter, ParameterValue, Piece, RuleSet, Static, Then,
};

/// `smithy.rules#endpointRuleSet`
pub(super) fn read_rule_set(value: &Trait) -> Result<RuleSet, Malformed> {
    let mut fields = open_object(&value.node, VALUE)?;
    let parameters = fields.required("parameters", |node, item| entries(node, item, parameter));
    let rules = fields.required("rules", |node, item| array(node, item, rule));
    let rule_set = parameters.zip(rules);
    fields.finish(rule_set.map(|(parameters, rules)| RuleSet { parameters, rules }))
}

/// `smithy.rules#endpointTests`
pub(super) fn read_tests(value: &Trait) -> Result<Vec<EndpointTest>, Malformed> {
    let mut fields = open_object(&value.node, VALUE)?;
    let tests = fields.required("testCases", |node, item| array(node, item, test));
    fields.finish(tests)
}

/// `smithy.rules#staticContextParams`
pub(super) fn read_static(value: &Trait) -> Result<Static, Malformed> {
    let parameters = entries(&value.node, VALUE, |node, item| {
        let mut fields = object(node, item, &["value"])?;
        let value = fields.required("value", parameter_value);
        fields.finish(value)
    })?;
    Ok(parameters.into_iter().collect())
}

/// `smithy.rules#contextParam`
pub(super) fn read_context(value: &Trait) -> Result<String, Malformed> {
    let mut fields = object(&value.node, VALUE, &["name"])?;
    let name = fields.required("name", non_empty);
    fields.finish(name)
}

fn parameter(node: &Node, item: &str) -> Result<Parameter, Malformed> {
    let mut fields = open_object(node, item)?;
    let built_in = fields.optional("builtIn", string);
    let required = fields.optional("required", boolean);
    let default = fields.optional("default", parameter_value);
    fields.finish(Some(Parameter {
        built_in: built_in.as_deref().and_then(BuiltIn::with_id),
        required: required.unwrap_or_default(),
        default,
    }))
}

fn parameter_value(node: &Node, item: &str) -> Result<ParameterValue, Malformed> {
    match &node.value {
        Value::String(text) => Ok(ParameterValue::Text(text.clone())),
        Value::Bool(value) => Ok(ParameterValue::Boolean(*value)),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Err(Malformed::expected("a string or a boolean", item, node))
        }
    }
}

fn rule(node: &Node, item: &str) -> Result<EndpointRule, Malformed> {
    let mut fields = open_object(node, item)?;
    let conditions = fields.required("conditions", |node, item| array(node, item, condition));
    let kind = fields.required("type", string);
    let then = match kind.as_deref() {
        Some("tree") => fields
            .required("rules", |node, item| array(node, item, rule))
            .map(Then::Rules),
        Some("endpoint") => fields.required("endpoint", endpoint).map(Then::Endpoint),
        Some("error") => fields.required("error", expression).map(Then::Error),
        Some(kind) => {
            let kinds = alternatives(&["\"tree\"", "\"endpoint\"", "\"error\""]);
            fields.problem(format!("`type` is {kind:?}; use {kinds}"));
            None
        }
        None => None,
    };
    let rule = conditions.zip(then);
    fields.finish(rule.map(|(conditions, then)| EndpointRule { conditions, then }))
}

fn condition(node: &Node, item: &str) -> Result<Condition, Malformed> {
    let mut fields = open_object(node, item)?;
    let assign = fields.optional("assign", non_empty);
    let condition = call(node, item).map(|call| Condition { call, assign })?;
    fields.finish(Some(condition))
}

fn call(node: &Node, item: &str) -> Result<Call, Malformed> {
    let mut fields = open_object(node, item)?;
    let function = fields.required("fn", non_empty);
    let arguments = fields.required("argv", |node, item| array(node, item, expression));
    let call = function.zip(arguments);
    fields.finish(call.map(|(function, arguments)| Call {
        function,
        arguments,
    }))
}

fn expression(node: &Node, item: &str) -> Result<Expression, Malformed> {
    match &node.value {
        Value::Bool(value) => Ok(Expression::Boolean(*value)),
        Value::String(text) => template(text)
            .map(Expression::Template)
            .ok_or_else(|| Malformed::expected("a template with closed braces", item, node)),
        Value::Object(object) if object.get("ref").is_some() => {
            let mut fields = open_object(node, item)?;
            let name = fields.required("ref", non_empty);
            fields.finish(name.map(Expression::Reference))
        }
        Value::Object(_) => call(node, item).map(Expression::Call),
        Value::Null | Value::Number(_) | Value::Array(_) => Ok(Expression::Other),
    }
}

/// The pieces of a template, where `{{` and `}}` are braces. `None` if a brace is not closed.
fn template(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        plain += &rest[..at];
        let (brace, after) = rest[at..].split_at(1);
        if let Some(after) = after.strip_prefix(brace) {
            plain += brace;
            rest = after;
            continue;
        }
        let (name, after) = after.split_once('}').filter(|_| brace == "{")?;
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        let (name, path) = match name.split_once('#') {
            Some((name, path)) => (name, Some(path.to_owned())),
            None => (name, None),
        };
        pieces.push(Piece::Reference(name.to_owned(), path));
        rest = after;
    }
    plain += rest;
    if !plain.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Some(pieces)
}

fn endpoint(node: &Node, item: &str) -> Result<EndpointValue, Malformed> {
    let mut fields = open_object(node, item)?;
    let url = fields.required("url", expression);
    let mut others = Vec::new();
    if let Some(headers) = fields.optional("headers", keys) {
        others.extend(headers.into_iter().map(|name| format!("headers.{name}")));
    }
    if let Some(properties) = fields.optional("properties", keys) {
        let properties = properties.into_iter().filter(|name| name != "authSchemes");
        others.extend(properties.map(|name| format!("properties.{name}")));
    }
    let auth_schemes = fields.optional("properties", |node, item| {
        let mut fields = open_object(node, item)?;
        let schemes = fields.optional("authSchemes", |node, item| array(node, item, auth_scheme));
        fields.finish(Some(schemes))
    });
    fields.finish(url.map(|url| EndpointValue {
        url,
        auth_schemes: auth_schemes.flatten(),
        others,
    }))
}

fn auth_scheme(node: &Node, item: &str) -> Result<AuthScheme, Malformed> {
    let keys = ["name", "signingName", "signingRegion", "signingRegionSet"];
    let mut fields = object(node, item, &keys)?;
    let name = fields.required("name", expression);
    let signing_name = fields.optional("signingName", expression);
    let signing_region = fields.optional("signingRegion", expression);
    let region_set = fields.optional("signingRegionSet", |node, item| {
        array(node, item, expression)
    });
    fields.finish(name.map(|name| AuthScheme {
        name,
        signing_name,
        signing_region,
        region_set,
    }))
}

fn test(node: &Node, item: &str) -> Result<EndpointTest, Malformed> {
    let mut fields = open_object(node, item)?;
    let documentation = fields.optional("documentation", string);
    let parameters = fields.optional("params", |node, item| entries(node, item, parameter_value));
    let expected = fields.required("expect", |node, item| {
        let mut fields = object(node, item, &["endpoint", "error"])?;
        let endpoint = fields
            .optional("endpoint", endpoint)
            .map(Expected::Endpoint);
        let error = fields.optional("error", string).map(Expected::Error);
        if endpoint.is_some() == error.is_some() {
            fields.problem("`expect` has not exactly one of `endpoint` and `error`; correct it");
        }
        fields.finish(endpoint.or(error))
    });
    fields.finish(expected.map(|expected| EndpointTest {
        at: node.at,
        documentation: documentation.unwrap_or_default(),
        parameters: parameters.unwrap_or_default(),
        expected,
    }))
}

fn keys(node: &Node, item: &str) -> Result<Vec<String>, Malformed> {
    let names = entries(node, item, |_, _| Ok(()))?;
    Ok(names.into_keys().collect())
}

#[cfg(test)]
mod tests {
    use super::template;
    use crate::ir::Piece;

    #[test]
    fn templates_have_references_and_escaped_braces() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let reference = |name: &str, path: Option<&str>| {
            Piece::Reference(name.to_owned(), path.map(str::to_owned))
        };
        for (written, pieces) in [
            ("", Some(vec![text("")])),
            ("a.b", Some(vec![text("a.b")])),
            (
                "https://x.{Region}.{Partition#dnsSuffix}/v2",
                Some(vec![
                    text("https://x."),
                    reference("Region", None),
                    text("."),
                    reference("Partition", Some("dnsSuffix")),
                    text("/v2"),
                ]),
            ),
            (
                "{a}{b}",
                Some(vec![reference("a", None), reference("b", None)]),
            ),
            ("{{a}}", Some(vec![text("{a}")])),
            ("{a", None),
            ("a}b", None),
        ] {
            assert_eq!(template(written), pieces, "{written}");
        }
    }
}
