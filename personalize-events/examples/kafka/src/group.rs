//! The partitions that the consumer group assigns to this process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Duration;

use futures_util::future::join_all;
use rdkafka::ClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, Rebalance, StreamConsumer};
use rdkafka::error::KafkaResult;
use rdkafka::topic_partition_list::TopicPartitionList;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinHandle, block_in_place};
use tokio::time::{Instant, timeout, timeout_at};
use tracing::{info, warn};

use crate::partition::{self, Destination, Error};

/// How long a partition that is revoked waits for its requests in flight. It is shorter than the 30 seconds that
/// Kubernetes leaves a process after SIGTERM, and than `max.poll.interval.ms`.
const STOP_TIMEOUT: Duration = Duration::from_secs(20);

/// How long the brokers have to return the number of partitions, and the pause before they are asked again.
const METADATA_TIMEOUT: Duration = Duration::from_secs(5);
const METADATA_PAUSE: Duration = Duration::from_secs(1);

pub(crate) type GroupConsumer = StreamConsumer<Group>;

/// The context of the consumer: starts a task for each partition that is assigned, and ends it before another consumer gets
/// the partition.
pub(crate) struct Group {
    destination: Destination,
    /// The calls per second of all consumers together.
    quota: f64,
    topic: String,
    /// The consumer of this context; set by [`Group::subscribe`].
    consumer: OnceLock<Weak<GroupConsumer>>,
    /// The tasks of the partitions that are assigned.
    tasks: Mutex<HashMap<i32, Task>>,
    /// How many partitions are assigned, after each rebalance.
    assigned: watch::Sender<usize>,
    failures: mpsc::UnboundedSender<Error>,
}

/// A partition that is being sent.
struct Task {
    stop: oneshot::Sender<()>,
    handle: JoinHandle<()>,
}

impl ClientContext for Group {}

impl ConsumerContext for Group {
    /// Is called while the consumer is polled. The group waits for it, so that a partition has one owner at a time.
    fn pre_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        match rebalance {
            Rebalance::Assign(list) => {
                let partitions = partitions(list);
                if !partitions.is_empty() {
                    info!(?partitions, "assigned");
                }
                for partition in partitions {
                    self.start(partition);
                }
            }
            Rebalance::Revoke(list) => {
                let partitions = partitions(list);
                // If the group has excluded this consumer, another one may have the partitions already.
                let is_lost = consumer.assignment_lost();
                let timeout = if is_lost {
                    Duration::ZERO
                } else {
                    STOP_TIMEOUT
                };
                info!(?partitions, is_lost, "revoked");
                block_in_place(|| Handle::current().block_on(self.stop(&partitions, timeout)));
            }
            Rebalance::Error(error) => warn!("cannot rebalance: {error}"),
        }
        self.assigned.send_replace(self.tasks().len());
    }

    fn commit_callback(&self, result: KafkaResult<()>, _offsets: &TopicPartitionList) {
        // Librdkafka tries again with the next offsets. What is not committed will be sent again.
        if let Err(error) = result {
            warn!("cannot commit offsets: {error}");
        }
    }
}

impl Group {
    pub(crate) fn new(
        destination: Destination,
        quota: f64,
        topic: String,
        failures: mpsc::UnboundedSender<Error>,
    ) -> Self {
        Self {
            destination,
            quota,
            topic,
            consumer: OnceLock::new(),
            tasks: Mutex::default(),
            assigned: watch::Sender::default(),
            failures,
        }
    }

    /// Joins the group.
    pub(crate) fn subscribe(&self, consumer: &Arc<GroupConsumer>) -> KafkaResult<()> {
        // Partitions are assigned later, while the consumer is polled.
        self.consumer.get_or_init(|| Arc::downgrade(consumer));
        consumer.subscribe(&[&self.topic])
    }

    /// Stops the tasks of all partitions. The consumer can be closed then, which commits their offsets.
    pub(crate) async fn stop_all(&self) {
        let partitions: Vec<i32> = self.tasks().keys().copied().collect();
        self.stop(&partitions, STOP_TIMEOUT).await;
    }

    /// Starts the task of a partition.
    fn start(&self, partition: i32) {
        let consumer = self.consumer.get().and_then(Weak::upgrade);
        // Before messages are fetched, so that all of them are in the queue of their partition.
        let queue = consumer.and_then(|consumer| {
            let queue = consumer.split_partition_queue(&self.topic, partition)?;
            Some((consumer, queue))
        });
        let Some((consumer, queue)) = queue else {
            let error = format!("partition {partition} has no queue");
            let _ = self.failures.send(error.into());
            return;
        };
        let (stop, stopped) = oneshot::channel();
        let (destination, topic) = (self.destination.clone(), self.topic.clone());
        let failures = self.failures.clone();
        let handle = tokio::spawn(async move {
            let source = (topic.as_str(), partition);
            let end = partition::send(destination, consumer, queue, source, stopped).await;
            if let Err(error) = end {
                let error = format!("cannot continue with partition {partition}: {error:#}");
                // The receiver is dropped only when the process ends.
                let _ = failures.send(error.into());
            }
        });
        self.tasks().insert(partition, Task { stop, handle });
    }

    /// Stops the tasks of partitions. After the timeout, requests in flight are dropped.
    async fn stop(&self, partitions: &[i32], timeout: Duration) {
        let deadline = Instant::now() + timeout;
        let tasks: Vec<Task> = {
            let mut tasks = self.tasks();
            let tasks = partitions.iter().filter_map(|it| tasks.remove(it));
            tasks.collect()
        };
        join_all(tasks.into_iter().map(|task| async move {
            let Task { stop, mut handle } = task;
            let _ = stop.send(()); // an error if the task has failed
            if timeout_at(deadline, &mut handle).await.is_err() {
                handle.abort();
                let _ = handle.await; // an error: the task was aborted
            }
        }))
        .await;
    }

    fn set_share(&self, assigned: usize, all: usize) {
        let rate = self.quota * assigned as f64 / all.max(assigned) as f64;
        info!(assigned, all, calls_per_second = rate, "shared the quota");
        if let Err(error) = self.destination.rate_limiter.set_per_second(rate) {
            warn!("{error}");
        }
    }

    fn tasks(&self) -> MutexGuard<'_, HashMap<i32, Task>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// After each rebalance, sets the rate of this process to its share of the quota, which is its share of the partitions.
/// Until then, or if the brokers do not return their number, the rate remains: what exceeds the quota is throttled by the
/// service and sent again.
pub(crate) async fn share_quota(consumer: Arc<GroupConsumer>) {
    let group = consumer.context();
    let mut assigned = group.assigned.subscribe();
    loop {
        let count = *assigned.borrow_and_update();
        if count > 0 {
            let topic = Some(group.topic.as_str());
            match block_in_place(|| consumer.fetch_metadata(topic, METADATA_TIMEOUT)) {
                Ok(metadata) => {
                    let topics = metadata.topics().iter();
                    group.set_share(count, topics.map(|it| it.partitions().len()).sum());
                }
                Err(error) => {
                    warn!("cannot count the partitions: {error}");
                    let _ = timeout(METADATA_PAUSE, assigned.changed()).await; // or a rebalance
                    continue;
                }
            }
        }
        if assigned.changed().await.is_err() {
            return; // The group is dropped after this task.
        }
    }
}

fn partitions(list: &TopicPartitionList) -> Vec<i32> {
    let elements = list.elements();
    elements.iter().map(|it| it.partition()).collect()
}
