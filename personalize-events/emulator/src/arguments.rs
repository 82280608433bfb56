//! The command line of the program.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};

use lexopt::prelude::{Long, Short, Value};
use lexopt::{Parser, ValueExt};
use personalize_events_emulator::{Emulator, EmulatorBuilder};

const DEFAULT_PORT: u16 = 8686;

pub(crate) const HELP: &str = "\
A local endpoint of Amazon Personalize Events

Usage: personalize-events-emulator [OPTIONS]

Options:
      --listen ADDR:PORT     Address to listen on [default: 127.0.0.1:8686]. Port 0 selects a free
                             port. The first line of the output is the address
      --allow-remote         Allow --listen with an address that other machines can reach. Everyone
                             who reaches it can read the stored records
      --allow-host NAME      Answer requests to this host too, such as the name of a container
                             (repeatable). By default only localhost and loopback addresses are
                             answered, and with --allow-remote all IP addresses, so that no web
                             page can read the records under a name of its own. Requests of web
                             pages from other origins are never answered
      --dataset ARN          Register a dataset (repeatable). If any is registered, requests for
                             others fail. Otherwise every ARN of a dataset is one. Its type must be
                             that of the operation: PutUsers requires .../USERS
      --schema ARN=FILE      Register a dataset with its Avro schema, which its records must match
                             (repeatable). A schema of INTERACTIONS or ACTION_INTERACTIONS requires
                             a --tracker of the dataset group
      --tracker ID=FILE      Register an event tracker with the Avro schema of Interactions that its
                             events must match (repeatable). A schema of Action interactions is for
                             its action interactions; repeat the flag for both. If any tracker is
                             registered, requests for others fail. Otherwise every ID is a tracker
      --tracker ID=ARN       The same with the ARN of its dataset group, for the group's --schema
      --max-stored-records N Number of records that are stored at most [default: 2000000]
      --max-stored-bytes N   Size of all stored records at most [default: 536870912]
      --allow-null-text      Allow the text `null` as an ID
      --credentials ID:SECRET[:TOKEN]
                             Accept requests signed with these credentials [default: test:test]
                             (repeatable)
  -h, --help                 Print help
  -V, --version              Print the version

An event with the ID of an earlier one of its tracker is listed with the repeated events, because
the service ignores it. The queue has at most 100,000 faults. The head of a request must arrive
within 30 seconds, and then its body.

Endpoints while it runs:
  GET  /_emulator/datasets/{ARN, percent-encoded}/{users|items|actions}
  GET  /_emulator/trackers/{ID}/{sessions|events|action-interactions}
  GET  /_emulator/trackers/{ID}/{repeated-events|repeated-action-interactions}
  POST /_emulator/faults     {\"operation\": \"PutUsers\", \"times\": 2, \"status\": 400,
                              \"code\": \"ThrottlingException\", \"message\": \"Rate exceeded\"};
                              also \"delayMs\", \"reset\" (\"before\" or \"after\"), \"headers\", \"body\",
                              and \"percent\" (of requests, at random)";

#[derive(Debug)]
pub(crate) enum Arguments {
    Help,
    Version,
    Run(Box<EmulatorBuilder>),
}

/// Parses the command line, which starts with the name of the program. Errors are messages without secrets.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, String> {
    let mut parser = Parser::from_iter(arguments);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, DEFAULT_PORT));
    let mut builder = Emulator::builder().listen(address);
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        builder = match argument {
            Short('h') | Long("help") => return Ok(Arguments::Help),
            Short('V') | Long("version") => return Ok(Arguments::Version),
            Long("listen") => builder.listen(address_of(&value(&mut parser)?)?),
            Long("allow-remote") => builder.allow_remote(),
            Long("allow-host") => builder.allow_host(value(&mut parser)?),
            Long("allow-null-text") => builder.allow_null_text(),
            Long("dataset") => builder.dataset(value(&mut parser)?),
            Long("schema") => schema(builder, &value(&mut parser)?)?,
            Long("tracker") => tracker(builder, &value(&mut parser)?)?,
            Long("max-stored-records") => {
                builder.max_stored_records(number("max-stored-records", &value(&mut parser)?)?)
            }
            Long("max-stored-bytes") => {
                builder.max_stored_bytes(number("max-stored-bytes", &value(&mut parser)?)?)
            }
            Long("credentials") => credentials(builder, &value(&mut parser)?)?,
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected().to_string()),
        };
    }
    Ok(Arguments::Run(Box::new(builder)))
}

fn value(parser: &mut Parser) -> Result<String, String> {
    parser
        .value()
        .and_then(ValueExt::string)
        .map_err(|error| error.to_string())
}

fn address_of(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        format!(
            "--listen requires an IP address and a port such as 127.0.0.1:{DEFAULT_PORT}, not `{text}`"
        )
    })
}

fn number(flag: &str, text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| format!("--{flag} requires a whole number, not `{text}`"))
}

fn schema(builder: EmulatorBuilder, text: &str) -> Result<EmulatorBuilder, String> {
    let (arn, file) = text.split_once('=').ok_or("--schema requires ARN=FILE")?;
    Ok(builder.schema(arn, read("schema", file)?))
}

/// Registers a tracker with an ARN or a file. An ID may contain `=`, and so may the name of a file.
fn tracker(builder: EmulatorBuilder, text: &str) -> Result<EmulatorBuilder, String> {
    if let Some(index) = text.rfind("=arn:") {
        let (id, arn) = text.split_at(index);
        return Ok(builder.tracker(id, &arn[1..]));
    }
    let (id, file) = text.split_once('=').ok_or(
        "--tracker requires ID=ARN with the ARN of its dataset group, or ID=FILE with the schema of its events",
    )?;
    Ok(builder.tracker_schema(id, read("tracker", file)?))
}

fn read(flag: &str, file: &str) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|error| format!("--{flag} {file}: {error}"))
}

fn credentials(builder: EmulatorBuilder, text: &str) -> Result<EmulatorBuilder, String> {
    let parts: Vec<&str> = text.splitn(3, ':').collect();
    match parts[..] {
        _ if parts.contains(&"") => Err(
            "--credentials has an empty part; it requires ID:SECRET or ID:SECRET:TOKEN".to_owned(),
        ),
        [id, secret] => Ok(builder.credentials(id, secret)),
        [id, secret, token] => Ok(builder.session_credentials(id, secret, token)),
        _ => Err("--credentials requires ID:SECRET or ID:SECRET:TOKEN".to_owned()),
    }
}
