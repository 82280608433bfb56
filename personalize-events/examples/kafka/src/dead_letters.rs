//! The topic of rejected messages.

use std::time::Duration;

use rdkafka::error::KafkaError;
use rdkafka::message::{Header, Message, OwnedHeaders, OwnedMessage};
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::util::Timeout;

/// Writes messages to a topic. Clones share the producer.
#[derive(Clone)]
pub(crate) struct DeadLetters {
    pub(crate) producer: FutureProducer,
    pub(crate) topic: String,
}

impl DeadLetters {
    /// Writes a message with the headers `reason`, `topic`, `partition` and `offset`, and waits until the brokers have it.
    pub(crate) async fn send(
        &self,
        message: &OwnedMessage,
        reason: &str,
    ) -> Result<(), KafkaError> {
        let headers = [
            ("reason", reason),
            ("topic", message.topic()),
            ("partition", &message.partition().to_string()),
            ("offset", &message.offset().to_string()),
        ];
        let headers = headers
            .into_iter()
            .fold(OwnedHeaders::new(), |headers, (key, value)| {
                headers.insert(Header {
                    key,
                    value: Some(value),
                })
            });
        let record = FutureRecord {
            topic: &self.topic,
            partition: None,
            payload: message.payload(),
            key: message.key(),
            timestamp: None,
            headers: Some(headers),
        };
        // The producer retries until `message.timeout.ms`, five minutes unless it is set.
        let queue_timeout = Timeout::After(Duration::from_secs(60));
        match self.producer.send(record, queue_timeout).await {
            Ok(_) => Ok(()),
            Err((error, _)) => Err(error),
        }
    }
}
