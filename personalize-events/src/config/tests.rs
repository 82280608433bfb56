//! Sources of settings, and errors of settings that are missing or invalid.

use std::sync::Arc;

use super::{Changes, ClientCustomizer, Config, ConfigBuilder};
use crate::{ConfigError, Credentials};

fn host_of(settings: &Config) -> String {
    let (_, host) = settings.endpoint.target("", "/", "").unwrap();
    host
}

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
    assert_eq!(host_of(&config), "127.0.0.1:9");
    let config = build(Config::builder(), &ENV[..3]).unwrap();
    assert_eq!(
        host_of(&config),
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
    assert_eq!(host_of(&config), "example.com");
}

fn host(builder: ConfigBuilder, env: &[(&str, &str)]) -> Result<String, String> {
    let env = [&ENV[..3], env].concat();
    let config = build(builder, &env).map_err(|error| error.to_string())?;
    Ok(host_of(&config))
}

#[test]
fn the_region_has_a_second_variable() {
    let env = [("AWS_DEFAULT_REGION", "us-east-2"), ENV[1], ENV[2]];
    assert_eq!(build(Config::builder(), &env).unwrap().region, "us-east-2");
    let both = [&env[..], &ENV[..1]].concat();
    assert_eq!(build(Config::builder(), &both).unwrap().region, "eu-west-1");
}

#[test]
fn endpoint_urls_of_code_precede_those_of_the_service_and_those_the_common_one() {
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
fn all_missing_settings_are_reported_at_once() {
    let error = build(Config::builder().endpoint_url("x"), &[ENV[1]]).unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "no region is set; set it in code, in AWS_REGION or in AWS_DEFAULT_REGION",
            "AWS_ACCESS_KEY_ID is set but AWS_SECRET_ACCESS_KEY is not",
            "the endpoint URL is invalid: relative URL without a base; an example is \
             http://127.0.0.1:8080",
        ]
    );
}

#[test]
fn credentials_that_are_invalid_in_headers_are_rejected_without_showing_them() {
    for credentials in [
        Credentials::new("id\n", "s"),
        Credentials::new("id", "s").with_session_token("tök"),
        Credentials::new("", "s"),
        Credentials::new("", "").with_session_token(""),
    ] {
        let error = build(Config::builder().credentials(credentials), &ENV).unwrap_err();
        assert!(error.to_string().contains("visible ASCII"), "{error}");
        assert!(!error.to_string().contains("tök"), "{error}");
    }
}

#[test]
fn max_attempts_comes_from_code_or_the_environment() {
    let attempts = |builder, variables: &[(&'static str, &'static str)]| {
        let env = [&ENV[..], variables].concat();
        build(builder, &env).map(|config| config.limits.max_attempts)
    };
    let env = [("AWS_MAX_ATTEMPTS", "7"), ("AWS_RETRY_MODE", "Standard")];
    assert_eq!(attempts(Config::builder(), &[]), Ok(3));
    assert_eq!(attempts(Config::builder(), &env), Ok(7));
    assert_eq!(attempts(Config::builder().max_attempts(2), &env), Ok(2));
    for bad in ["0", "-1", "three", "1.5", "99999999999"] {
        let error = attempts(Config::builder(), &[("AWS_MAX_ATTEMPTS", bad)]).unwrap_err();
        let expected = "AWS_MAX_ATTEMPTS must be an integer greater than zero";
        assert_eq!(error.problems(), [expected], "{bad}");
    }
    let adaptive = [("AWS_RETRY_MODE", "adaptive")];
    let error = attempts(Config::builder(), &adaptive).unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "the retry mode (AWS_RETRY_MODE, retry_mode) must be `standard` or unset, since this client has no \
             other mode; to ignore it, set `max_attempts` in code"
        ]
    );
    assert_eq!(
        attempts(Config::builder().max_attempts(3), &adaptive),
        Ok(3)
    );
}

#[test]
fn all_limits_of_zero_are_reported_at_once() {
    use std::time::Duration;
    let builder = Config::builder()
        .max_attempts(0)
        .max_concurrent_calls(0)
        .connect_timeout(Duration::ZERO)
        .attempt_timeout(Duration::ZERO)
        .operation_timeout(Duration::ZERO)
        .credentials_timeout(Duration::ZERO);
    let error = build(builder, &ENV).unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "`max_attempts` must be greater than zero",
            "`max_concurrent_calls` must be greater than zero",
            "`connect_timeout` must be greater than zero",
            "`attempt_timeout` must be greater than zero",
            "`operation_timeout` must be greater than zero",
            "`credentials_timeout` must be greater than zero",
        ]
    );
}

#[test]
fn clock_skew_correction_can_be_disabled() {
    let corrects = |builder, value| {
        let env = [&ENV[..], &[("AWS_DISABLE_CLOCK_SKEW_CORRECTION", value)]].concat();
        build(builder, &env).map(|config| config.corrects_clock_skew)
    };
    assert_eq!(corrects(Config::builder(), ""), Ok(true));
    assert_eq!(corrects(Config::builder(), "true"), Ok(false));
    let builder = || Config::builder().clock_skew_correction(true);
    assert_eq!(corrects(builder(), "true"), Ok(true));
    assert!(corrects(Config::builder(), "maybe").is_err());
}

#[test]
fn secrets_that_cannot_be_right_are_rejected() {
    for secret in ["", "s\n", "s ", "\t", "s\u{2028}s"] {
        let keys = Credentials::new("id", secret);
        let error = build(Config::builder().credentials(keys), &ENV).unwrap_err();
        let [problem] = error.problems() else {
            panic!("{error}");
        };
        assert!(
            problem.starts_with("the secret access key must "),
            "{problem}"
        );
    }
    let keys = Credentials::new("id", "with spaces, and = + / in it");
    assert!(build(Config::builder().credentials(keys), &ENV).is_ok());
}

#[test]
fn the_region_is_checked_with_and_without_an_endpoint_url() {
    for region in [
        "",
        " ",
        "eu-west-1\n",
        "eu/west/1",
        "eu west 1",
        "EU",
        "-a",
        "é",
    ] {
        for env in [&ENV[..], &ENV[..3]] {
            let error = build(Config::builder().region(region), env).unwrap_err();
            let expected = format!(
                "the region {region:?} must be 1 to 63 lower-case letters, digits and inner hyphens; an example is \
                 eu-west-1"
            );
            assert_eq!(error.problems(), [expected]);
        }
    }
}

#[test]
fn an_application_name_has_at_most_50_characters() {
    let name = |length: usize| "x".repeat(length);
    let app = |name: String| build(Config::builder().app_name(name), &ENV);
    assert!(app(name(50)).is_ok());
    let expected = "the application name has 51 characters, but at most 50 are allowed";
    assert_eq!(app(name(51)).unwrap_err().problems(), [expected]);
    let long = name(51);
    let env = [&ENV[..], &[("AWS_SDK_UA_APP_ID", &*long)]].concat();
    assert_eq!(
        build(Config::builder(), &env).unwrap_err().problems(),
        [expected]
    );
    let error = app("ü ".repeat(30)).unwrap_err().to_string();
    assert!(
        error.starts_with("the application name has 60 characters"),
        "{error}"
    );
    assert!(error.contains("may contain only letters"), "{error}");
}

#[cfg(unix)]
#[test]
fn every_variable_that_is_not_utf8_is_named() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;

    let invalid = [
        "AWS_SECRET_ACCESS_KEY",
        "AWS_REGION",
        "AWS_MAX_ATTEMPTS",
        "AWS_SDK_UA_APP_ID",
    ];
    let result = Config::builder().build_in(&crate::generated::SERVICE, |name| {
        if invalid.contains(&name) {
            return Some(OsString::from_vec(b"hush\xff".to_vec()));
        }
        let found = ENV.iter().find(|(key, _)| *key == name)?;
        Some(found.1.into())
    });
    let error = result.unwrap_err();
    for name in invalid {
        let expected = format!("the environment variable {name} is not valid UTF-8");
        assert!(error.problems().contains(&expected), "{error}");
    }
    let text = error.to_string();
    assert!(
        !text.contains("is set but") && !text.contains("no region is set"),
        "{text}"
    );
}

#[test]
fn a_changed_region_changes_the_endpoint_unless_a_url_is_set() {
    let changed = |builder: ConfigBuilder, env: &[(&str, &str)]| {
        let changes = ClientCustomizer::new(()).region("us-east-1").into_parts().1;
        let result = changes.apply(&build(builder, env).unwrap()).unwrap();
        (result.region().to_owned(), result.endpoint_url().to_owned())
    };
    let region = || "us-east-1".to_owned();
    let url = "https://personalize-events-fips.us-east-1.amazonaws.com";
    let fips = Config::builder().fips(true);
    assert_eq!(changed(fips, &ENV[..3]), (region(), url.to_owned()));
    let url = "http://127.0.0.1:9/x".to_owned();
    assert_eq!(changed(Config::builder(), &ENV), (region(), url));
}

#[test]
fn a_changed_endpoint_url_obeys_the_rules_of_the_original() {
    let changed = |builder: ConfigBuilder, url: &str| {
        let changes = ClientCustomizer::new(()).endpoint_url(url).into_parts().1;
        let result = changes.apply(&build(builder, &ENV[..3]).unwrap());
        result.map(|config| config.endpoint_url().to_owned())
    };
    let error = changed(Config::builder().fips(true), "https://a.example").unwrap_err();
    assert!(error.to_string().contains("FIPS"), "{error}");
    let plain = "http://a.example";
    assert!(changed(Config::builder(), plain).is_err());
    let trusted = Config::builder().allow_http(true);
    assert_eq!(changed(trusted, plain).as_deref(), Ok(plain));
}

#[test]
fn settings_without_changes_are_those_of_the_original() {
    let config = build(Config::builder(), &ENV).unwrap();
    let result = Changes::default().apply(&config).unwrap();
    assert_eq!(format!("{result:?}"), format!("{config:?}"));
    assert!(Arc::ptr_eq(&result.credentials, &config.credentials));
}
