//! Endpoint rules and endpoint tests of models.

use std::collections::BTreeMap;
use std::fs;

use personalize_events_codegen::{
    EndpointReport, Host, Options, Output, Source, generate, generate_with,
};
use personalize_events_conformance as conformance;
use serde_json::{Value, json};

const MODEL: &str = include_str!("golden/endpoints/model.json");
const ARNS: &str = include_str!("golden/arns/model.json");

fn package(text: &str, options: &Options) -> Result<Output, String> {
    let source = Source {
        name: "model.json",
        text,
    };
    let host = Host::Crate {
        name: "films".to_owned(),
        runtime: "../runtime".to_owned(),
    };
    generate_with(&[source], &host, options).map_err(|problems| problems.report())
}

fn strict(text: &str) -> Result<Output, String> {
    package(text, &Options::default())
}

/// The model with another text, which it contains `count` times.
fn replaced(from: &str, to: &str, count: usize) -> String {
    assert_eq!(MODEL.matches(from).count(), count, "{from}");
    MODEL.replace(from, to)
}

#[test]
fn the_report_counts_exceptions_and_tests() {
    let endpoints = strict(MODEL).unwrap().endpoints;
    let expected = EndpointReport {
        has_rules: true,
        exceptions: 6,
        passed: 8,
        outdated: 0,
        left_out: BTreeMap::from([("EndpointId".to_owned(), 1), ("Region".to_owned(), 1)]),
    };
    assert_eq!(endpoints, expected);
    assert_eq!(
        endpoints.to_string(),
        "6 exceptions from the standard host names, by the rules of the model; 8 endpoint tests passed, 1 left out for \
         the parameter `EndpointId`, 1 left out for the parameter `Region`"
    );
}

#[test]
fn a_test_that_fails_is_an_error_with_both_endpoints() {
    let changed = replaced(
        "https://films.eu-west-1.amazonaws.com",
        "https://films.example",
        1,
    );
    let report = strict(&changed).unwrap_err();
    assert!(
        report.contains(
            "error: the endpoint test `a region of the control plane` fails: expected `https://films.example`, found \
             `https://films.eu-west-1.amazonaws.com`"
        ),
        "{report}"
    );
    assert!(
        report.ends_with("1 problem; nothing was generated"),
        "{report}"
    );
}

#[test]
fn wrong_names_to_sign_for_and_wrong_errors_are_found() {
    let name = replaced(
        r#""signingName": "cinema""#,
        r#""signingName": "theater""#,
        2,
    );
    assert!(strict(&name).is_ok(), "both rules and tests have it");
    let last = MODEL.rfind(r#""signingName": "cinema""#).unwrap();
    let only_in_test = [&MODEL[..last], &MODEL[last..].replace("cinema", "theater")].concat();
    let report = strict(&only_in_test).unwrap_err();
    assert!(
        report.contains(
            "expected `https://films.amazonaws.com.cn, signing name theater, signing region cn-northwest-1`, found \
             `https://films.amazonaws.com.cn, signing name cinema, signing region cn-northwest-1`"
        ),
        "{report}"
    );
    let last = MODEL.rfind("data is not available").unwrap();
    let other = [
        &MODEL[..last],
        &MODEL[last..].replace("data is not", "no data is"),
    ]
    .concat();
    let report = strict(&other).unwrap_err();
    assert!(
        report.contains(
            "expected the error `no data is available with FIPS`, found the error `data is not"
        ),
        "{report}"
    );
}

#[test]
fn many_failures_are_one_kind_with_the_first_places() {
    let service = MODEL.find(r#""endpointPrefix": "films""#).unwrap();
    let tests = MODEL.find("smithy.rules#endpointTests").unwrap();
    assert!(service < tests);
    let (rules, tests) = MODEL.split_at(tests);
    let report = strict(
        &[
            rules,
            &tests.replace("\"url\": \"https://", "\"url\": \"https://x"),
        ]
        .concat(),
    );
    let report = report.unwrap_err();
    assert_eq!(
        report.matches("error: the endpoint test").count(),
        3,
        "{report}"
    );
    assert!(report.contains("2 more problems of this kind:"), "{report}");
    assert!(
        report.ends_with("5 problems; nothing was generated"),
        "{report}"
    );
}

#[test]
fn a_model_without_rules_has_the_standard_host_names() {
    let model = |tests: &str| {
        format!(
            r#"{{"smithy": "2.0", "shapes": {{
                "a#S": {{"type": "service", "operations": [{{"target": "a#Op"}}], "traits": {{
                    "aws.api#service": {{"sdkId": "Films", "endpointPrefix": "films"}},
                    "aws.auth#sigv4": {{"name": "films"}}, {tests} "aws.protocols#restJson1": {{}}}}}},
                "a#Op": {{"type": "operation", "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}}}}}}"#
        )
    };
    let output = strict(&model("")).unwrap();
    assert_eq!(
        output.endpoints.to_string(),
        "the standard host names, since the model has no endpoint rules; 0 endpoint tests passed"
    );
    let test = |url: &str| {
        model(&format!(
            r#""smithy.rules#endpointTests": {{"testCases": [{{
                "params": {{"Region": "eu-west-1", "UseFIPS": true}},
                "expect": {{"endpoint": {{"url": "https://{url}"}}}}}}]}},"#
        ))
    };
    let right = strict(&test("films-fips.eu-west-1.amazonaws.com")).unwrap();
    assert_eq!(right.endpoints.passed, 1);
    let report = strict(&test("fips.films.eu-west-1.amazonaws.com")).unwrap_err();
    assert!(
        report.contains("found `https://films-fips.eu-west-1.amazonaws.com`"),
        "{report}"
    );
}

#[test]
fn an_operation_whose_member_always_selects_an_endpoint_can_be_left_out() {
    let required = replaced(
        r#""smithy.rules#contextParam""#,
        r#""smithy.api#required": {}, "smithy.rules#contextParam""#,
        1,
    );
    let report = strict(&required).unwrap_err();
    assert!(
        report.contains("endpoints that depend on `endpointId` are unsupported: rules with no endpoint for a member"),
        "{report}"
    );
    let options = Options {
        skip_unsupported: true,
        ..Options::default()
    };
    let output = package(&required, &options).unwrap();
    assert_eq!(output.operations, 1);
    assert_eq!(
        output.skipped[0].summary(),
        "endpoints that depend on `endpointId` are unsupported: rules with no endpoint for a member that is set are not \
         supported"
    );
    // The tests of the operation that is left out are left out too.
    assert_eq!(output.endpoints.left_out["Plane"], 7);
}

#[test]
fn an_operation_depends_on_one_arn_of_which_the_rules_are_the_same_as_of_others() {
    let output = strict(ARNS).unwrap();
    assert_eq!(output.endpoints.passed, 12);
    assert_eq!(output.endpoints.left_out, BTreeMap::new());
    let mut model: Value = serde_json::from_str(ARNS).unwrap();
    let member = model["shapes"]["com.example#FetchReelInput"]["members"]["ReelArn"].clone();
    let fetch = &mut model["shapes"]["com.example#FetchReelInput"]["members"];
    fetch["part"] = json!({
        "target": "smithy.api#String",
        "traits": {
            "smithy.api#required": {},
            "smithy.api#httpQuery": "part",
            "smithy.rules#contextParam": member["traits"]["smithy.rules#contextParam"],
        },
    });
    let report = strict(&model.to_string()).unwrap_err();
    for name in ["ReelArn", "part"] {
        let problem = format!(
            "endpoints that depend on `{name}` are unsupported: only one member can set a parameter of the rules"
        );
        assert!(report.contains(&problem), "{report}");
    }
    let mut model: Value = serde_json::from_str(ARNS).unwrap();
    let traits = &mut model["shapes"]["com.example#Reels"]["traits"];
    let rules = &mut traits["smithy.rules#endpointRuleSet"];
    rules["parameters"]["Kind"] = json!({"type": "String", "required": false});
    let store = &mut model["shapes"]["com.example#StoreReel"]["traits"];
    store["smithy.rules#staticContextParams"] = json!({"Kind": {"value": "store"}});
    let service = &mut model["shapes"]["com.example#Reels"]["traits"];
    let rules = &mut service["smithy.rules#endpointRuleSet"]["rules"];
    let rules = rules.as_array_mut().unwrap();
    rules.insert(
        2,
        json!({
            "conditions": [{"fn": "isSet", "argv": [{"ref": "Kind"}]}],
            "type": "error",
            "error": "no ARN to store",
        }),
    );
    let report = strict(&model.to_string()).unwrap_err();
    let problem = "rules on an ARN that differ between operations are not supported";
    assert!(report.contains(problem), "{report}");
}

#[test]
fn rules_that_are_not_supported_are_an_error() {
    let changed = replaced(r#""name": "sigv4","#, r#""name": "sigv4b","#, 2);
    let report = strict(&changed).unwrap_err();
    assert!(
        report.contains("the endpoint rules are unsupported: an endpoint requires the authentication scheme `sigv4b`"),
        "{report}"
    );
}

#[test]
fn the_client_itself_has_standard_endpoints_only() {
    let source = Source {
        name: "model.json",
        text: MODEL,
    };
    let problems = generate(source, &Host::Workspace).unwrap_err().to_string();
    assert!(
        problems.contains(
            "the client has the standard endpoints only, but the endpoint rules define others"
        ),
        "{problems}"
    );
}

#[test]
fn the_official_model_of_the_client_passes_its_endpoint_tests() {
    let official = "models/official/personalize-events-2018-03-22.json";
    let Some(text) = conformance::read(official) else {
        return;
    };
    let source = Source {
        name: official,
        text: &text,
    };
    let output = generate(source, &Host::Workspace).unwrap();
    // AWS has withdrawn the four tests that expect no dual-stack endpoints of isolated partitions.
    let expected = EndpointReport {
        has_rules: true,
        exceptions: 0,
        passed: 21,
        outdated: 4,
        left_out: BTreeMap::new(),
    };
    assert_eq!(output.endpoints, expected);
}

#[test]
fn other_models_pass_their_endpoint_tests() {
    let Some(folder) = conformance::path("models/real") else {
        return;
    };
    let mut passed = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        match strict(&text) {
            Ok(output) => {
                assert!(output.endpoints.has_rules, "{}", path.display());
                println!("{}: {}", path.display(), output.endpoints);
                passed += output.endpoints.passed;
            }
            Err(report) => assert!(!report.contains("endpoint"), "{}: {report}", path.display()),
        }
    }
    assert!(passed > 200, "{passed}");
}

/// A model of a service with this id and one operation.
fn of_service(id: &str) -> Output {
    let namespace = id.split('#').next().unwrap_or_default();
    let text = format!(
        r#"{{"smithy": "2.0", "shapes": {{
            "{id}": {{"type": "service", "operations": [{{"target": "{namespace}#Op"}}], "traits": {{
                "aws.api#service": {{"sdkId": "Films"}}, "aws.auth#sigv4": {{"name": "films"}},
                "aws.protocols#restJson1": {{}}}}}},
            "{namespace}#Op": {{"type": "operation", "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}}}}}}"#
    );
    strict(&text).expect("a model that is generated")
}

#[test]
fn a_service_with_an_endpoint_for_each_resource_is_generated_with_a_warning() {
    let output = of_service("com.amazonaws.mediastoredata#MediaStoreObject_20170901");
    let notice = "The service has other endpoints than those of the region: set `endpoint_url` (`DescribeContainer` of \
                  AWS Elemental `MediaStore` returns it).";
    let warnings = output.warnings.problems();
    assert_eq!(warnings[0].message, notice);
    let root = output
        .package
        .iter()
        .find(|file| file.path == "src/lib.rs")
        .unwrap();
    assert!(
        root.contents.contains("set `endpoint_url`"),
        "{}",
        root.contents
    );
    assert!(
        of_service("com.amazonaws.other#Other")
            .warnings
            .problems()
            .is_empty()
    );
}

#[test]
fn requests_to_api_gateway_accept_json() {
    let output = of_service("com.amazonaws.apigateway#BackplaneControlService");
    let operation = output
        .generated
        .iter()
        .find(|file| file.path == "op.rs")
        .unwrap();
    assert!(
        operation
            .contents
            .contains(r#"("accept", "application/json")"#),
        "{}",
        operation.contents
    );
}
