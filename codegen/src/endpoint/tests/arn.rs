//! Rules on an ARN in the request, and signatures of Version 4A.

use super::{NAMES, REGION, assign, call, error, of_error, of_url, rule, rule_set, tree, url};
use crate::endpoint::arn;
use crate::endpoint::resolve::resolve;
use crate::endpoint::table::table;
use crate::ir::{
    ArnCheck, ArnEndpoint, ArnPart, EndpointTable, OperationParameters, Outcome, Static,
};

const PLANE: &str = r#"{"ref": "Plane"}"#;

/// The table of operations whose member sets `Plane`.
fn found(rules: &[String]) -> Result<EndpointTable, String> {
    let parameters = OperationParameters {
        fixed: Static::new(),
        arn: Some("Plane".to_owned()),
    };
    table(&rule_set(&rules.join(",")), NAMES, &parameters)
}

/// Rules for a value that is an ARN, and an error for another.
fn with_arn(rules: &[String]) -> [String; 2] {
    let parsed = assign("aws.parseArn", PLANE, "arn");
    [
        rule(&parsed, &tree(rules)),
        rule("", &error("`Plane` is no ARN")),
    ]
}

fn part(path: &str) -> String {
    call("getAttr", &format!(r#"{{"ref": "arn"}}, "{path}""#))
}

fn equals(path: &str, value: &str) -> String {
    call("stringEquals", &format!(r#"{}, "{value}""#, part(path)))
}

/// An endpoint URL of the application with the account before its host name, or else this URL.
fn urls(of_region: &str) -> [String; 2] {
    let endpoint = r#"{"ref": "Endpoint"}"#;
    let custom = [call("isSet", endpoint), assign("parseURL", endpoint, "url")];
    let of_custom = url("{url#scheme}://{arn#accountId}.{url#authority}{url#path}");
    [
        rule(&custom.join(","), &of_custom),
        rule("", &url(of_region)),
    ]
}

fn check(part: ArnPart, value: &str, is_equal: bool, message: &str) -> ArnCheck {
    ArnCheck {
        part,
        value: value.to_owned(),
        is_equal,
        message: message.to_owned(),
    }
}

#[test]
fn what_must_be_true_of_an_arn_is_a_list_of_checks() {
    let [custom, of_region] = urls("https://{arn#accountId}.films.{Region}.example");
    let kind = assign("getAttr", r#"{"ref": "arn"}, "resourceId[0]""#, "kind");
    let is_empty = call("stringEquals", r#"{"ref": "kind"}, """#);
    let table = found(&with_arn(&[
        rule(
            &equals("service", "films"),
            &tree(&[rule(
                &kind,
                &tree(&[
                    rule(&is_empty, &error("no kind")),
                    // What is known of the service is evaluated.
                    rule(&equals("service", "films"), &tree(&[custom, of_region])),
                ]),
            )]),
        ),
        rule(
            "",
            &error("`{arn#service}` of {arn#partition} in {arn#region}"),
        ),
    ]))
    .unwrap();
    let expected = ArnEndpoint {
        invalid: "`Plane` is no ARN".to_owned(),
        checks: vec![
            check(
                ArnPart::Service,
                "films",
                true,
                "`{service}` of {partition} in {region}",
            ),
            check(ArnPart::ResourceType, "", false, "no kind"),
        ],
        host_label: ArnPart::AccountId,
    };
    assert_eq!(table.arn.as_ref(), Some(&expected));
    let outcome = || resolve(&table, NAMES, "eu-west-1", (false, false));
    assert_eq!(outcome(), of_url("https://films.eu-west-1.example"));
    for (value, found) in [
        (
            "arn:aws:films::12:reel/1",
            of_url("https://12.films.eu-west-1.example"),
        ),
        ("films", of_error("`Plane` is no ARN")),
        ("arn:aws:reels:x:12:reel/1", of_error("`reels` of aws in x")),
        ("arn:aws:films::12:/reel", of_error("no kind")),
    ] {
        assert_eq!(arn::resolve(&expected, value, outcome()), found, "{value}");
    }
}

#[test]
fn a_partition_that_no_arn_can_have_is_an_error_with_an_endpoint_url_too() {
    let [custom, of_region] = urls("https://{arn#accountId}.films.example");
    let partition = assign("aws.partition", REGION, "partition");
    let is_equal = call("stringEquals", r#""{partition#name}", "{arn#partition}""#);
    let table = found(&with_arn(&[
        rule(
            &equals("partition", "aws"),
            &tree(&[rule(
                &partition,
                &tree(&[
                    rule(&is_equal, &tree(&[custom, of_region])),
                    rule("", &error("{partition#name}, not {arn#partition}")),
                ]),
            )]),
        ),
        rule("", &error("no films in {arn#partition}")),
    ]))
    .unwrap();
    let of_region = |region| resolve(&table, NAMES, region, (false, false));
    assert_eq!(of_region("eu-west-1"), of_url("https://films.example"));
    let rejected = of_error("aws-cn, not aws");
    assert_eq!(of_region("cn-north-1"), rejected);
    // All partitions but one have the same row.
    let rejecting = table.rows.iter().filter(|row| row.rejects_urls);
    let outcomes: Vec<&Outcome> = rejecting.map(|row| &row.outcome).collect();
    assert_eq!(outcomes, [&of_error("{partition}, not aws")]);
}

#[test]
fn rules_on_a_member_that_are_no_list_of_checks_are_rejected() {
    let urls = |host: &str| tree(&urls(&format!("https://{host}")));
    let (a, b) = (urls("{arn#accountId}.a"), urls("{arn#accountId}.b"));
    let is_films = equals("service", "films");
    let regional = call("stringEquals", &format!("{}, {REGION}", part("region")));
    let no_region = rule("", &error("another region"));
    let label = "an ARN is supported if one part of it is the label before the host name only";
    let message = "a message with this part of an ARN is not supported";
    for (rules, problem) in [
        (
            vec![rule(&is_films, &a), rule("", &b)],
            "several endpoints for parts of an ARN are not supported",
        ),
        (vec![rule("", &urls("films"))], label),
        (vec![rule("", &urls("x.{arn#accountId}.films"))], label),
        (vec![rule("", &urls("{arn#accountId}.{arn#region}"))], label),
        (
            vec![rule(&is_films, &a), rule("", &error("{arn#accountId}"))],
            message,
        ),
        (vec![rule("", &error("{arn#service}"))], message),
        (
            vec![rule(&regional, &a), no_region],
            "rules on an ARN that differ between regions are not supported",
        ),
        (
            vec![rule(&equals("resourceId[1]", "a"), &a), rule("", &b)],
            "the attribute `resourceId[1]` is not supported",
        ),
        (
            vec![rule("", &url("https://{arn#accountId}.films"))],
            "rules that change an endpoint URL of the application are not supported",
        ),
    ] {
        assert_eq!(found(&with_arn(&rules)), Err(problem.to_owned()));
    }
    for (condition, problem) in [
        (
            call("aws.parseArn", REGION),
            "`aws.parseArn` is supported for a member only",
        ),
        (
            call("stringEquals", &format!(r#"{PLANE}, "a""#)),
            "a value is not set or no string",
        ),
    ] {
        let rules = [rule(&condition, &a), rule("", &error("no"))];
        assert_eq!(found(&rules), Err(problem.to_owned()));
    }
}

#[test]
fn signatures_of_version_4a_are_for_the_same_regions_at_all_endpoints() {
    let signed = |url: &str, regions: &str| {
        let schemes = format!(
            r#"[{{"name": "sigv4a", "signingName": "films", "signingRegionSet": [{regions}]}}]"#
        );
        format!(
            r#""type": "endpoint", "endpoint": {{"url": {url}, "properties": {{"authSchemes": {schemes}}}}}"#
        )
    };
    let with = |custom: &str, of_region: &str| {
        let endpoint = r#"{"ref": "Endpoint"}"#;
        let rules = [
            rule(&call("isSet", endpoint), &signed(endpoint, custom)),
            rule("", &signed(r#""https://films.example""#, of_region)),
        ];
        let none = OperationParameters::default();
        table(&rule_set(&rules.join(",")), NAMES, &none)
    };
    let all = r#""*""#;
    assert_eq!(with(all, all).unwrap().region_set.as_deref(), Some("*"));
    let two = r#""eu-west-1", "us-*""#;
    let two = with(two, two).unwrap().region_set;
    assert_eq!(two.as_deref(), Some("eu-west-1,us-*"));
    let problem = "`sigv4a` is supported only if all endpoints require it for the same regions";
    assert_eq!(with(r#""a""#, all), Err(problem.to_owned()));
    // Those that depend on the region are in no table.
    assert!(with(REGION, REGION).is_err());
}
