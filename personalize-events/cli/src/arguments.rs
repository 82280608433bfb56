//! What the command can be told.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use personalize_events::bulk::RateLimiter;

/// What `--help` says at its end.
const EXIT_CODES: &str = "\
Exit codes:
  0    every record was put, or is valid
  1    some records were rejected, all others were put
  2    the arguments or files cannot be used; nothing was put
  3    it stopped before the end: some records were not put
  130  it was interrupted; what was on its way has been waited for";

/// What `convert --help` says at its end.
const EXIT_CODES_OF_CONVERT: &str = "\
Exit codes:
  0    every record was written
  1    some records were rejected, all others were written
  2    the arguments or files cannot be used; --output is as it was
  3    it stopped before the end; --output is as it was
  130  it was interrupted; --output is as it was";

/// What `schema check --help` says at its end.
const EXIT_CODES_OF_CHECK: &str = "\
Exit codes:
  0  every schema is well-formed
  1  one is not, or cannot be read
  2  the arguments cannot be used";

/// Puts users, items and actions into Amazon Personalize from CSV and JSON Lines.
#[derive(Debug, Parser)]
#[command(name = "personalize-events", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Put users into a Users dataset
    #[command(after_help = EXIT_CODES)]
    PutUsers(Put),
    /// Put items into an Items dataset
    #[command(after_help = EXIT_CODES)]
    PutItems(Put),
    /// Put actions into an Actions dataset
    #[command(after_help = EXIT_CODES)]
    PutActions(Put),
    /// Write the CSV of a dataset import job, for more records than calls can carry
    #[command(after_help = EXIT_CODES_OF_CONVERT)]
    Convert(Convert),
    /// Look at the schemas of datasets
    #[command(subcommand)]
    Schema(Schema),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Schema {
    /// Say everything that is wrong with schemas, and which key fills each column
    #[command(after_help = EXIT_CODES_OF_CHECK)]
    Check {
        /// Avro schemas in JSON, as `CreateSchema` takes them
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

/// Which records, and what they have to be.
#[derive(Args, Debug)]
pub(crate) struct Input {
    /// CSV (.csv) or JSON Lines (.jsonl, .ndjson); `-` is standard input
    pub(crate) file: PathBuf,
    /// The dataset's Avro schema: names, types, nulls and categories of the columns
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: PathBuf,
    /// The format, where the name of the file does not tell it
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Leave out columns and keys that the schema does not have, instead of refusing them
    #[arg(long)]
    pub(crate) ignore_unknown: bool,
    /// In CSV, within quotation marks, take the character behind a `\` as it is: the spelling of
    /// files of import jobs
    #[arg(long)]
    pub(crate) backslash_escapes: bool,
    /// Where records go that were not put, each with the reason; in the format of the input, to be
    /// mended and put again
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Print the summary as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(crate) struct Put {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The dataset
    #[arg(long, value_name = "ARN", required_unless_present_any = ["dry_run", "local"])]
    pub(crate) dataset_arn: Option<String>,
    /// Check everything, send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Keep in a file how far the run has come
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub(crate) checkpoint: Option<PathBuf>,
    /// Go on where the checkpoint is, or begin if there is none yet
    #[arg(long, requires = "checkpoint")]
    pub(crate) resume: bool,
    /// Calls a second, of ten records each, or `unlimited` [default: 10, the documented quota of a dataset
    /// group for users and for items; with --local unlimited]
    #[arg(long, value_name = "CALLS", value_parser = rate)]
    pub(crate) rate: Option<RateLimiter>,
    /// How many calls are on their way at once
    #[arg(long, value_name = "CALLS", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) max_in_flight: u16,
    /// How long a call is repeated while that may help; then the run stops
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub(crate) deadline: u64,
    /// How numbers and booleans are sent: "45" as in AWS's examples, or 45
    #[arg(long, value_enum, default_value_t = Values::Strings)]
    pub(crate) values: Values,
    /// The key that fills a column, where the name of the column does not tell it; may be repeated
    #[arg(long = "key", value_name = "COLUMN=KEY", value_parser = key)]
    pub(crate) keys: Vec<(String, String)>,
    /// The profile of AWS's configuration files
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The region [default: that of the environment or the profile, or that of the dataset]
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// Where the service is, instead of at AWS
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,
    /// Let records go to other machines without TLS
    #[arg(long)]
    pub(crate) allow_http: bool,
    /// Put into a local endpoint that lives as long as the command, to try a file without an account
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
    /// The CSV to write
    #[arg(long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A line with the names of columns, then a line for each record
    Csv,
    /// A JSON object in each line
    #[value(alias = "ndjson")]
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Values {
    Strings,
    Json,
}

fn rate(text: &str) -> Result<RateLimiter, String> {
    if text == "unlimited" {
        return Ok(RateLimiter::unlimited());
    }
    match text.parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate >= 0.01 => {
            RateLimiter::per_second(rate).map_err(|error| error.to_string())
        }
        Ok(_) | Err(_) => Err("a number of calls, at least 0.01, or `unlimited`".to_owned()),
    }
}

fn key(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((column, key)) if !column.is_empty() && !key.is_empty() => {
            Ok((column.to_owned(), key.to_owned()))
        }
        Some(_) | None => Err("COLUMN=KEY, such as IS_2FA_ENABLED=is2faEnabled".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::Arguments;

    #[test]
    fn the_definition_has_no_contradiction() {
        Arguments::command().debug_assert();
    }

    fn refusal(arguments: &str) -> String {
        let arguments = arguments.split_whitespace();
        Arguments::try_parse_from(arguments)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let put = |rest: &str| refusal(&format!("p put-users a.csv --schema s.json {rest}"));
        assert!(put("").contains("--dataset-arn <ARN>"));
        assert!(put("--dataset-arn A --resume").contains("--checkpoint <FILE>"));
        assert!(put("--local --region eu-west-1").contains("cannot be used with"));
        assert!(put("--dry-run --checkpoint c").contains("cannot be used with"));
        assert!(put("--dry-run --rate 0").contains("at least 0.01, or `unlimited`"));
        assert!(put("--dry-run --rate NaN").contains("at least 0.01"));
        assert!(put("--dry-run --max-in-flight 0").contains("1..=64"));
        assert!(put("--dry-run --key A").contains("COLUMN=KEY"));
    }
}
