//! Sends the records of a batch of messages in a bulk run that ends in time.
//!
//! Before the deadline the run first starts no more batches, and calls in flight can finish; then it is dropped. A request
//! that is still on its way does no harm: its messages are returned and sent again.

use std::collections::HashSet;

use lambda_runtime::Error;
use personalize_events::bulk::{AbortError, Bulk, RecordOutcome};
use tokio::time::{Instant, timeout_at};

use crate::deadlines::Deadlines;
use crate::records::HandledRecord;
use crate::rejected::{RejectReason, ServiceRejection, describe};

/// What has become of the records of a message.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Whether a record is to be sent again.
    pub(crate) is_undelivered: bool,
    pub(crate) rejected: Vec<RejectReason>,
    /// The IDs that its stored records have replaced.
    pub(crate) stored_ids: Vec<String>,
    /// The IDs of those that are to be sent again.
    pub(crate) undelivered_ids: Vec<String>,
}

/// What has become of a batch of messages.
#[derive(Debug)]
pub(crate) struct Outcomes {
    /// In the order of the messages.
    pub(crate) messages: Vec<Outcome>,
    /// Why records are undelivered, if any are.
    pub(crate) failure: Option<Failure>,
}

/// Why records are undelivered.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Every other record would have met this error too.
    Abort(String),
    /// The time has run out. This is the first error, if a call has returned one.
    NotDelivered(String),
}

/// A record that was given to the run.
struct Sent {
    message: usize,
    id: Option<String>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Undelivered,
    Stored,
    Rejected,
}

/// Sends the records of messages, in their order.
pub(crate) async fn send<R: HandledRecord>(
    bulk: Bulk<R>,
    messages: Vec<Vec<Result<R, RejectReason>>>,
    deadlines: Deadlines,
) -> Result<Outcomes, Error> {
    let mut outcomes: Vec<Outcome> = messages.iter().map(|_| Outcome::default()).collect();
    let (mut sent, mut records) = (Vec::new(), Vec::new());
    for (message, mapped) in messages.into_iter().enumerate() {
        for record in mapped {
            match record {
                Ok(record) => {
                    sent.push(Sent {
                        message,
                        id: record.replaced_id().map(ToOwned::to_owned),
                        state: State::Undelivered,
                    });
                    records.push((message, record));
                }
                Err(reason) => outcomes[message].rejected.push(reason),
            }
        }
    }
    let time = deadlines.calls.saturating_duration_since(Instant::now());
    if records.is_empty() || time.is_zero() {
        return Ok(of_messages(outcomes, sent, None));
    }
    let mut run = bulk.retry_timeout(time).send_iter(records)?;
    let mut failure = None;
    let mut is_ending = false;
    loop {
        let end = if is_ending {
            deadlines.calls
        } else {
            deadlines.last_batch
        };
        let result = match timeout_at(end, run.next()).await {
            Ok(Some(result)) => result,
            Ok(None) => break,
            Err(_) if is_ending => break,
            Err(_) => {
                run.finish_early();
                is_ending = true;
                continue;
            }
        };
        let Ok(position) = usize::try_from(result.position) else {
            continue;
        };
        sent[position].state = match result.outcome {
            RecordOutcome::Stored => State::Stored,
            RecordOutcome::Invalid(invalid) => {
                let rejected = &mut outcomes[result.tag].rejected;
                rejected.push(RejectReason::Invalid(invalid));
                State::Rejected
            }
            RecordOutcome::Rejected(error) => {
                let rejected = &mut outcomes[result.tag].rejected;
                rejected.push(RejectReason::Service(ServiceRejection::new(error)));
                State::Rejected
            }
            RecordOutcome::NotDelivered(reason) => {
                failure.get_or_insert_with(|| Failure::NotDelivered(format!("{reason:#}")));
                State::Undelivered
            }
            _ => State::Undelivered,
        };
    }
    if let Some(abort_error) = run.abort_error() {
        let abort_error = if let AbortError::Rejected { batches, error, .. } = abort_error {
            let error = describe(error);
            format!("{batches} batches in a row were rejected (`max_rejected_batches`): {error}")
        } else {
            format!("{abort_error:#}")
        };
        failure = Some(Failure::Abort(abort_error));
    }
    if run.summary().unconfirmed > 0 {
        // They are stored, but an earlier request may still replace them: the run would have sent them once more.
        let settled = usize::try_from(run.checkpoint()).unwrap_or(usize::MAX);
        for sent in sent.iter_mut().skip(settled) {
            if sent.state == State::Stored {
                sent.state = State::Undelivered;
            }
        }
    }
    Ok(of_messages(outcomes, sent, failure))
}

fn of_messages(
    mut outcomes: Vec<Outcome>,
    mut sent: Vec<Sent>,
    failure: Option<Failure>,
) -> Outcomes {
    settle_superseded(&mut sent);
    let mut is_complete = true;
    for Sent { message, id, state } in sent {
        let outcome = &mut outcomes[message];
        match state {
            State::Stored => outcome.stored_ids.extend(id),
            State::Undelivered => {
                is_complete = false;
                outcome.is_undelivered = true;
                outcome.undelivered_ids.extend(id);
            }
            State::Rejected => {}
        }
    }
    let failure = failure.unwrap_or_else(|| Failure::NotDelivered("no time is left".to_owned()));
    Outcomes {
        messages: outcomes,
        failure: (!is_complete).then_some(failure),
    }
}

/// An undelivered record need not be sent again if a later one of its ID is stored. It must not be: it would replace that.
fn settle_superseded(sent: &mut [Sent]) {
    let mut stored = HashSet::new();
    for record in sent.iter_mut().rev() {
        let Some(id) = &record.id else { continue };
        match record.state {
            State::Stored => {
                stored.insert(id.clone());
            }
            State::Undelivered if stored.contains(id) => record.state = State::Stored,
            State::Undelivered | State::Rejected => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sent, State, settle_superseded};

    #[test]
    fn an_undelivered_record_is_settled_by_a_later_stored_one_of_its_id() {
        use State::{Rejected, Stored, Undelivered};
        let mut sent: Vec<Sent> = [
            ("a", Undelivered),
            ("b", Stored),
            ("a", Stored),
            ("b", Undelivered),
            ("a", Rejected),
            ("a", Undelivered),
        ]
        .map(|(id, state)| Sent {
            message: 0,
            id: Some(id.to_owned()),
            state,
        })
        .into();
        settle_superseded(&mut sent);
        let states: Vec<bool> = sent.iter().map(|it| it.state == Undelivered).collect();
        assert_eq!(states, [false, false, false, true, false, true]);
    }

    #[test]
    fn events_do_not_settle_each_other() {
        let mut sent = [State::Undelivered, State::Stored].map(|state| Sent {
            message: 0,
            id: None,
            state,
        });
        settle_superseded(&mut sent);
        assert!(sent[0].state == State::Undelivered);
    }
}
