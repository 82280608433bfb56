//! What the program can be told on its command line.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};

use lexopt::prelude::{Long, Short, Value};
use lexopt::{Parser, ValueExt};
use personalize_events_emulator::{Emulator, EmulatorBuilder};

/// The port if none is given.
const PORT: u16 = 8686;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
A local endpoint of Amazon Personalize Events

Usage: personalize-events-emulator [OPTIONS]

Options:
      --listen ADDR:PORT     Where to listen [default: 127.0.0.1:8686]; with port 0 on any free
                             port. The first line printed tells the address
      --allow-remote         Let --listen name an address that other machines can reach. Everyone
                             who reaches it can read what is stored
      --dataset ARN          Register a dataset; may be repeated. Once one is registered, there are
                             no others. Without it every well-formed ARN is a dataset
      --schema ARN=FILE      Register a dataset with its Avro schema, which its records then have
                             to fit; may be repeated
      --credentials ID:SECRET[:TOKEN]
                             What requests may be signed with [default: test:test]; may be repeated
  -h, --help                 Print this text
  -V, --version              Print the version

While it runs:
  GET  /_emulator/datasets/{ARN, percent-encoded}/{users|items|actions}
  GET  /_emulator/trackers/{ID}/{events|action-interactions}
  POST /_emulator/faults     {\"operation\": \"PutUsers\", \"times\": 2, \"status\": 400,
                              \"code\": \"ThrottlingException\", \"message\": \"Rate exceeded\"};
                             also \"delayMs\", \"reset\" (\"before\" or \"after\"), \"headers\", \"body\"";

/// What to do.
#[derive(Debug)]
pub(crate) enum Arguments {
    /// Print [`HELP`].
    Help,
    /// Print the version.
    Version,
    /// Start this.
    Run(EmulatorBuilder),
}

/// Reads the command line, the name of the program first. An error is a message for the user;
/// secrets are not repeated in it.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, String> {
    let mut parser = Parser::from_iter(arguments);
    let mut builder = Emulator::builder().listen(SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)));
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        builder = match argument {
            Short('h') | Long("help") => return Ok(Arguments::Help),
            Short('V') | Long("version") => return Ok(Arguments::Version),
            Long("listen") => builder.listen(listen(&text(&mut parser)?)?),
            Long("allow-remote") => builder.allow_remote(),
            Long("dataset") => builder.dataset(text(&mut parser)?),
            Long("schema") => schema(builder, &text(&mut parser)?)?,
            Long("credentials") => credentials(builder, &text(&mut parser)?)?,
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected().to_string()),
        };
    }
    Ok(Arguments::Run(builder))
}

fn text(parser: &mut Parser) -> Result<String, String> {
    parser
        .value()
        .and_then(ValueExt::string)
        .map_err(|error| error.to_string())
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        format!("--listen needs an IP address and a port such as 127.0.0.1:{PORT}, not `{text}`")
    })
}

fn schema(builder: EmulatorBuilder, text: &str) -> Result<EmulatorBuilder, String> {
    let (arn, file) = text.split_once('=').ok_or("--schema needs ARN=FILE")?;
    let schema = std::fs::read_to_string(file);
    let schema = schema.map_err(|error| format!("--schema {file}: {error}"))?;
    Ok(builder.schema(arn, schema))
}

fn credentials(builder: EmulatorBuilder, text: &str) -> Result<EmulatorBuilder, String> {
    let parts: Vec<&str> = text.splitn(3, ':').collect();
    if parts.iter().any(|part| part.is_empty()) {
        return Err(
            "--credentials has an empty part; it needs ID:SECRET or ID:SECRET:TOKEN".into(),
        );
    }
    match parts[..] {
        [id, secret] => Ok(builder.credentials(id, secret)),
        [id, secret, token] => Ok(builder.session_credentials(id, secret, token)),
        _ => Err("--credentials needs ID:SECRET or ID:SECRET:TOKEN".to_owned()),
    }
}
