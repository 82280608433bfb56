//! How operations are authenticated, by the schemes of the model.

use personalize_events_codegen::{Host, Output, Source, generate};
use serde_json::{Value, json};

const MODEL: &str = include_str!("golden/authentication/model.json");
const ARNS: &str = include_str!("golden/arns/model.json");

fn package(text: &str) -> Result<Output, String> {
    let name = "model.json";
    let host = Host::Crate {
        name: "films".to_owned(),
        runtime: "../runtime".to_owned(),
    };
    generate(Source { name, text }, &host).map_err(|problems| problems.to_string())
}

fn contents<'a>(output: &'a Output, path: &str) -> &'a str {
    let mut files = output.generated.iter().chain(&output.package);
    let file = files.find(|file| file.path == path);
    file.map_or_else(|| panic!("no file {path}"), |file| &file.contents)
}

/// A service with these traits and an operation `Get` with those.
fn model(mut service: Value, operation: &Value) -> String {
    service["aws.api#service"] = json!({"sdkId": "Films"});
    service["aws.protocols#restJson1"] = json!({});
    let mut of_operation = operation.clone();
    of_operation["smithy.api#http"] = json!({"method": "GET", "uri": "/"});
    json!({"smithy": "2.0", "shapes": {
        "com.example#Films": {
            "type": "service", "operations": [{"target": "com.example#Get"}], "traits": service,
        },
        "com.example#Get": {"type": "operation", "traits": of_operation},
        "com.example#own": {
            "type": "structure",
            "traits": {"smithy.api#trait": {}, "smithy.api#authDefinition": {}},
        },
    }})
    .to_string()
}

/// The authentication of that operation.
fn of_operation(service: Value, operation: &Value) -> Result<&'static str, String> {
    let output = package(&model(service, operation))?;
    let text = contents(&output, "get.rs");
    let found = ["Bearer", "Anonymous"].into_iter().find(|name| {
        text.contains(&format!(
            "const AUTHENTICATION: http::Authentication = http::Authentication::{name};"
        ))
    });
    Ok(found.unwrap_or("SigV4"))
}

#[test]
fn the_first_supported_scheme_of_an_operation_is_used() {
    let (sigv4, bearer) = ("aws.auth#sigv4", "smithy.api#httpBearerAuth");
    let basic = "smithy.api#httpBasicAuth";
    let all = |auth: Value| {
        let mut traits = json!({sigv4: {"name": "films"}, bearer: {}, basic: {}});
        if !auth.is_null() {
            traits["smithy.api#auth"] = auth;
        }
        traits
    };
    for (of_service, own, expected) in [
        (json!(null), json!({}), "SigV4"),
        (json!([bearer, sigv4]), json!({}), "Bearer"),
        (json!([basic, bearer]), json!({}), "Bearer"),
        (json!([]), json!({}), "Anonymous"),
        (
            json!([bearer]),
            json!({"smithy.api#auth": [sigv4]}),
            "SigV4",
        ),
        (json!([bearer]), json!({"smithy.api#auth": []}), "Anonymous"),
        (
            json!([basic]),
            json!({"smithy.api#optionalAuth": {}}),
            "Anonymous",
        ),
    ] {
        let found = of_operation(all(of_service.clone()), &own);
        assert_eq!(found, Ok(expected), "{of_service} {own}");
    }
    // Smithy's guide on disabling authentication.
    let found = of_operation(json!({}), &json!({}));
    assert_eq!(found, Ok("Anonymous"));
}

#[test]
fn an_operation_without_a_supported_scheme_is_rejected_with_its_schemes() {
    let service = json!({"com.example#own": {}, "aws.auth#sigv4a": {"name": "films"}});
    let problems = of_operation(service, &json!({})).unwrap_err();
    assert!(
        problems.contains(
            "none of the authentication schemes of the operation is supported (`aws.auth#sigv4a`, `com.example#own`); "
        ),
        "{problems}"
    );
}

#[test]
fn the_documentation_states_how_requests_are_authenticated() {
    let output = package(MODEL).unwrap();
    let sentences = "Requests have the bearer token of `ClientSettings::bearer_token` or \
                     `ClientSettings::bearer_token_provider`. Those of `Nobody` and `NobodyOrAnybody` are not \
                     authenticated and need no credentials. Those of `SignedByDefault` are signed with AWS Signature Version 4. Those of `Anybody` are not \
                     authenticated, unless `ClientSettings::optional_authentication` is set.";
    let root = contents(&output, "src/lib.rs");
    assert!(root.contains("//! # Authentication\n//!\n"), "{root}");
    for text in [
        contents(&output, "README.md").to_owned(),
        root.replace("\n//! ", " "),
    ] {
        assert!(text.replace('\n', " ").contains(sentences), "{text}");
    }
    let nobody = contents(&output, "nobody.rs");
    let sentence = "/// Requests are not authenticated and need no credentials.\n";
    assert!(nobody.contains(sentence), "{nobody}");
}

#[test]
fn a_client_needs_credentials_if_every_request_is_signed() {
    let defers = |text: &str| {
        let output = package(text).unwrap();
        contents(&output, "src/lib.rs").contains(".defer_missing_credentials()")
    };
    assert!(defers(MODEL));
    assert!(!defers(include_str!("golden/operations/model.json")));
    assert!(!defers(ARNS));
}

#[test]
fn only_a_crate_that_signs_for_regions_has_the_dependencies_of_that() {
    let manifest = |text: &str| contents(&package(text).unwrap(), "Cargo.toml").to_owned();
    let features = "features = [\"sigv4a\"] }\n";
    assert!(manifest(ARNS).ends_with(features), "{}", manifest(ARNS));
    assert!(!manifest(MODEL).contains("features"), "{}", manifest(MODEL));
    let output = package(ARNS).unwrap();
    let root = contents(&output, "src/lib.rs");
    let sentence = "//! Requests are signed with AWS Signature Version 4A.\n";
    assert!(root.contains(sentence), "{root}");
}
