//! The command line.

mod events;
mod state;

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use personalize_events::bulk::RateLimiter;

pub(crate) use events::{EventSettings, SessionFrom};
pub(crate) use state::StateFlags;

/// The end of `put-users --help` and of its siblings.
const EXIT_CODES: &str = "\
Exit codes:
  0    All records were stored, or are valid (--dry-run)
  1    Some records were rejected, all others were stored
  2    The arguments or files are invalid; nothing was sent
  3    Stopped early; some records were not delivered
  130  Interrupted, after up to 8 seconds for calls in progress";

/// The start of `convert --help`.
const CONVERT_ABOUT: &str = "\
Convert users, items, actions or interactions to the CSV of a dataset import job

The schema decides what the records are: Users, Items, Actions, Interactions (those with items) or
ActionInteractions. Columns of the input can be in any order, and user_id or userId is USER_ID;
rename other columns in the header. Nullable columns can be missing.

Interactions have USER_ID, ITEM_ID (or ACTION_ID) and TIMESTAMP, in seconds since 1970, and what
else the schema has: EVENT_TYPE, EVENT_VALUE, IMPRESSION (items joined by `|`), RECOMMENDATION_ID,
EVENT_ATTRIBUTION_SOURCE and columns of your own. In JSON Lines, an event may also be as in a call
of PutEvents, with sentAt, metricAttribution and properties. SESSION_ID and EVENT_ID belong to events that
calls send: they are left out, and a warning names them. The summary counts the records of each
event type, and duplicates, which are written, too: records with the user, item or action, type and
second of an earlier one, among the first 3,500,000 different ones.";

/// The start of the end of `convert --help`.
const CONVERT_EXAMPLE: &str = "\
Example of Item interactions, with ratings and the device of the user:
  interactions.json:
    {\"type\": \"record\", \"name\": \"Interactions\",
     \"namespace\": \"com.amazonaws.personalize.schema\", \"version\": \"1.0\",
     \"fields\": [
       {\"name\": \"USER_ID\", \"type\": \"string\"},
       {\"name\": \"ITEM_ID\", \"type\": \"string\"},
       {\"name\": \"TIMESTAMP\", \"type\": \"long\"},
       {\"name\": \"EVENT_TYPE\", \"type\": \"string\"},
       {\"name\": \"EVENT_VALUE\", \"type\": [\"null\", \"float\"]},
       {\"name\": \"DEVICE\", \"type\": [\"null\", \"string\"], \"categorical\": true}]}
  interactions.csv:
    user_id,item_id,timestamp,event_type,event_value,device
    u-17,shoe-4,1700000000,rating,4.5,phone
  personalize-events convert interactions.csv --schema interactions.json --output import.csv";

/// The end of `convert --help`.
const CONVERT_EXIT_CODES: &str = "\
Exit codes:
  0    All records were written
  1    Some records were rejected, all others were written
  2    The arguments or files are invalid; --output is unchanged
  3    Stopped early; --output is unchanged if it is a file
  130  Interrupted; --output is unchanged if it is a file";

/// The start of `erase --help`.
const ERASE_ABOUT: &str = "\
Make the CSV of a data deletion job from a list of users

Upload the file to Amazon S3, and pass it to `aws personalize create-data-deletion-job`, which deletes
all references to these users from a dataset group. Each job reads up to 100 MB, so that a longer list
becomes several files: erased.csv, erased-2.csv and so on. Users that are put again after the job exist again.";

/// The end of `erase --help`.
const ERASE_EXIT_CODES: &str = "\
Exit codes:
  0  All IDs were written
  2  The arguments, files or IDs are invalid; nothing was written";

/// The end of `schema check --help`.
const CHECK_EXIT_CODES: &str = "\
Exit codes:
  0  All schemas are valid
  1  A schema is invalid or cannot be read
  2  The arguments are invalid";

/// Send users, items, actions and events from CSV and JSON Lines files to Amazon Personalize
#[derive(Debug, Parser)]
#[command(name = "personalize-events", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Send users to a Users dataset
    #[command(after_help = EXIT_CODES)]
    PutUsers(PutRecords),
    /// Send items to an Items dataset
    #[command(after_help = EXIT_CODES)]
    PutItems(PutRecords),
    /// Send actions to an Actions dataset
    #[command(after_help = EXIT_CODES)]
    PutActions(PutRecords),
    /// Send events, the interactions of users with items, to an event tracker
    #[command(
        long_about = events::EVENTS_ABOUT,
        after_help = EXIT_CODES,
        after_long_help = format!("{}\n\n{EXIT_CODES}", events::EVENTS_EXAMPLE),
        mut_arg("region", events::region),
        mut_arg("rate", events::rate),
        mut_arg("max_concurrent_batches", events::max_concurrent_batches)
    )]
    PutEvents(PutEvents),
    /// Send the interactions of users with actions to an event tracker
    #[command(
        long_about = events::ACTION_INTERACTIONS_ABOUT,
        after_help = EXIT_CODES,
        after_long_help = format!("{}\n\n{EXIT_CODES}", events::ACTION_INTERACTIONS_EXAMPLE),
        mut_arg("region", events::region),
        mut_arg("rate", events::rate),
        mut_arg("max_concurrent_batches", events::max_concurrent_batches)
    )]
    PutActionInteractions(PutEvents),
    /// Convert users, items, actions or interactions to the CSV of a dataset import job
    #[command(
        long_about = CONVERT_ABOUT,
        after_help = CONVERT_EXIT_CODES,
        after_long_help = format!("{CONVERT_EXAMPLE}\n\n{CONVERT_EXIT_CODES}")
    )]
    Convert(Convert),
    /// Make the CSV of a data deletion job from a list of users
    #[command(long_about = ERASE_ABOUT, after_help = ERASE_EXIT_CODES)]
    Erase(Erase),
    /// Inspect the schemas of datasets
    #[command(subcommand)]
    Schema(Schema),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Schema {
    /// Report every problem of each schema, and print its columns, each with its key in the properties of a
    /// call, or the member of a call that has its values
    #[command(after_help = CHECK_EXIT_CODES)]
    Check {
        /// Avro schemas in JSON, as passed to `CreateSchema` or printed by `aws personalize describe-schema`
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

/// The input and its schema.
#[derive(Args, Debug)]
pub(crate) struct Input {
    /// CSV (.csv) or JSON Lines (.jsonl, .ndjson) file; `-` for standard input
    pub(crate) file: PathBuf,
    /// Avro schema of the dataset, or the output of `aws personalize describe-schema`
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: PathBuf,
    /// Format of the input [default: determined by the file extension]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Leave out the values of columns and keys that are not in the schema, instead of rejecting
    /// them; the columns are reported at the end
    #[arg(long)]
    pub(crate) ignore_unknown: bool,
    /// Whether `\` in quoted CSV fields escapes the next character, as in files of import jobs and
    /// those of `convert` [default: a record in which it may be an escape is rejected]
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    pub(crate) backslash_escapes: Option<bool>,
    /// Allow the text `null` as an ID or a category. Without it such records are rejected, because the
    /// service has dropped one without an error
    #[arg(long)]
    pub(crate) allow_null_text: bool,
    /// Write rejected records here, with the reason (at most 20 problems of each), in the format of
    /// the input; the file can be corrected and sent again. `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Print the summary as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Records of a dataset.
#[derive(Args, Debug)]
pub(crate) struct PutRecords {
    #[command(flatten)]
    pub(crate) put: Put,
    /// ARN of the dataset
    #[arg(
        long,
        value_name = "ARN",
        required_unless_present_any = ["dry_run", "local"],
        display_order = 0
    )]
    pub(crate) dataset_arn: Option<String>,
    #[command(flatten)]
    pub(crate) state: StateFlags,
}

/// Records of an event tracker.
#[derive(Args, Debug)]
pub(crate) struct PutEvents {
    #[command(flatten)]
    pub(crate) put: Put,
    /// Tracking ID of the event tracker, not its ARN; `aws personalize describe-event-tracker` prints it
    #[arg(
        long,
        value_name = "ID",
        required_unless_present_any = ["dry_run", "local"],
        display_order = 0
    )]
    pub(crate) tracking_id: Option<String>,
    #[command(flatten)]
    pub(crate) settings: EventSettings,
}

/// What all commands that send records have in common.
#[derive(Args, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(crate) struct Put {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Validate all records without sending them
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Save the progress of the run to this file, every second and at the end
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub(crate) checkpoint: Option<PathBuf>,
    /// Resume from the checkpoint if it exists
    #[arg(long, requires = "checkpoint")]
    pub(crate) resume: bool,
    /// Maximum number of calls per second, with up to ten records each, or `unlimited` [default: 10,
    /// the documented quota of a dataset group for users and for items; `unlimited` with --local]
    #[arg(long, value_name = "CALLS", value_parser = rate)]
    pub(crate) rate: Option<Rate>,
    /// Maximum number of batches in flight at once, up to 64 [default: 4]
    #[arg(
        long,
        value_name = "BATCHES",
        value_parser = clap::value_parser!(u16).range(1..=64)
    )]
    pub(crate) max_concurrent_batches: Option<u16>,
    /// Stop after so many batches in a row of which the service has rejected every record, or
    /// `unlimited`: the mistake is probably in the whole file, or in the schema of the dataset
    #[arg(
        long,
        value_name = "BATCHES",
        default_value = "10",
        value_parser = max_rejected_batches
    )]
    pub(crate) max_rejected_batches: MaxRejectedBatches,
    /// How long to retry a batch before the run stops; 0 for a single attempt
    #[arg(
        long,
        alias = "deadline",
        value_name = "SECONDS",
        default_value_t = 600
    )]
    pub(crate) retry_timeout: u64,
    /// Send numbers and booleans as strings ("45", as in AWS's examples) or as JSON values (45)
    #[arg(long, value_enum, default_value_t = Values::Strings)]
    pub(crate) values: Values,
    /// Set the property key of a column whose key is ambiguous; can be repeated. Case and `_` make no difference to
    /// which column is meant
    #[arg(long = "key", value_name = "COLUMN=KEY", value_parser = key)]
    pub(crate) keys: Vec<(String, String)>,
    /// Profile in the AWS configuration files
    #[arg(long, value_name = "NAME", value_parser = not_empty)]
    pub(crate) profile: Option<String>,
    /// AWS Region, which must be that of the dataset ARN [default: that of the dataset ARN]
    #[arg(long, value_parser = not_empty)]
    pub(crate) region: Option<String>,
    /// Send requests to this URL instead of AWS [default: `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS` or `AWS_ENDPOINT_URL`, if it is
    /// set]
    #[arg(long, value_name = "URL", value_parser = not_empty)]
    pub(crate) endpoint_url: Option<String>,
    /// Allow an `http://` endpoint on another machine
    #[arg(long)]
    pub(crate) allow_http: bool,
    /// Send to a local endpoint that ends with the command, to try a file without an AWS account. To look at the records, run
    /// `personalize-events-emulator` and send them to it with --endpoint-url
    #[arg(
        long,
        conflicts_with_all = ["profile", "region", "endpoint_url", "allow_http", "checkpoint", "dry_run"]
    )]
    pub(crate) local: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Convert {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Write the CSV here; a file is replaced at the end. `-` for standard output, with the summary
    /// on standard error
    #[arg(long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct Erase {
    /// CSV file with the column `USER_ID`; others are ignored. `-` for standard input
    pub(crate) file: PathBuf,
    /// Write the CSV here; a file that exists is not replaced
    #[arg(long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A header with the column names, then a line for each record
    Csv,
    /// A JSON object in each line, with the columns as keys or in `properties`
    #[value(alias = "ndjson")]
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Values {
    Strings,
    Json,
}

/// The value of `--max-rejected-batches`; `None` if there is no maximum.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MaxRejectedBatches(pub(crate) Option<u32>);

/// The value of `--rate`.
#[derive(Clone, Debug)]
pub(crate) struct Rate {
    /// `None` if there is no limit.
    pub(crate) calls_per_second: Option<f64>,
    pub(crate) limiter: RateLimiter,
}

/// The value for no limit.
const UNLIMITED: &str = "unlimited";

fn max_rejected_batches(text: &str) -> Result<MaxRejectedBatches, String> {
    if text == UNLIMITED {
        return Ok(MaxRejectedBatches(None));
    }
    match text.parse::<NonZeroU32>() {
        Ok(batches) => Ok(MaxRejectedBatches(Some(batches.get()))),
        Err(_) => Err("expected an integer of at least 1, or `unlimited`".to_owned()),
    }
}

fn rate(text: &str) -> Result<Rate, String> {
    if text == UNLIMITED {
        return Ok(Rate {
            calls_per_second: None,
            limiter: RateLimiter::unlimited(),
        });
    }
    match text.parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate >= 0.01 => Ok(Rate {
            calls_per_second: Some(rate),
            limiter: RateLimiter::per_second(rate).map_err(|error| error.to_string())?,
        }),
        Ok(_) | Err(_) => Err("expected a number of at least 0.01, or `unlimited`".to_owned()),
    }
}

fn not_empty(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("the value is empty; set it, or omit the argument".to_owned());
    }
    Ok(text.to_owned())
}

fn key(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((column, key)) if !column.is_empty() && !key.is_empty() => {
            Ok((column.to_owned(), key.to_owned()))
        }
        Some(_) | None => {
            Err("expected COLUMN=KEY, such as IS_2FA_ENABLED=is2faEnabled".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::Arguments;

    #[test]
    fn the_definition_is_consistent() {
        Arguments::command().debug_assert();
    }

    fn error(arguments: &str) -> String {
        let arguments = arguments.split_whitespace();
        Arguments::try_parse_from(arguments)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn conflicting_or_invalid_arguments_are_rejected() {
        let put = |rest: &str| error(&format!("p put-users a.csv --schema s.json {rest}"));
        assert!(put("").contains("--dataset-arn <ARN>"));
        assert!(put("--dataset-arn A --resume").contains("--checkpoint <FILE>"));
        assert!(put("--local --region eu-west-1").contains("cannot be used with"));
        assert!(put("--dry-run --checkpoint c").contains("cannot be used with"));
        assert!(put("--dry-run --rate 0").contains("at least 0.01, or `unlimited`"));
        assert!(put("--dry-run --rate NaN").contains("at least 0.01"));
        assert!(put("--dry-run --max-concurrent-batches 0").contains("1..=64"));
        for batches in ["0", "-1", "ten", "4294967296"] {
            let error = put(&format!("--dry-run --max-rejected-batches={batches}"));
            assert!(error.contains("at least 1, or `unlimited`"), "{error}");
        }
        assert!(put("--dry-run --key A").contains("COLUMN=KEY"));
        for name in ["--region", "--profile", "--endpoint-url"] {
            let error = put(&format!("--dry-run {name}="));
            let expected = "the value is empty; set it, or omit the argument";
            assert!(error.contains(name) && error.contains(expected), "{error}");
        }
    }
}
