//! Puts the users of a Kafka topic: a consumer of a group, which commits an offset once everything before it is stored or
//! rejected. `README.md` explains how to run it.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use personalize_events::bulk::RateLimiter;
use personalize_events::{Client, Config};
use rdkafka::client::{ClientContext, DefaultClientContext};
use rdkafka::config::{ClientConfig, FromClientConfigAndContext};
use rdkafka::consumer::Consumer;
use rdkafka::error::KafkaError;
use tokio::runtime::Handle;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tracing::{error, info, warn};

use arguments::Arguments;
use dead_letters::DeadLetters;
use group::{Group, GroupConsumer};
use partition::{Destination, Error};

mod arguments;
mod dead_letters;
mod group;
mod partition;
mod viewer;

/// Together with `STOP_TIMEOUT` it is shorter than the 30 seconds that Kubernetes leaves a process after SIGTERM.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();
    match consume(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Consumes the topic until a signal or an error.
async fn consume(arguments: Arguments) -> Result<(), Error> {
    let dead_letters = match arguments.dead_letter_topic.clone() {
        Some(topic) => {
            let producer = create(&arguments.producer()?, DefaultClientContext)?;
            Some(DeadLetters { producer, topic })
        }
        None => None,
    };
    let quota = arguments.calls_per_second;
    let destination = Destination {
        client: Client::new(Config::from_env()?)?,
        dataset_arn: arguments.dataset_arn.clone(),
        rate_limiter: RateLimiter::per_second(quota)?,
        dead_letters,
    };
    destination
        .check()
        .map_err(|error| format!("--dataset-arn: {error}"))?;
    let (failures, mut failed) = mpsc::unbounded_channel();
    let group = Group::new(destination, quota, arguments.topic.clone(), failures);
    let consumer: Arc<GroupConsumer> = Arc::new(create(&arguments.consumer()?, group)?);
    consumer.context().subscribe(&consumer)?;

    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    // Tasks of their own: a rebalance may wait for requests, and the brokers for 5 seconds.
    let mut polling = tokio::spawn(poll(Arc::clone(&consumer)));
    let sharing = tokio::spawn(group::share_quota(Arc::clone(&consumer)));
    let end = tokio::select! {
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
        Some(error) = failed.recv() => Err(error),
        end = &mut polling => Err(end.map_or_else(Into::into, Into::into)),
    };
    info!("stopping");
    sharing.abort();
    // A rebalance continues to its end.
    polling.abort();
    let polled = async {
        if !polling.is_finished() {
            let _ = polling.await; // an error: the task was aborted
        }
    };
    let _ = tokio::join!(consumer.context().stop_all(), polled, sharing);
    // It may have assigned partitions meanwhile.
    consumer.context().stop_all().await;
    close(consumer).await;
    end
}

/// Handles rebalances until an error. Messages are in the queues of their partitions.
async fn poll(consumer: Arc<GroupConsumer>) -> Error {
    loop {
        match consumer.recv().await {
            Ok(_) => return "a message is not in the queue of its partition".into(),
            Err(error @ KafkaError::MessageConsumptionFatal(_)) => return error.into(),
            // Librdkafka connects again.
            Err(error) => warn!("{error}"),
        }
    }
}

/// Commits the offsets and leaves the group. Librdkafka may wait for the coordinator of the group without an end, so that
/// the consumer is dropped in a thread, which ends with the process.
async fn close(consumer: Arc<GroupConsumer>) {
    let (done, closed) = oneshot::channel();
    let runtime = Handle::current();
    std::thread::spawn(move || {
        let _guard = runtime.enter(); // for the callbacks of the context
        drop(consumer);
        done.send(())
    });
    if timeout(CLOSE_TIMEOUT, closed).await.is_err() {
        warn!("cannot leave the group in time; what is not committed will be sent again");
    }
}

/// Creates a client. An error does not quote the value of a property, which may be a password.
fn create<C, T>(config: &ClientConfig, context: C) -> Result<T, Error>
where
    C: ClientContext,
    T: FromClientConfigAndContext<C>,
{
    let client = config.create_with_context(context);
    client.map_err(|error| match error {
        KafkaError::ClientConfig(_, _, key, _) => {
            format!("`{key}` is not a property of librdkafka, or its value is invalid").into()
        }
        error => error.into(),
    })
}
