//! Durable events: on disk before they are acknowledged, and until they are stored.
//!
//! The file is the queue of durable events. A thread owns it: it commits everything that waits in one transaction. A task,
//! the feeder, reads the events in their order and adds each to the queue of the tracker when there is room. So memory is
//! bounded by the queue, however many events are on disk.

mod store;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::sync::{oneshot, watch};

use super::super::session::{Session, SessionEvent};
use super::log;
use super::queue::Queue;
use super::report::TrackError;
use super::spool_error::SpoolError;
use super::spooled::Spooled;
use crate::builders::EventBuilder;
use crate::deserialize::{FromObject, Object, deserialize};
use crate::generated::Event;
use crate::validation::{Build, ValidationContext};
use store::{Records, Store};

/// The most events in a transaction, and in a page that the feeder reads.
const MAX_COMMIT: usize = 1_024;
const PAGE: usize = 100;

/// What the thread does.
enum Message {
    /// Writes an event, and sends its number.
    Add(Vec<u8>, oneshot::Sender<Result<u64, SpoolError>>),
    Remove(u64),
    /// Reads the events after a number, as soon as there are some.
    Read(u64, oneshot::Sender<Records>),
    /// The feeder is to end. With a sender, what was settled before is removed, the file is closed, and the sender is used.
    End(Option<oneshot::Sender<()>>),
}

/// What a tracker has of its spool.
pub(super) struct Spool {
    sender: Sender<Message>,
    /// The number of the last event that is in the queue.
    fed: watch::Receiver<u64>,
    /// The number of the last event that is on disk.
    committed: watch::Receiver<u64>,
    is_closed: watch::Sender<bool>,
}

/// An open file whose thread is not started.
pub(super) struct OpenSpool {
    store: Store,
    next: u64,
}

impl OpenSpool {
    pub(super) fn open(path: PathBuf, tracking_id: String) -> Result<Self, SpoolError> {
        let (store, next) = Store::open(path, tracking_id)?;
        Ok(Self { store, next })
    }

    /// Starts the thread and the feeder.
    pub(super) fn start(self, queue: Arc<Queue>) -> std::io::Result<Spool> {
        let (sender, receiver) = channel();
        let (committed_sender, committed) = watch::channel(self.next - 1);
        let thread = Thread {
            store: self.store,
            next: self.next,
            committed: committed_sender,
            reader: None,
            has_ended: false,
        };
        std::thread::Builder::new()
            .name("personalize-events-spool".to_owned())
            .spawn(move || thread.run(&receiver))?;
        let (fed_sender, fed) = watch::channel(0);
        tokio::spawn(feed(queue, sender.clone(), fed_sender));
        Ok(Spool {
            sender,
            fed,
            committed,
            is_closed: watch::Sender::new(false),
        })
    }
}

impl Spool {
    /// Returns when the event is on disk.
    pub(super) async fn add(&self, event: SessionEvent) -> Result<(), TrackError> {
        if self.is_closed() {
            return Err(TrackError::ShutDown(event));
        }
        let Ok(text) = serde_json::to_vec(&event) else {
            return Err(TrackError::ShutDown(event));
        };
        let (sender, receiver) = oneshot::channel();
        if self.sender.send(Message::Add(text, sender)).is_err() {
            return Err(TrackError::ShutDown(event));
        }
        match receiver.await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(TrackError::Spool(event, error)),
            Err(_) => Err(TrackError::ShutDown(event)),
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        *self.is_closed.borrow()
    }

    pub(super) fn close(&self) {
        self.is_closed.send_replace(true);
    }

    /// The number of the last event on disk, and a receiver of the number of the last in the queue.
    pub(super) fn progress(&self) -> (u64, watch::Receiver<u64>) {
        (*self.committed.borrow(), self.fed.clone())
    }

    /// Removes what was settled, and closes the file.
    pub(super) async fn end(&self) {
        let (sender, receiver) = oneshot::channel();
        if self.sender.send(Message::End(Some(sender))).is_ok() {
            // The thread may have ended.
            let _ = receiver.await;
        }
    }
}

/// The thread removes what is settled later, and ends with the queue.
impl Drop for Spool {
    fn drop(&mut self) {
        // The thread may have ended.
        let _ = self.sender.send(Message::End(None));
    }
}

struct Thread {
    store: Store,
    /// The number of the next event.
    next: u64,
    committed: watch::Sender<u64>,
    reader: Option<(u64, oneshot::Sender<Records>)>,
    has_ended: bool,
}

impl Thread {
    fn run(mut self, receiver: &Receiver<Message>) {
        let mut removed = Vec::new();
        while let Ok(first) = receiver.recv() {
            let waiting = std::iter::once(first).chain(receiver.try_iter());
            let (mut added, mut senders, mut closed) = (Records::new(), Vec::new(), None);
            for message in waiting.take(MAX_COMMIT) {
                match message {
                    Message::Add(text, sender) => {
                        added.push((self.next, text));
                        self.next += 1;
                        senders.push(sender);
                    }
                    Message::Remove(number) => removed.push(number),
                    Message::Read(after, sender) => self.reader = Some((after, sender)),
                    Message::End(sender) => {
                        self.has_ended = true;
                        closed = sender;
                    }
                }
                if closed.is_some() {
                    break;
                }
            }
            if !(added.is_empty() && removed.is_empty()) {
                let result = self.store.commit(&added, &removed);
                match &result {
                    Ok(()) => {
                        removed.clear();
                        self.committed.send_replace(self.next - 1);
                    }
                    Err(error) => log::spool_failed(error),
                }
                for (sender, (number, _)) in senders.into_iter().zip(&added) {
                    // Who waited for it may have been dropped.
                    let _ = sender.send(result.clone().map(|()| *number));
                }
            }
            self.read();
            if let Some(closed) = closed {
                drop(self);
                let _ = closed.send(());
                return;
            }
        }
    }

    /// Answers the feeder if there are events.
    fn read(&mut self) {
        let Some((after, sender)) = self.reader.take() else {
            return;
        };
        if self.has_ended {
            return;
        }
        match self.store.read(after, PAGE) {
            Ok(records) if !records.is_empty() => {
                // The feeder may have ended.
                let _ = sender.send(records);
            }
            Ok(_) => self.reader = Some((after, sender)),
            // It is tried again with the next message.
            Err(error) => {
                log::spool_failed(&error);
                self.reader = Some((after, sender));
            }
        }
    }
}

/// Adds the events of the file to the queue.
async fn feed(queue: Arc<Queue>, sender: Sender<Message>, fed: watch::Sender<u64>) {
    let mut after = 0;
    loop {
        let (reply, receiver) = oneshot::channel();
        if sender.send(Message::Read(after, reply)).is_err() {
            return;
        }
        let Ok(records) = receiver.await else { return };
        for (number, text) in records {
            if let Some(event) = parse(&text) {
                let sender = sender.clone();
                let spooled = Spooled::new(move || {
                    // If the thread has ended, the event is sent again, and counts once.
                    let _ = sender.send(Message::Remove(number));
                });
                if queue.push_wait(event, Some(spooled)).await.is_err() {
                    return;
                }
            } else {
                // It stays in the file.
                log::spooled_event_unreadable();
            }
            after = number;
            fed.send_replace(number);
        }
    }
}

/// Reads an event. Its session was valid, with what it allows.
fn parse(text: &[u8]) -> Option<SessionEvent> {
    let value: serde_json::Value = serde_json::from_slice(text).ok()?;
    let id = |name: &str| value["session"][name].as_str();
    let session = Session::builder()
        .session_id(id("sessionId")?)
        .maybe_user_id(id("userId"))
        .allow_null_text()
        .allow_placeholder_ids()
        .build()
        .ok()?;
    let event = deserialize::<StoredEvent, _>(&value["event"]).ok()?;
    session.event(event).ok()
}

/// The members of a serialized event, whose IDs may be the text `null` if it was allowed.
struct StoredEvent(EventBuilder);

impl FromObject for StoredEvent {
    fn from_object(object: &mut Object<'_, '_>) -> Self {
        Self(EventBuilder::from_object(object).allow_null_text())
    }
}

impl Build for StoredEvent {
    type Output = Event;

    fn build_in(self, context: &mut ValidationContext<'_>) -> Option<Event> {
        self.0.build_in(context)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::events::Session;
    use crate::generated::Event;

    #[test]
    fn an_event_is_read_as_it_was_written_with_the_ids_that_it_allowed() {
        let session = Session::builder().session_id("guest").user_id("null");
        let session = session.allow_placeholder_ids().allow_null_text().build();
        let event = Event::now("view").item_id("null").allow_null_text();
        let event = session.and_then(|session| session.event(event)).unwrap();
        let text = serde_json::to_vec(&event).unwrap();
        assert_eq!(parse(&text), Some(event));
        assert_eq!(parse(&text[1..]), None);
        assert_eq!(parse(b"{}"), None);
    }
}
