//! Where settings come from, and what is told of those that are missing or unfit.

use super::{Config, ConfigBuilder, ConfigError};
use crate::Credentials;

fn build(builder: ConfigBuilder, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    builder.build_with(&crate::generated::SERVICE, |name| {
        let found = env.iter().find(|(key, _)| *key == name)?;
        Some(found.1.to_owned())
    })
}

const ENV: [(&str, &str); 4] = [
    ("AWS_REGION", "eu-west-1"),
    ("AWS_ACCESS_KEY_ID", "id"),
    ("AWS_SECRET_ACCESS_KEY", "secret"),
    (
        "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS",
        "http://127.0.0.1:9/x",
    ),
];

#[test]
fn the_environment_fills_what_code_leaves_out() {
    let config = build(Config::builder(), &ENV).unwrap();
    assert_eq!(config.region, "eu-west-1");
    assert_eq!(config.endpoint.host(), "127.0.0.1:9");
    assert_eq!(config.credentials.session_token(), None);
    let config = build(Config::builder(), &ENV[..3]).unwrap();
    assert_eq!(
        config.endpoint.host(),
        "personalize-events.eu-west-1.amazonaws.com"
    );
}

#[test]
fn code_wins_over_the_environment() {
    let builder = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("mine", "mine"))
        .endpoint_url("https://example.com");
    let config = build(builder, &ENV).unwrap();
    assert_eq!(config.region, "us-east-1");
    assert_eq!(config.credentials.access_key_id(), "mine");
    assert_eq!(config.endpoint.host(), "example.com");
}

fn host(builder: ConfigBuilder, env: &[(&str, &str)]) -> Result<String, String> {
    let env = [&ENV[..3], env].concat();
    let config = build(builder, &env).map_err(|error| error.to_string())?;
    Ok(config.endpoint.host().to_owned())
}

#[test]
fn the_region_has_a_second_variable() {
    let env = [("AWS_DEFAULT_REGION", "us-east-2"), ENV[1], ENV[2]];
    assert_eq!(build(Config::builder(), &env).unwrap().region, "us-east-2");
    let both = [&env[..], &ENV[..1]].concat();
    assert_eq!(build(Config::builder(), &both).unwrap().region, "eu-west-1");
}

#[test]
fn endpoint_urls_of_code_go_before_those_of_the_service_and_those_before_the_common_one() {
    let common = ("AWS_ENDPOINT_URL", "https://common.example");
    let own = ("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", "https://own.example");
    let ignored = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True");
    let code = || Config::builder().endpoint_url("https://code.example");
    for (builder, env, expected) in [
        (Config::builder(), &[common][..], "common.example"),
        (Config::builder(), &[common, own], "own.example"),
        (code(), &[common, own], "code.example"),
        (code(), &[common, own, ignored], "code.example"),
        (
            Config::builder(),
            &[common, own, ignored],
            "personalize-events.eu-west-1.amazonaws.com",
        ),
    ] {
        assert_eq!(host(builder, env).as_deref(), Ok(expected), "{env:?}");
    }
}

#[test]
fn kinds_of_endpoints_come_from_code_or_the_environment() {
    let variables = [
        ("AWS_USE_FIPS_ENDPOINT", "true"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "TRUE"),
    ];
    let both = "personalize-events-fips.eu-west-1.api.aws";
    assert_eq!(host(Config::builder(), &variables).as_deref(), Ok(both));
    let code = Config::builder().fips(true).dual_stack(true);
    assert_eq!(host(code, &[]).as_deref(), Ok(both));
    let code = Config::builder().fips(false).dual_stack(false);
    let plain = "personalize-events.eu-west-1.amazonaws.com";
    assert_eq!(host(code, &variables).as_deref(), Ok(plain));
    let error = host(
        Config::builder().endpoint_url("https://a.example"),
        &variables,
    );
    assert!(error.is_err_and(|error| error.contains("FIPS and dual-stack")));
    let error = host(Config::builder(), &[("AWS_USE_FIPS_ENDPOINT", "yes")]);
    assert_eq!(
        error.unwrap_err(),
        "AWS_USE_FIPS_ENDPOINT must be `true` or `false`"
    );
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let error = build(Config::builder().endpoint_url("x"), &[ENV[1]]).unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "no region: set it in code, in AWS_REGION or in AWS_DEFAULT_REGION",
            "AWS_ACCESS_KEY_ID is set but AWS_SECRET_ACCESS_KEY is not",
            "the endpoint URL is no URL: relative URL without a base; one looks like \
             http://127.0.0.1:8080",
        ]
    );
    let error = build(Config::builder(), &[]).unwrap_err();
    assert_eq!(
        error.problems()[1],
        "no credentials: set them in code or in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    );
}

#[test]
fn credentials_that_cannot_stand_in_a_header_are_refused_without_showing_them() {
    for credentials in [
        Credentials::new("id\n", "s"),
        Credentials::new("id", "s").with_session_token("tök"),
        Credentials::new("", "s"),
    ] {
        let error = build(Config::builder().credentials(credentials), &ENV).unwrap_err();
        assert!(error.to_string().contains("visible ASCII"), "{error}");
        assert!(!error.to_string().contains("tök"), "{error}");
    }
}
