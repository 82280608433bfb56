//! Endpoints that depend on an ARN in the request, by the rules of a model.

use std::time::SystemTime;

use super::arns::{ENDPOINTS, FetchReelInput, ListReelsInput, SERVICE};
use super::runtime::{ConfigBuilder, Credentials, Error, Operation, Transports, http};

const ARN: &str = "arn:aws:reels::123456789012:reel/1";

fn config() -> ConfigBuilder {
    ConfigBuilder::default()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret"))
}

fn transports(config: ConfigBuilder) -> Transports {
    Transports::new(config, &SERVICE, ENDPOINTS).expect("the settings are valid")
}

fn fetch(arn: &str) -> FetchReelInput {
    let fetch = FetchReelInput::builder().reel_arn(arn).part("a b");
    fetch.build().expect("a request")
}

/// The URL of a request.
fn url<O: Operation>(config: ConfigBuilder, operation: &O) -> Result<String, String> {
    let text = |error| Error::<std::fmt::Error>::from(error).to_string();
    let transports = transports(config);
    let request = http::request(operation, transports.requests()).map_err(text)?;
    let transport = transports.of::<O>().expect("an endpoint");
    let keys = Credentials::new("AKID", "secret");
    let built = transport.prepare(&request, &keys, SystemTime::UNIX_EPOCH);
    built.map(|built| built.url().to_string()).map_err(text)
}

#[test]
fn the_account_of_the_arn_is_the_first_label_of_the_host() {
    let path = "reels/arn%3Aaws%3Areels%3A%3A123456789012%3Areel%2F1?part=a%20b";
    for (config, expected) in [
        (config(), "https://123456789012.reels.global.api.aws/"),
        (
            config().endpoint_url("https://films.example:8443/base"),
            "https://123456789012.films.example:8443/base/",
        ),
    ] {
        assert_eq!(url(config, &fetch(ARN)), Ok(format!("{expected}{path}")));
    }
    let list = ListReelsInput::builder().build().expect("a request");
    let expected = "https://reels.global.api.aws/reels".to_owned();
    assert_eq!(url(config().region("cn-north-1"), &list), Ok(expected));
}

#[test]
fn an_arn_that_the_rules_reject_is_an_error_without_its_account_and_resource() {
    for (arn, message) in [
        ("hush", "the reel has no ARN"),
        (
            "arn:aws:films::hush:reel/hush",
            "the service is `films`, not `reels`",
        ),
        (
            "arn:aws:reels:x:hush:shot/hush",
            "the type is `shot` in `x`, not `reel`",
        ),
        (
            "arn:aws-cn:reels::hush:reel/hush",
            "reels are not available in `aws-cn`",
        ),
    ] {
        let error = url(config(), &fetch(arn)).expect_err("it is wrong");
        let expected = format!("`ReelArn` selects no endpoint: {message}");
        assert!(error.contains(&expected), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }
    for account in ["", "a.b", "-a", "a@b"] {
        let error = url(
            config(),
            &fetch(&format!("arn:aws:reels::{account}:reel/1")),
        );
        let error = error.expect_err("it is no label");
        assert!(
            error.contains("`ReelArn` has a part that cannot be the first label"),
            "{error}"
        );
    }
    let error = url(config().endpoint_url("https://127.0.0.1:1"), &fetch(ARN));
    let error = error.expect_err("an address has no labels");
    assert!(error.contains("use a host name"), "{error}");
}

#[tokio::test]
async fn a_client_of_another_partition_is_rejected_with_and_without_an_endpoint_url() {
    let china = config().region("cn-north-1");
    for config in [china.clone(), china.endpoint_url("https://films.example")] {
        let error = transports(config).send(&fetch(ARN)).await;
        let error = error.expect_err("it is rejected").to_string();
        let expected = "the ARN is of `aws`, the client of `aws-cn`";
        assert!(error.contains(expected), "{error}");
    }
    let other = fetch("arn:aws-cn:reels::123456789012:reel/1");
    let error = transports(config().region("cn-north-1")).send(&other).await;
    let error = error.expect_err("it is rejected").to_string();
    assert!(
        error.contains("reels are not available in `aws-cn`"),
        "{error}"
    );
    let error = Transports::new(config().fips(true), &SERVICE, ENDPOINTS);
    let error = error.expect_err("no operation has an endpoint");
    assert_eq!(error.problems(), ["FIPS is not available"]);
}
