//! The arguments of `put-events` and `put-action-interactions`.

use clap::{Arg, Args, ValueEnum};

/// The start of `put-events --help`.
pub(super) const EVENTS_ABOUT: &str = "\
Send events, the interactions of users with items, to an event tracker

The columns are those of the schema of the Interactions dataset, in any order, and two that are not
in the schema: SESSION_ID and EVENT_ID. user_id and userId are USER_ID too; in JSON Lines, an event
may also be as in a call of PutEvents, with sentAt, metricAttribution and properties.
  ITEM_ID, EVENT_TYPE, TIMESTAMP (seconds since 1970) and SESSION_ID are required.
  USER_ID may be missing: the visitor has not signed in.
  EVENT_VALUE requires a column of the schema. IMPRESSION (items joined by `|`, at most 25),
  RECOMMENDATION_ID and EVENT_ATTRIBUTION_SOURCE need none.
  All other columns of the schema are sent as properties.

The service joins what a visitor did before signing in to the user by the session: its events have
the same SESSION_ID, and at least one has USER_ID too. The events of a session are sent in the order
of the input, each session on its own. If the input has no sessions, see --session-from.

The service uses only the first event with an EVENT_ID, so sending it again does not count twice. An
event without one gets a UUID that is computed from the text of the record, its number in the input
and the header of a CSV. The same input, sent again after a crash, has the same IDs, also if records
were appended. Records that were moved, or sent in another file, are new events.";

/// The start of the end of `put-events --help`.
pub(super) const EVENTS_EXAMPLE: &str = "\
Example:
  interactions.json, the schema:
    {\"type\": \"record\", \"name\": \"Interactions\",
     \"namespace\": \"com.amazonaws.personalize.schema\", \"version\": \"1.0\",
     \"fields\": [
       {\"name\": \"USER_ID\", \"type\": \"string\"},
       {\"name\": \"ITEM_ID\", \"type\": \"string\"},
       {\"name\": \"TIMESTAMP\", \"type\": \"long\"},
       {\"name\": \"EVENT_TYPE\", \"type\": \"string\"},
       {\"name\": \"DEVICE\", \"type\": [\"null\", \"string\"], \"categorical\": true}]}
  interactions.csv:
    SESSION_ID,USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,DEVICE
    visit-1,,film-7,1700000000,view,phone
    visit-1,user-1,film-7,1700000060,watch,phone
  Try it without an AWS account:
    personalize-events put-events interactions.csv --schema interactions.json --local
  Send it; the tracking ID is that of `aws personalize describe-event-tracker`:
    personalize-events put-events interactions.csv --schema interactions.json \\
      --tracking-id 12345678-1234-1234-1234-123456789012 --region eu-west-1 \\
      --checkpoint run.json --rejects rejects.csv";

/// The start of `put-action-interactions --help`.
pub(super) const ACTION_INTERACTIONS_ABOUT: &str = "\
Send the interactions of users with actions to an event tracker

The columns are those of the schema of the Action interactions dataset, in any order, and two that
are not in the schema: SESSION_ID and EVENT_ID. user_id and userId are USER_ID too; in JSON Lines, a
record may also be as in a call of PutActionInteractions, with properties.
  ACTION_ID, EVENT_TYPE, TIMESTAMP (seconds since 1970) and SESSION_ID are required.
  USER_ID may be missing: the visitor has not signed in.
  IMPRESSION (actions joined by `|`, at most 25) and RECOMMENDATION_ID need no column of the schema.
  All other columns of the schema are sent as properties.

Sessions, IDs and order are as in put-events; see its help.";

/// The start of the end of `put-action-interactions --help`.
pub(super) const ACTION_INTERACTIONS_EXAMPLE: &str = "\
Example:
  interactions.json, the schema:
    {\"type\": \"record\", \"name\": \"ActionInteractions\",
     \"namespace\": \"com.amazonaws.personalize.schema\", \"version\": \"1.0\",
     \"fields\": [
       {\"name\": \"USER_ID\", \"type\": \"string\"},
       {\"name\": \"ACTION_ID\", \"type\": \"string\"},
       {\"name\": \"EVENT_TYPE\", \"type\": \"string\"},
       {\"name\": \"TIMESTAMP\", \"type\": \"long\"}]}
  interactions.csv:
    SESSION_ID,USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP
    visit-1,user-1,newsletter,Taken,1700000000
  Try it without an AWS account:
    personalize-events put-action-interactions interactions.csv --schema interactions.json --local";

/// How events get what their records do not have.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct EventSettings {
    /// Set the session of events without `SESSION_ID`, whose visits are not known, from their users. It costs what sessions
    /// are for: visits of a user cannot be distinguished, and nothing that a visitor did before signing in can be
    /// joined. An event with neither `SESSION_ID` nor `USER_ID` is rejected
    #[arg(long, value_enum, value_name = "SOURCE")]
    pub(crate) session_from: Option<SessionFrom>,
    /// Allow placeholders as user and session IDs, such as `anonymous`, `guest` and `undefined`. Without it such records are
    /// rejected, because the events of all visitors who share one would be the history of a single visitor
    #[arg(long)]
    pub(crate) allow_placeholder_ids: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SessionFrom {
    /// One session for each user. Its calls are sent one after the other, so an input with few users takes longer
    User,
    /// One session for each user and day in UTC: a visit at midnight is two, and all visits of a day are one
    UserDay,
}

/// Describes `--region`.
pub(super) fn region(arg: Arg) -> Arg {
    arg.help("AWS Region [default: that of AWS_REGION or of the profile]")
}

/// Describes `--rate`.
pub(super) fn rate(arg: Arg) -> Arg {
    arg.help(
        "Maximum number of calls per second, with up to ten events of a session each, or `unlimited` [default: 1000, the \
         documented quota of a dataset group for events; `unlimited` with --local]",
    )
}

/// Describes `--max-concurrent-batches`.
pub(super) fn max_concurrent_batches(arg: Arg) -> Arg {
    arg.help("Maximum number of batches in flight at once, up to 64 [default: 48]")
}
