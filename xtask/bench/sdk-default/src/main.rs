//! AWS's SDK for Rust as in its documentation: default features and `aws-config`.

#[path = "../../sdk.rs"]
mod sdk;
#[cfg(feature = "events")]
#[path = "../../sdk_events.rs"]
mod sdk_events;

use aws_sdk_personalizeevents::Client;
use aws_sdk_personalizeevents::config::BehaviorVersion;
use bench_harness::Arguments;
#[cfg(not(feature = "events"))]
use bench_harness::measure;
#[cfg(feature = "events")]
use bench_harness::measure_with_events as measure;
use sdk::Sdk;

async fn connect(arguments: Arguments) -> Sdk {
    let config = aws_config::defaults(BehaviorVersion::latest())
        .region(sdk::region())
        .credentials_provider(sdk::credentials())
        .endpoint_url(arguments.url);
    Sdk(Client::new(&config.load().await))
}

fn main() {
    measure(connect);
}
