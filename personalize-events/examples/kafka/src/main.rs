//! Puts the users of a Kafka topic: a consumer of a group, which commits an offset once everything before it is stored or
//! rejected. Start as many as you like.
//!
//! ```text
//! export KAFKA_BROKERS=localhost:9092 KAFKA_TOPIC=viewers KAFKA_GROUP=personalize
//! export DATASET_ARN=arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS AWS_REGION=eu-west-1
//! cargo run                                                # credentials come from the environment
//! cargo run -- session.timeout.ms=20000 client.id=viewers  # with properties of librdkafka
//! ```
//!
//! To try it, start `personalize-events-emulator`, and set `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS=http://127.0.0.1:8686` and both
//! `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` to `test`.
//!
//! Messages are JSON, such as `{"userId": "viewer-1", "videosWatched": 45, "favouriteGenres": ["Comedy"]}`: see
//! `viewer.rs`. Use the user ID as their key, so that all records of a user are in one partition and are put in their order.
//!
//! | variable | default | |
//! |---|---|---|
//! | `KAFKA_BROKERS`, `KAFKA_TOPIC`, `KAFKA_GROUP` | | where to read from, and the name of the consumer group |
//! | `DATASET_ARN` | | the Users dataset |
//! | `KAFKA_DEAD_LETTER_TOPIC` | none | gets rejected messages with the reason in a header |
//! | `CALLS_PER_SECOND` | 10 | of all consumers together; a call has up to ten users |
//!
//! - **Delivery**: at least once. After a crash, `kill -9` included, messages since the last commit are sent again, which is
//!   harmless because a put replaces. Offsets are committed each second, up to the first message that is not settled. A
//!   request without a response holds back the commit for up to [15 minutes](personalize_events::bulk#order) if its users
//!   have newer messages: until it can no longer replace them.
//! - **Rejected messages**, unreadable ones included, are logged with partition, offset and reason, without their data, and
//!   are settled. If the service rejects all users of ten calls in a row, the mistake is probably in the schema: the
//!   consumer ends without committing them, unless there is a topic for dead letters.
//! - **Rebalances** and SIGTERM: partitions that are revoked are read no further. Requests in flight have 20 seconds to finish,
//!   what is settled is committed, and the rest is left to the next owner. Other partitions continue.
//! - **Failures**: users that are not stored after ten minutes of retries, or an error such as a missing permission, end the
//!   process with status 1. Let systemd, Kubernetes or ECS restart it.
//! - **Order**: the messages of a partition are put in their order for each user. A consumer that was suspended, or cut off
//!   from the brokers, for longer than `session.timeout.ms` may put users that it had read once more, before it stops.
//! - **Quota**: the rate of a consumer is its share of the partitions. Calls that are throttled are retried.
//! - **Memory** is bounded for each partition: 1 MiB is fetched ahead, and about 1,000 messages are in work. The consumer polls
//!   while the service is slow, so that it does not exceed `max.poll.interval.ms`.

use std::env;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use personalize_events::bulk::RateLimiter;
use personalize_events::{Client, Config};
use rdkafka::config::ClientConfig;
use rdkafka::consumer::Consumer;
use rdkafka::error::KafkaError;
use tokio::runtime::Handle;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tracing::{error, info, warn};

use dead_letters::DeadLetters;
use group::{Group, GroupConsumer};
use partition::{Destination, Error};

mod dead_letters;
mod group;
mod partition;
mod viewer;

/// Together with `STOP_TIMEOUT` it is shorter than the 30 seconds that Kubernetes leaves a process after SIGTERM.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();
    match consume().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Consumes the topic until a signal or an error.
async fn consume() -> Result<(), Error> {
    let mut properties = vec![("bootstrap.servers".to_owned(), variable("KAFKA_BROKERS")?)];
    for argument in env::args().skip(1) {
        let (key, value) = argument
            .split_once('=')
            .ok_or("an argument must be a property of librdkafka: `KEY=VALUE`")?;
        properties.push((key.to_owned(), value.to_owned()));
    }
    let mut kafka = ClientConfig::new();
    kafka
        // Where to begin in a partition without a committed offset.
        .set("auto.offset.reset", "earliest")
        // A rebalance stops the partitions only that change their owner.
        .set("partition.assignment.strategy", "cooperative-sticky")
        // What is fetched ahead of each partition: enough for ten seconds, and no more than 1 MiB.
        .set("queued.min.messages", "1000")
        .set("queued.max.messages.kbytes", "1024")
        .set("auto.commit.interval.ms", "1000")
        .extend(properties.clone());
    kafka
        .set("group.id", variable("KAFKA_GROUP")?)
        // Librdkafka commits what `partition.rs` stores: at intervals, and when a partition is revoked.
        .set("enable.auto.commit", "true")
        .set("enable.auto.offset.store", "false");

    let dead_letters = match env::var("KAFKA_DEAD_LETTER_TOPIC") {
        Ok(topic) => {
            let mut kafka = ClientConfig::from_iter(properties);
            let producer = kafka.set("enable.idempotence", "true").create()?;
            Some(DeadLetters { producer, topic })
        }
        Err(_) => None,
    };
    let quota = match env::var("CALLS_PER_SECOND") {
        Ok(calls) => {
            let quota = calls.parse();
            quota.map_err(|_| "the variable `CALLS_PER_SECOND` must be a number")?
        }
        Err(_) => 10.0,
    };
    let destination = Destination {
        client: Client::new(Config::from_env()?)?,
        dataset_arn: variable("DATASET_ARN")?,
        rate_limiter: RateLimiter::per_second(quota)?,
        dead_letters,
    };
    let (failures, mut failed) = mpsc::unbounded_channel();
    let group = Group::new(destination, quota, variable("KAFKA_TOPIC")?, failures);
    let consumer: Arc<GroupConsumer> = Arc::new(kafka.create_with_context(group)?);
    consumer.context().subscribe(&consumer)?;

    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    let end = loop {
        tokio::select! {
            _ = terminate.recv() => break Ok(()),
            _ = interrupt.recv() => break Ok(()),
            Some(error) = failed.recv() => break Err(error),
            // Rebalances are handled here. Messages are in the queues of their partitions.
            message = consumer.recv() => match message {
                Ok(_) => break Err("a message is not in the queue of its partition".into()),
                Err(error @ KafkaError::MessageConsumptionFatal(_)) => break Err(error.into()),
                // Librdkafka connects again.
                Err(error) => warn!("{error}"),
            },
        }
    };
    info!("stopping");
    consumer.context().stop_all().await;
    close(consumer).await;
    end
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

fn variable(name: &str) -> Result<String, Error> {
    env::var(name).map_err(|_| format!("the variable `{name}` is not set").into())
}
