//! Which records are refused, and where: a table of rules and entry points.
//!
//! What AWS documents as refused, and what has been observed to lose data, is refused by every entry point that can see it.
//! What AWS merely does not document as accepted is sent unchanged; the command warns of it, and a library has no warnings.
//!
//! The entry points are:
//!
//! - derive: a struct with [`UserProperties`](macro@crate::UserProperties) or one of its siblings, and
//!   [`CsvWriter`](crate::CsvWriter);
//! - builder: [`User::builder`](crate::User::builder) and its siblings, with `properties` as JSON text;
//! - `Properties`: [`Properties`](crate::Properties), with keys that are known only at run time, and its `from_serialize`;
//! - command: `put-users`, `put-items` and `put-actions` of the command `personalize-events`, and `put-events` for events;
//! - `convert`: the command `convert`, which writes the file of an import job;
//! - emulator: a request that another client sends to the emulator, for a dataset with a schema.
//!
//! A cell is *refused*, *compile error*, *warned* (sent, and reported by the command), *accepted*, or – if the entry point
//! cannot express it. A number is a difference from the other entry points, and its reason is below.
//!
//! | rule | derive | builder | `Properties` | command | `convert` | emulator |
//! |---|---|---|---|---|---|---|
//! | **IDs** | | | | | | |
//! | text `null` as the ID of a user, item, action or session (`allow_null_text`) | refused | refused | refused | refused | refused | refused |
//! | ID of only white space | accepted (1) | accepted (1) | accepted (1) | warned | warned | accepted (1) |
//! | quotation mark in an ID | accepted (1) | accepted (1) | accepted (1) | warned | warned | accepted (1) |
//! | **Times** | | | | | | |
//! | `sentAt` or `timestamp` of an event in milliseconds | – | refused | – | refused | refused | refused |
//! | timestamp column, such as `CREATION_TIMESTAMP`, in milliseconds | refused | refused | refused | refused | refused | refused |
//! | text of a date in a timestamp column | refused | accepted (2) | refused | refused | refused | refused |
//! | **Keys** | | | | | | |
//! | reserved key of events, such as `sessionId`, in any case | compile error | refused | refused | – | – | refused |
//! | `itemId` among the properties of an event | compile error | accepted (3) | refused | – | – | accepted (3) |
//! | `userId` among the properties of a user | compile error | accepted (2) | refused | – | – | refused |
//! | key that no column can have | compile error | accepted (2) | refused | refused | refused | refused |
//! | two keys for one column | compile error | accepted (2) | refused | refused | refused | refused |
//! | **Categories** | | | | | | |
//! | vertical bar in an element of a list | refused | – | refused | refused | refused | – |
//! | empty element of a list | refused | – | refused | refused | refused | – |
//! | text `null` as an element of a list (`allow_null_text`) | refused | accepted (2) | refused | refused | refused | accepted (1) |
//! | empty category in text that is already joined | accepted (1) | accepted (1) | accepted (1) | warned | warned | accepted (1) |
//! | category twice, or white space around it | accepted (1) | accepted (1) | accepted (1) | warned | warned | accepted (1) |
//! | **Values** | | | | | | |
//! | string of more than 1,000 characters that is not textual | refused | accepted (2) | accepted (2) | refused | refused | refused |
//! | number with a fraction, even `34.0`, in a column of whole numbers | refused | accepted (2) | accepted (2) | refused | refused | refused |
//! | number that is infinite or NaN | refused | – | refused | refused | refused | refused |
//! | numbers such as `+5` and `007` | accepted (1) | accepted (1) | accepted (1) | warned | warned | accepted (1) |
//! | **JSON** | | | | | | |
//! | half of a surrogate pair, such as `\ud800` | – | refused | – | refused | refused | refused |
//! | `properties` that are no JSON object | – | refused | – | refused | refused | refused |
//! | `properties` that are too long | refused | refused | refused | refused | accepted (4) | refused |
//!
//! Sessions and recommendations have rules of their own. The entry points are [`events`](crate::events), with
//! [`Session`](crate::events::Session) and [`Recommended`](crate::events::Recommended); the builder of
//! [`PutEventsRequest`](crate::PutEventsRequest); `put-events` and `put-action-interactions` of the command; and the emulator.
//!
//! | rule for events | `events` | builder | command | emulator |
//! |---|---|---|---|---|
//! | text `null` as session or user ID (`allow_null_text`) | refused | refused | refused | refused |
//! | placeholder as session or user ID, such as `guest` (`allow_placeholder_ids`) | refused | accepted (5) | refused | accepted (5) |
//! | session or user ID of only white space (`allow_placeholder_ids`) | refused | accepted (5) | refused | accepted (5) |
//! | session ID that is equal to the user ID | refused | accepted (5) | refused | accepted (5) |
//! | second user in a session that has one | refused | accepted (5) | accepted (10) | accepted (5) |
//! | recommendation ID and impression without the event's item | refused | accepted (6) | accepted (6) | accepted (6) |
//! | recommendation ID and a metric attribution (`allow_metric_attribution`) | refused | accepted (6) | accepted (6) | accepted (6) |
//! | impression of more than 25 items | accepted (7) | refused | refused | refused |
//! | event of more than 10 KB | refused | accepted (11) | refused | accepted (11) |
//! | `eventValue` for a tracker whose schema lacks the column `EVENT_VALUE` | accepted (2) | accepted (2) | refused | refused |
//!
//! In the file of an import job, members of events are columns. The entry points are
//! [`CsvWriter::events_with_columns`](crate::CsvWriter::events_with_columns) with its sibling, and `convert`, which has the
//! columns of the schema. Their limits are those of the members, as in the builders, but for impressions.
//!
//! | rule for files of interactions | `CsvWriter` | `convert` |
//! |---|---|---|
//! | text `null` as the ID of a user, item or action, or in an impression (`allow_null_text`) | refused | refused |
//! | ID or event type that is empty or has more than 256 characters | refused | refused |
//! | recommendation ID of more than 40 characters | refused | refused |
//! | source of a metric attribution that is not printable ASCII | refused | refused |
//! | impression with an empty item, or of more than 1,000 characters | refused | refused |
//! | impression of more than 25 items | accepted (8) | warned |
//! | placeholder as user ID, such as `guest` | accepted (5) | warned |
//! | session ID or event ID | refused | warned (9) |
//!
//! 1. AWS does not document what the service does with it, and it is sent unchanged. Only the command can warn.
//! 2. The entry point does not know the columns. A struct, a file with its schema, and a dataset of the emulator with a
//!    schema do; the ID and the keys of JSON text are not compared with columns for the same reason.
//! 3. AWS's own examples send `itemId` and `eventValue` in both places. In a struct it would be a field that was meant to be
//!    the member.
//! 4. The file has a cell for each property, and no text of all of them.
//! 5. The service accepts it and builds a history that is of no use, or of several visitors. A request is what the service
//!    accepts; `Session` is for applications, where it is a mistake.
//! 6. The service accepts it and decides which of the two it uses. Only `Recommended` knows which items were shown; in the
//!    builder and in a file, somebody has set both.
//! 7. 25 items of a longer list are sent, and [`Recommended::omitted`](crate::events::Recommended::omitted) returns how many
//!    are not.
//! 8. AWS documents 25 items for calls, and 1,000 characters for files.
//! 9. An import has no such columns, and the same file may be for calls too: `convert` leaves the values out and reports it.
//! 10. A file may have any number of sessions, and the command does not remember the users of all of them.
//! 11. AWS documented the limit in 2023, but not how it is measured. `Session::event` counts 10,240 bytes of JSON, so that such
//!     an event is reported before it is queued; a request is sent at once, and the service decides.
//!
//! A manual implementation of a trait, such as `impl UserProperties`, writes other keys than those of its record's timestamp
//! columns and the reserved keys of events unchecked, and other values are checked as far as it declares their columns with
//! [`ValueWriter::column`](crate::ValueWriter::column). Properties that were written for one kind of record are checked
//! again if they are set in a record of another kind.
//!
//! The text `null` is refused because an event with the `sessionId` `null` was answered with success and dropped
//! ([aws-sdk-js#3371](https://github.com/aws/aws-sdk-js/issues/3371)). If it is really an ID or a category,
//! `allow_null_text` allows it: the attribute `#[personalize(allow_null_text)]`, the method of builders, of `Properties` and of
//! the emulator's builder, and `--allow-null-text` of the command and of the emulator.
//!
//! A timestamp is refused if it would be outside of the years 1 to 9999 in seconds: every date since 1978 in milliseconds
//! is.
