//! Endpoint rules as Smithy's specification defines them, and the tables that result from them.

mod arn;

use personalize_events_ast::Model;

use super::evaluate::{Inputs, evaluate};
use super::partition::Partition;
use super::resolve::{Names, resolve};
use super::table::table;
use crate::ir::{
    EndpointRow, EndpointScope, OperationParameters, Outcome, ParameterValue, RuleSet, Static,
};
use crate::traits::{ENDPOINT_RULE_SET, Reader};

const NAMES: Names<'static> = Names {
    endpoint_prefix: "films",
    signing_name: "films",
};

const PARAMETERS: &str = r#"
    "Region": {"type": "string", "builtIn": "AWS::Region"},
    "UseFIPS": {"type": "boolean", "builtIn": "AWS::UseFIPS", "required": true, "default": false},
    "UseDualStack": {"type": "boolean", "builtIn": "AWS::UseDualStack", "required": true, "default": false},
    "Endpoint": {"type": "string", "builtIn": "SDK::Endpoint"},
    "Plane": {"type": "string"}"#;

/// A rule set with these rules.
fn rule_set(rules: &str) -> RuleSet {
    with_parameters(PARAMETERS, rules)
}

fn with_parameters(parameters: &str, rules: &str) -> RuleSet {
    let text = format!(
        r#"{{"smithy": "2.0", "shapes": {{"a#S": {{"type": "service", "traits": {{
            "smithy.rules#endpointRuleSet":
                {{"version": "1.0", "parameters": {{{parameters}}}, "rules": [{rules}]}}}}}}}}}}"#
    );
    let model = Model::parse(&text).unwrap();
    let service = &model.shapes[0];
    let traits = Reader::checked(&service.traits, &service.id);
    traits.get(&ENDPOINT_RULE_SET).unwrap()
}

/// A rule with these conditions and its result.
fn rule(conditions: &str, then: &str) -> String {
    format!(r#"{{"conditions": [{conditions}], {then}}}"#)
}

fn error(message: &str) -> String {
    format!(r#""type": "error", "error": "{message}""#)
}

fn url(url: &str) -> String {
    format!(r#""type": "endpoint", "endpoint": {{"url": "{url}"}}"#)
}

fn tree(rules: &[String]) -> String {
    format!(r#""type": "tree", "rules": [{}]"#, rules.join(","))
}

fn call(function: &str, arguments: &str) -> String {
    format!(r#"{{"fn": "{function}", "argv": [{arguments}]}}"#)
}

fn assign(function: &str, arguments: &str, name: &str) -> String {
    format!(r#"{{"fn": "{function}", "argv": [{arguments}], "assign": "{name}"}}"#)
}

const REGION: &str = r#"{"ref": "Region"}"#;

fn found_for(rule_set: &RuleSet, region: &str, parameters: &Static) -> Result<Outcome, String> {
    let inputs = Inputs {
        region,
        partition: *Partition::of(region),
        fips: false,
        dual_stack: false,
        endpoint: None,
        parameters,
        arn: None,
    };
    evaluate(rule_set, &inputs)
}

fn found(rules: &str) -> Result<Outcome, String> {
    found_for(&rule_set(rules), "eu-west-1", &Static::new())
}

fn of_url(url: &str) -> Outcome {
    Outcome::Endpoint {
        url: url.to_owned(),
        signing_name: None,
        signing_region: None,
        region_set: None,
    }
}

fn of_error(message: &str) -> Outcome {
    Outcome::Error(message.to_owned())
}

#[test]
fn the_first_rule_whose_conditions_are_true_has_the_result() {
    let rules = [
        rule(&call("isSet", r#"{"ref": "Plane"}"#), &error("no")),
        rule(
            &call("booleanEquals", r#"{"ref": "UseFIPS"}, true"#),
            &error("no"),
        ),
        rule(
            &[
                call("isSet", REGION),
                call("stringEquals", r#"{"ref": "Region"}, "eu-west-2""#),
            ]
            .join(","),
            &error("no"),
        ),
        rule(
            &call("not", &call("isSet", r#"{"ref": "Endpoint"}"#)),
            &url("https://a"),
        ),
        rule("", &error("no")),
    ];
    assert_eq!(found(&rules.join(",")), Ok(of_url("https://a")));
}

#[test]
fn rules_below_a_true_condition_must_have_a_result() {
    let inner = rule(&call("isSet", r#"{"ref": "Plane"}"#), &error("no"));
    let rules = [
        rule(&call("isSet", REGION), &tree(&[inner])),
        rule("", &url("https://a")),
    ];
    assert_eq!(found(&rules.join(",")), Err("no rule applies".to_owned()));
    assert_eq!(found(""), Err("no rule applies".to_owned()));
}

#[test]
fn an_assigned_result_is_defined_for_what_follows_in_its_rule() {
    let partition = assign("aws.partition", REGION, "Partition");
    let name = call("getAttr", r#"{"ref": "Partition"}, "name""#);
    let is_aws = call("stringEquals", &format!(r#"{name}, "aws""#));
    let then = url("https://films.{Region}.{Partition#dnsSuffix}.{Partition#implicitGlobalRegion}");
    let rules = rule(&[partition, is_aws].join(","), &tree(&[rule("", &then)]));
    let expected = of_url("https://films.eu-west-1.amazonaws.com.us-east-1");
    assert_eq!(found(&rules), Ok(expected));
    let unknown = rule("", &error("{Partition#name}"));
    let problem = "the name `Partition` is not defined".to_owned();
    assert_eq!(found(&unknown), Err(problem));
}

#[test]
fn parameters_have_defaults_and_may_be_required() {
    let rules = rule("", &error("{Plane}"));
    let with_default = r#""Plane": {"type": "string", "default": "control", "required": true}"#;
    let set = Static::from([("Plane".to_owned(), ParameterValue::Text("data".to_owned()))]);
    let rule_set = with_parameters(with_default, &rules);
    let region = "eu-west-1";
    let unset = found_for(&rule_set, region, &Static::new());
    assert_eq!(unset, Ok(of_error("control")));
    assert_eq!(found_for(&rule_set, region, &set), Ok(of_error("data")));
    let required = with_parameters(r#""Plane": {"type": "string", "required": true}"#, &rules);
    let missing = found_for(&required, region, &Static::new()).unwrap_err();
    assert_eq!(
        missing,
        "the parameter `Plane` is required, but operations do not set it"
    );
}

#[test]
fn what_is_not_supported_is_a_problem_only_if_it_is_evaluated() {
    let plane = call("isSet", r#"{"ref": "Plane"}"#);
    let unsupported = call("isValidHostLabel", r#"{"ref": "Plane"}, false"#);
    let both = format!("{plane},{unsupported}");
    let rules = [rule(&both, &error("no")), rule("", &url("https://a"))];
    assert_eq!(found(&rules.join(",")), Ok(of_url("https://a")));
    let rules = [
        rule(&unsupported, &error("no")),
        rule("", &url("https://a")),
    ];
    let problem = "the call of `isValidHostLabel` is not supported".to_owned();
    assert_eq!(found(&rules.join(",")), Err(problem));
    for (endpoint, problem) in [
        (
            r#"{"url": "https://a", "headers": {"x-a": ["b"]}}"#,
            "`headers.x-a` of an endpoint is not supported",
        ),
        (
            r#"{"url": "https://a", "properties": {"disableDoubleEncoding": true}}"#,
            "`properties.disableDoubleEncoding` of an endpoint is not supported",
        ),
        (
            r#"{"url": "https://a", "properties": {"authSchemes": [{"name": "a"}, {"name": "b"}]}}"#,
            "an endpoint requires the authentication scheme `a`, `b`, but only `sigv4` and `sigv4a` are supported",
        ),
        (
            r#"{"url": "https://a", "properties": {"authSchemes": [{"name": "sigv4a", "signingRegionSet": []}]}}"#,
            "the authentication scheme `sigv4a` of an endpoint has no `signingRegionSet`",
        ),
        (
            r#"{"url": "https://a", "properties": {"authSchemes": [{"name": "sigv4", "signingRegionSet": ["*"]}]}}"#,
            "the authentication scheme `sigv4` of an endpoint has a `signingRegionSet`, which is of `sigv4a`",
        ),
    ] {
        let then = format!(r#""type": "endpoint", "endpoint": {endpoint}"#);
        assert_eq!(found(&rule("", &then)), Err(problem.to_owned()));
    }
}

/// The rules of most services, without checks of the partition, behind these.
fn standard(before: &[String]) -> RuleSet {
    let is = |flag: &str| call("booleanEquals", &format!(r#"{{"ref": "{flag}"}}, true"#));
    let of = |fips: &str, suffix: &str| {
        url(&format!(
            "https://films{fips}.{{Region}}.{{Partition#{suffix}}}"
        ))
    };
    let both = [is("UseFIPS"), is("UseDualStack")].join(",");
    let mut rules = before.to_vec();
    rules.extend([
        rule(&both, &of("-fips", "dualStackDnsSuffix")),
        rule(&is("UseFIPS"), &of("-fips", "dnsSuffix")),
        rule(&is("UseDualStack"), &of("", "dualStackDnsSuffix")),
        rule("", &of("", "dnsSuffix")),
    ]);
    let custom = r#""type": "endpoint", "endpoint": {"url": {"ref": "Endpoint"}}"#;
    let rules = [
        rule(&call("isSet", r#"{"ref": "Endpoint"}"#), custom),
        rule(&assign("aws.partition", REGION, "Partition"), &tree(&rules)),
    ];
    rule_set(&rules.join(","))
}

fn rows(before: &[String]) -> Vec<EndpointRow> {
    table(&standard(before), NAMES, &OperationParameters::default())
        .unwrap()
        .rows
}

#[test]
fn the_standard_rules_need_no_rows() {
    assert_eq!(rows(&[]), []);
}

#[test]
fn exceptions_of_partitions_and_regions_are_rows_of_their_variant() {
    let partition = call("getAttr", r#"{"ref": "Partition"}, "name""#);
    let fips = call("booleanEquals", r#"true, {"ref": "UseFIPS"}"#);
    let ipv4 = call("booleanEquals", r#"{"ref": "UseDualStack"}, false"#);
    let gov = call("stringEquals", &format!(r#"{partition}, "aws-us-gov""#));
    let south = call("stringEquals", r#""us-gov-south-1", {"ref": "Region"}"#);
    let south = [south, fips.clone(), ipv4.clone()].join(",");
    let gov = [gov, fips, ipv4].join(",");
    let before = [
        rule(&south, &url("https://south.{Region}.{Partition#dnsSuffix}")),
        rule(&gov, &url("https://films.{Region}.{Partition#dnsSuffix}")),
    ];
    let row = |scope, url: &str| EndpointRow {
        scope,
        fips: true,
        dual_stack: false,
        outcome: of_url(url),
        rejects_urls: false,
    };
    let expected = [
        row(
            EndpointScope::Regions(vec!["us-gov-south-1".to_owned()]),
            "https://south.{region}.{dnsSuffix}",
        ),
        row(
            EndpointScope::Partitions(vec!["aws-us-gov"]),
            "https://films.{region}.{dnsSuffix}",
        ),
    ];
    assert_eq!(rows(&before), expected);
    let table = table(&standard(&before), NAMES, &OperationParameters::default()).unwrap();
    for (region, variant, host) in [
        (
            "us-gov-south-1",
            (true, false),
            "south.us-gov-south-1.amazonaws.com",
        ),
        (
            "us-gov-west-1",
            (true, false),
            "films.us-gov-west-1.amazonaws.com",
        ),
        (
            "us-gov-south-1",
            (true, true),
            "films-fips.us-gov-south-1.api.aws",
        ),
        (
            "us-east-1",
            (true, false),
            "films-fips.us-east-1.amazonaws.com",
        ),
        (
            "cn-north-1",
            (false, true),
            "films.cn-north-1.api.amazonwebservices.com.cn",
        ),
    ] {
        let expected = of_url(&format!("https://{host}"));
        assert_eq!(
            resolve(&table, NAMES, region, variant),
            expected,
            "{region}"
        );
    }
}

#[test]
fn a_rule_for_all_partitions_is_one_row() {
    let before = rule(
        "",
        &url("https://films.global.{Partition#dualStackDnsSuffix}"),
    );
    let rows = rows(&[before]);
    assert_eq!(rows.len(), 4);
    for row in rows {
        assert_eq!(row.scope, EndpointScope::All);
        assert_eq!(
            row.outcome,
            of_url("https://films.global.{dualStackDnsSuffix}")
        );
    }
}

#[test]
fn names_to_sign_for_are_in_rows_if_they_are_others() {
    let with = |scheme: &str| {
        let then = format!(
            r#""type": "endpoint", "endpoint": {{"url": "https://films.{{Region}}.{{Partition#dnsSuffix}}",
                "properties": {{"authSchemes": [{{"name": "sigv4a"}}, {{"name": "sigv4", {scheme}}}]}}}}"#
        );
        let ipv4 = call("booleanEquals", r#"{"ref": "UseDualStack"}, false"#);
        let plain = call("booleanEquals", r#"{"ref": "UseFIPS"}, false"#);
        rows(&[rule(&[ipv4, plain].join(","), &then)])
    };
    let own = with(r#""signingName": "films", "signingRegion": "{Region}""#);
    assert_eq!(own, []);
    let others = with(r#""signingName": "cinema", "signingRegion": "us-east-1""#);
    let outcome = Outcome::Endpoint {
        url: "https://films.{region}.{dnsSuffix}".to_owned(),
        signing_name: Some("cinema".to_owned()),
        signing_region: Some("us-east-1".to_owned()),
        region_set: None,
    };
    let found: Vec<_> = others.into_iter().map(|row| row.outcome).collect();
    assert_eq!(found, [outcome]);
}

#[test]
fn rules_that_change_a_url_of_the_application_are_rejected() {
    let custom = url("{Endpoint}/v2");
    let rules = [
        rule(&call("isSet", r#"{"ref": "Endpoint"}"#), &custom),
        rule("", &url("https://a")),
    ];
    let problem = table(
        &rule_set(&rules.join(",")),
        NAMES,
        &OperationParameters::default(),
    )
    .unwrap_err();
    assert_eq!(
        problem,
        "rules that change an endpoint URL of the application are not supported"
    );
}

#[test]
fn rules_that_look_into_names_of_regions_are_rejected() {
    // The table has one row for all regions of a partition, which contains the region once more.
    let odd = call("stringEquals", r#""films.us-gov-west-1", "films.{Region}""#);
    let problem = table(
        &standard(&[rule(&odd, &error("no"))]),
        NAMES,
        &OperationParameters::default(),
    );
    assert_eq!(
        problem.unwrap_err(),
        "the region `us-gov-west-1` has another endpoint than its partition, which is not supported"
    );
}
