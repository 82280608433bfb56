//! Brokers, an emulator, and consumers as processes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use personalize_events_emulator::Emulator;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{Headers, Message};
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{DefaultProducerContext, FutureProducer, FutureRecord};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

pub const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// `VIDEOS_WATCHED` has fewer bits than in the consumer, so that the service rejects some users.
const SCHEMA: &str = r#"{
    "type": "record", "name": "Users", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
    "fields": [
        {"name": "USER_ID", "type": "string"},
        {"name": "VIDEOS_WATCHED", "type": "int"},
        {"name": "FAVOURITE_GENRES", "type": "string", "categorical": true}
    ]
}"#;

/// A topic, a consumer group and an emulator.
pub struct Setup {
    brokers: String,
    /// The group has the same name.
    pub topic: String,
    pub partitions: i32,
    pub emulator: Emulator,
    pub producer: FutureProducer,
    /// A client that is not a member of the group.
    offsets: BaseConsumer,
    logs: PathBuf,
    pub has_dead_letters: bool,
    calls_per_second: u32,
    /// Is dropped after the clients. `None` with brokers of `KAFKA_TEST_BROKERS`.
    pub cluster: Option<MockCluster<'static, DefaultProducerContext>>,
}

impl Setup {
    /// Creates topics with a number of partitions.
    pub async fn new(name: &str, partitions: i32, calls_per_second: u32) -> Self {
        let topic = format!("{name}-{}", std::process::id());
        let topics = [topic.clone(), dead_letter_topic(&topic)];
        let mut kafka = ClientConfig::new();
        let (brokers, cluster) = match std::env::var("KAFKA_TEST_BROKERS") {
            Ok(brokers) => {
                kafka.set("bootstrap.servers", &brokers);
                let admin: AdminClient<_> = kafka.create().unwrap();
                for topic in &topics {
                    let topic = NewTopic::new(topic, partitions, TopicReplication::Fixed(1));
                    let created = admin.create_topics([&topic], &AdminOptions::new()).await;
                    created.unwrap().remove(0).unwrap();
                }
                (brokers, None)
            }
            Err(_) => {
                let cluster = MockCluster::new(2).unwrap();
                for topic in &topics {
                    cluster.create_topic(topic, partitions, 1).unwrap();
                }
                (cluster.bootstrap_servers(), Some(cluster))
            }
        };
        kafka.set("bootstrap.servers", &brokers);
        let mut producer = kafka.clone();
        producer
            .set("enable.idempotence", "true")
            .set("linger.ms", "0");
        kafka
            .set("group.id", &topic)
            .set("enable.auto.commit", "false");
        let logs = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&logs);
        fs::create_dir_all(&logs).unwrap();
        let emulator = Emulator::builder().schema(USERS, SCHEMA).start().await;
        Self {
            brokers,
            topic,
            partitions,
            emulator: emulator.unwrap(),
            producer: producer.create().unwrap(),
            offsets: kafka.create().unwrap(),
            logs,
            has_dead_letters: true,
            calls_per_second,
            cluster,
        }
    }

    /// Starts the example.
    pub fn consumer(&self, properties: &[&str]) -> Process {
        self.consumer_with(properties, &[])
    }

    /// Starts the example with other environment variables.
    pub fn consumer_with(&self, properties: &[&str], variables: &[(&str, &str)]) -> Process {
        let number = fs::read_dir(&self.logs).unwrap().count();
        let log = self.logs.join(format!("{number}.log"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_kafka-example"));
        command
            .args(["session.timeout.ms=3000", "heartbeat.interval.ms=300"])
            .args(properties)
            .env("KAFKA_BROKERS", &self.brokers)
            .env("KAFKA_TOPIC", &self.topic)
            .env("KAFKA_GROUP", &self.topic)
            .env("DATASET_ARN", USERS)
            .env("CALLS_PER_SECOND", self.calls_per_second.to_string())
            .env("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", self.emulator.url())
            .env("AWS_REGION", "eu-west-1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .stderr(File::create(&log).unwrap());
        if self.has_dead_letters {
            command.env("KAFKA_DEAD_LETTER_TOPIC", dead_letter_topic(&self.topic));
        }
        Process {
            child: command.envs(variables.iter().copied()).spawn().unwrap(),
            log,
        }
    }

    /// Writes users with different IDs. Returns the offset after the last message of each partition.
    pub async fn produce_users(&self, count: u32, videos_watched: u64) -> Vec<i64> {
        let deliveries = (0..count).map(|user| {
            let user = format!("viewer-{user}");
            let payload = viewer(&user, videos_watched);
            let record = FutureRecord::to(&self.topic).key(&user).payload(&payload);
            self.producer.send_result(record).unwrap()
        });
        let mut ends = vec![0; self.partitions as usize];
        for delivery in deliveries.collect::<Vec<_>>() {
            let delivery = delivery.await.unwrap().unwrap();
            ends[delivery.partition as usize] = delivery.offset + 1;
        }
        ends
    }

    /// Writes a message of a topic with one partition. Returns the offset after it.
    pub async fn produce(&self, key: &str, payload: Option<&str>) -> i64 {
        let record = FutureRecord {
            payload,
            ..FutureRecord::to(&self.topic).key(key)
        };
        let delivery = self.producer.send_result(record).unwrap();
        delivery.await.unwrap().unwrap().offset + 1
    }

    /// The committed offset of each partition.
    pub fn committed(&self) -> Vec<i64> {
        let mut list = TopicPartitionList::new();
        list.add_partition_range(&self.topic, 0, self.partitions - 1);
        let timeout = Duration::from_secs(10);
        let list = self.offsets.committed_offsets(list, timeout).unwrap();
        let elements = list.elements();
        let offset = |offset| match offset {
            Offset::Offset(offset) => offset,
            _ => 0,
        };
        elements
            .iter()
            .map(|element| offset(element.offset()))
            .collect()
    }

    /// How many videos a stored user has watched.
    pub fn videos_watched(&self, user: &str) -> Option<u64> {
        let user = self.emulator.user(USERS, user)?;
        user.properties()["videosWatched"].as_str()?.parse().ok()
    }

    /// The rejected messages in all logs.
    pub fn rejected(&self) -> BTreeSet<(i32, i64)> {
        let mut rejected = BTreeSet::new();
        for log in fs::read_dir(&self.logs).unwrap() {
            let log = fs::read_to_string(log.unwrap().path()).unwrap();
            for line in log
                .lines()
                .filter(|line| line.contains("a message was rejected"))
            {
                let field = |name: &str| {
                    let value = line.split_once(name)?.1;
                    value.split([' ', ',']).next()?.parse::<i64>().ok()
                };
                if let (Some(partition), Some(offset)) = (field("partition="), field("offset=")) {
                    rejected.insert((i32::try_from(partition).unwrap(), offset));
                }
            }
        }
        rejected
    }

    /// The messages in the topic of dead letters, by partition and offset; some of them may be there twice.
    pub fn dead_letters(&self) -> BTreeMap<(i32, i64), DeadLetter> {
        let mut list = TopicPartitionList::new();
        list.add_partition_range(&dead_letter_topic(&self.topic), 0, self.partitions - 1);
        list.set_all_offsets(Offset::Beginning).unwrap();
        self.offsets.assign(&list).unwrap();
        let mut letters = BTreeMap::new();
        while let Some(message) = self.offsets.poll(Duration::from_secs(5)) {
            let message = message.unwrap();
            let headers = message.headers().unwrap();
            let header = |name| {
                let header = headers.iter().find(|header| header.key == name).unwrap();
                std::str::from_utf8(header.value.unwrap()).unwrap()
            };
            assert_eq!(header("topic"), self.topic);
            let (partition, offset) = (header("partition"), header("offset"));
            let source = (partition.parse().unwrap(), offset.parse().unwrap());
            let letter = DeadLetter {
                key: message.key().unwrap().to_owned(),
                reason: header("reason").to_owned(),
            };
            letters.insert(source, letter);
        }
        self.offsets.unassign().unwrap();
        letters
    }
}

/// A message in the topic of dead letters.
pub struct DeadLetter {
    pub key: Vec<u8>,
    pub reason: String,
}

fn dead_letter_topic(topic: &str) -> String {
    format!("{topic}.rejected")
}

pub fn viewer(user: &str, videos_watched: u64) -> String {
    format!(
        r#"{{"userId": "{user}", "videosWatched": {videos_watched}, "favouriteGenres": ["Comedy"]}}"#
    )
}

/// A consumer, which is killed when it is dropped.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    pub fn terminate(&mut self) -> ExitStatus {
        self.signal("TERM");
        self.wait()
    }

    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let status = Command::new("kill").args(["-s", name, &pid]).status();
        assert!(status.unwrap().success());
    }

    pub fn wait(&mut self) -> ExitStatus {
        let mut status = None;
        wait_until("the consumer ends", 40, || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[track_caller]
pub fn wait_until(what: &str, seconds: u64, mut condition: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(seconds);
    while !condition() {
        assert!(Instant::now() < end, "after {seconds} seconds: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
