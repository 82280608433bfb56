//! What the consumer is started with.

use std::fs;
use std::path::PathBuf;

use clap::Parser;
use clap::builder::NonEmptyStringValueParser;
use personalize_events::bulk::RateLimiter;
use rdkafka::config::ClientConfig;

use crate::partition::Error;

/// Puts the users of a Kafka topic to Amazon Personalize.
///
/// Each option can be set with its environment variable. Region and credentials come from those of AWS's SDKs. The file
/// README.md explains delivery, rejected messages and rebalances.
#[derive(Parser)]
pub(crate) struct Arguments {
    /// The brokers to connect to first, such as `localhost:9092`
    #[arg(long, env = "KAFKA_BROKERS", value_parser = NonEmptyStringValueParser::new())]
    brokers: String,
    /// The topic to read
    #[arg(long, env = "KAFKA_TOPIC", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) topic: String,
    /// The consumer group, which no other application may use
    #[arg(long, env = "KAFKA_GROUP", value_parser = NonEmptyStringValueParser::new())]
    group: String,
    /// The ARN of the Users dataset
    #[arg(long, env = "DATASET_ARN", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) dataset_arn: String,
    /// A topic that gets rejected messages, with the reason in a header
    #[arg(long, env = "KAFKA_DEAD_LETTER_TOPIC", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) dead_letter_topic: Option<String>,
    /// The rate of all consumers together; a call has up to ten users
    #[arg(long, env = "CALLS_PER_SECOND", default_value = "10", value_parser = rate)]
    pub(crate) calls_per_second: f64,
    /// A file with properties of librdkafka, such as passwords: `KEY=VALUE` lines
    #[arg(long, env = "KAFKA_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Properties of librdkafka, which replace those of the file: `session.timeout.ms=20000`
    #[arg(value_name = "KEY=VALUE")]
    properties: Vec<String>,
}

fn rate(text: &str) -> Result<f64, Error> {
    let calls = text.parse()?;
    RateLimiter::per_second(calls)?;
    Ok(calls)
}

impl Arguments {
    /// Returns the configuration of the consumer.
    pub(crate) fn consumer(&self) -> Result<ClientConfig, Error> {
        let mut config = ClientConfig::new();
        config
            // Where to begin in a partition without a committed offset.
            .set("auto.offset.reset", "earliest")
            // A rebalance stops the partitions only that change their owner.
            .set("partition.assignment.strategy", "cooperative-sticky")
            // What is fetched ahead of each partition: enough for ten seconds, and no more than 1 MiB.
            .set("queued.min.messages", "1000")
            .set("queued.max.messages.kbytes", "1024")
            .set("auto.commit.interval.ms", "1000")
            .extend(self.properties()?);
        config
            .set("group.id", &self.group)
            // Librdkafka commits what `partition.rs` stores: at intervals, and when a partition is revoked.
            .set("enable.auto.commit", "true")
            .set("enable.auto.offset.store", "false");
        Ok(config)
    }

    /// Returns the configuration of the producer for the topic of dead letters.
    pub(crate) fn producer(&self) -> Result<ClientConfig, Error> {
        let mut config = ClientConfig::from_iter(self.properties()?);
        config.set("enable.idempotence", "true");
        Ok(config)
    }

    /// An error does not quote a property, which may be a password.
    fn properties(&self) -> Result<Vec<(String, String)>, Error> {
        let mut properties = vec![("bootstrap.servers".to_owned(), self.brokers.clone())];
        if let Some(file) = &self.config {
            let text = fs::read_to_string(file)
                .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            for (number, line) in (1..).zip(text.lines()) {
                let line = line.trim();
                if !line.is_empty() && !line.starts_with('#') {
                    let property = property(line).ok_or_else(|| {
                        format!("{}, line {number}: expected KEY=VALUE", file.display())
                    })?;
                    properties.push(property);
                }
            }
        }
        for (number, argument) in (1..).zip(&self.properties) {
            let property = property(argument)
                .ok_or_else(|| format!("property {number} of the command: expected KEY=VALUE"))?;
            properties.push(property);
        }
        Ok(properties)
    }
}

fn property(text: &str) -> Option<(String, String)> {
    let (key, value) = text.split_once('=')?;
    Some((key.trim().to_owned(), value.trim().to_owned()))
}
