//! AWS's SDK for Rust with only the features that HTTPS needs.

#[path = "../../sdk.rs"]
mod sdk;
#[cfg(feature = "events")]
#[path = "../../sdk_events.rs"]
mod sdk_events;

use aws_sdk_personalizeevents::Client;
use aws_sdk_personalizeevents::config::{BehaviorVersion, Builder, Config};
use bench_harness::Arguments;
#[cfg(not(feature = "events"))]
use bench_harness::measure;
#[cfg(feature = "events")]
use bench_harness::measure_with_events as measure;
use sdk::Sdk;

#[cfg(feature = "offline")]
fn http_client(builder: Builder) -> Builder {
    use aws_smithy_http_client::test_util::infallible_client_fn;

    builder.http_client(infallible_client_fn(|_| http::Response::new("")))
}

#[cfg(not(feature = "offline"))]
fn http_client(builder: Builder) -> Builder {
    builder
}

async fn connect(arguments: Arguments) -> Sdk {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(sdk::region())
        .credentials_provider(sdk::credentials())
        .endpoint_url(arguments.endpoint_url());
    Sdk(Client::from_conf(http_client(config).build()))
}

fn main() {
    measure(connect);
}
