//! Endpoints by the rules of a model: hosts, and the names that requests are signed for.

use std::time::{Duration, SystemTime};

use super::bindings;
use super::endpoints::{ENDPOINTS, FetchFilmInput, SERVICE, StoreFilmInput};
use super::runtime::{
    ClientSettings, ConfigBuilder, Credentials, Error, Operation, RequestSettings, TransportError,
    Transports, http,
};

fn config(region: &str) -> ConfigBuilder {
    ConfigBuilder::default()
        .region(region)
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
}

/// The URL of a request and the scope of its signature, without the date.
fn called<O: Operation>(
    config: ConfigBuilder,
    operation: &O,
) -> Result<(String, String), TransportError> {
    let transports = Transports::new(config, &SERVICE, ENDPOINTS).expect("the settings are valid");
    let request = http::request(operation, &RequestSettings::default())?;
    let keys = Credentials::new("AKIDEXAMPLE", "secret");
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600);
    let signed = transports.of::<O>()?.prepare(&request, &keys, time)?;
    let authorization = signed.headers()["authorization"]
        .to_str()
        .expect("it is text");
    let scope = authorization.split("/20260101/").nth(1).unwrap_or_default();
    let scope = scope.split("/aws4_request").next().unwrap_or_default();
    let host = signed.headers()["host"].to_str().expect("it is text");
    assert_eq!(signed.url().authority(), host);
    Ok((signed.url().to_string(), scope.to_owned()))
}

fn store() -> StoreFilmInput {
    StoreFilmInput::builder()
        .id("1")
        .build()
        .expect("a request")
}

fn fetch() -> FetchFilmInput {
    FetchFilmInput::builder()
        .id("1")
        .build()
        .expect("a request")
}

#[test]
fn each_operation_calls_its_own_host_and_signs_for_it() {
    for (region, url, scope) in [
        (
            "eu-west-1",
            "https://films.eu-west-1.amazonaws.com/store",
            "eu-west-1/films",
        ),
        (
            "eu-west-9",
            "https://old-films.eu-west-9.amazonaws.com/store",
            "eu-west-9/films",
        ),
        (
            "cn-north-1",
            "https://films.amazonaws.com.cn/store",
            "cn-northwest-1/cinema",
        ),
        (
            "us-gov-west-1",
            "https://films.us-gov-west-1.amazonaws.com/store",
            "us-gov-west-1/films",
        ),
    ] {
        let found = called(config(region), &store()).unwrap();
        assert_eq!(found, (url.to_owned(), scope.to_owned()));
    }
    let data = called(config("cn-north-1"), &fetch()).unwrap();
    let url = "https://cn-north-1.films-data.amazonaws.com.cn/v2/fetch";
    assert_eq!(data, (url.to_owned(), "cn-north-1/films".to_owned()));
}

#[test]
fn variants_of_endpoints_are_those_of_the_rules() {
    let ipv6 = called(config("cn-north-1").dual_stack(true), &store()).unwrap();
    let url = "https://films.cn-north-1.api.amazonwebservices.com.cn/store";
    assert_eq!(ipv6, (url.to_owned(), "cn-north-1/films".to_owned()));
    let ipv6 = called(config("eu-west-1").dual_stack(true), &fetch()).unwrap();
    assert_eq!(ipv6.0, "https://eu-west-1.films-data.api.aws/v2/fetch");
    let fips = called(config("us-east-1").fips(true), &store()).unwrap();
    assert_eq!(fips.0, "https://films-fips.us-east-1.amazonaws.com/store");
}

#[test]
fn an_endpoint_that_a_region_lacks_is_an_error_of_its_operations() {
    let error = called(config("us-east-1").fips(true), &fetch()).unwrap_err();
    assert!(error.is_builder());
    assert!(
        error
            .to_string()
            .contains("data is not available with FIPS"),
        "{error}"
    );
    let only_data = &ENDPOINTS[1..];
    let error = Transports::new(config("us-east-1").fips(true), &SERVICE, only_data).unwrap_err();
    assert_eq!(error.problems(), ["data is not available with FIPS"]);
}

#[test]
fn an_endpoint_url_replaces_those_of_the_rules() {
    let url = "https://films.example:8443";
    for (found, path) in [
        (
            called(config("cn-north-1").endpoint_url(url), &store()),
            "store",
        ),
        (
            called(config("cn-north-1").endpoint_url(url), &fetch()),
            "fetch",
        ),
    ] {
        let expected = (format!("{url}/{path}"), "cn-north-1/films".to_owned());
        assert_eq!(found.unwrap(), expected);
    }
}

#[test]
fn a_member_that_selects_another_endpoint_must_not_be_set() {
    let other = StoreFilmInput::builder()
        .endpoint_id("a.b")
        .build()
        .unwrap();
    let error = Error::<std::fmt::Error>::from(
        http::request(&other, &RequestSettings::default()).unwrap_err(),
    );
    assert!(
        error
            .to_string()
            .contains("`endpointId` selects another endpoint, which is not supported"),
        "{error}"
    );
}

#[test]
fn host_prefixes_can_be_disabled() {
    let put = bindings::HostRequest::builder()
        .account("a1")
        .build()
        .unwrap();
    let rules: &[&[http::EndpointRule]] = &[&[]];
    let host = |config: ClientSettings| {
        let transports = Transports::new(config, &bindings::SERVICE, rules).unwrap();
        let request = http::request(&put, transports.requests()).unwrap();
        let keys = Credentials::new("AKIDEXAMPLE", "secret");
        let transport = transports.of::<bindings::HostRequest>().unwrap();
        let signed = transport.prepare(&request, &keys, SystemTime::UNIX_EPOCH);
        signed.map(|signed| signed.url().authority().to_owned())
    };
    let with = |url: &str| ClientSettings::from(config("eu-west-1").endpoint_url(url));
    let named = "https://vpce-1.example";
    assert_eq!(host(with(named)).unwrap(), "a1.data.vpce-1.example");
    let off = with(named).disable_host_prefix_injection(true);
    assert_eq!(host(off).unwrap(), "vpce-1.example");
    let on = with(named).disable_host_prefix_injection(false);
    assert_eq!(host(on).unwrap(), "a1.data.vpce-1.example");
    let address = "https://127.0.0.1:8443";
    let error = host(with(address)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`disable_host_prefix_injection`"),
        "{error}"
    );
    let off = with(address).disable_host_prefix_injection(true);
    assert_eq!(host(off).unwrap(), "127.0.0.1:8443");
}

#[test]
fn labels_of_a_disabled_host_prefix_must_be_valid() {
    let config = ClientSettings::from(config("eu-west-1")).disable_host_prefix_injection(true);
    let transports = Transports::new(config, &bindings::SERVICE, &[&[]]).unwrap();
    let invalid = bindings::HostRequest::builder()
        .account("a.b")
        .build()
        .unwrap();
    assert!(http::request(&invalid, transports.requests()).is_err());
}
