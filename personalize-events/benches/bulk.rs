//! Measures bulk runs of users and of events: memory over inputs of growing length, throughput without a rate limit, and
//! the share of the rate limit that is used.
//!
//! ```text
//! cargo bench --package personalize-events --bench bulk
//! ```
//!
//! Each run has a process of its own, so that its memory can be measured. The endpoint, which discards everything, is
//! in the parent process.
//!
//! The 48 connections of a run of events have their full size after 32 calls each: then the HTTP client has a second block of
//! its channel and a second read buffer for each, 0.6 MB together. 10,000 events are 21 calls for each.

use std::env;
use std::error::Error;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use personalize_events::bulk::{Bulk, BulkRun, RateLimiter, Record, Source, Summary};
use personalize_events::events::{Session, SessionEvent};
use personalize_events::{
    Client, Config, Credentials, Event, Timestamp, UserProperties, ValidationError,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The environment variables that make a process of this program a run.
const RECORDS: &str = "BULK_RECORDS";
const RATE: &str = "BULK_RATE";
const KIND: &str = "BULK_KIND";
const URL: &str = "BULK_URL";

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: String,
    number_of_videos_watched: u32,
    average_rating: f64,
    favourite_genres: [&'static str; 2],
    membership: Option<&'static str>,
}

fn viewer(number: u64) -> Viewer {
    Viewer {
        id: format!("user-{number}"),
        number_of_videos_watched: u32::try_from(number % 1_000).unwrap_or_default(),
        average_rating: 3.5,
        favourite_genres: ["Comedy", "Drama"],
        membership: Some("gold"),
    }
}

/// A hundred sessions at a time have twenty events each, in turns.
fn event(number: u64) -> Result<SessionEvent, ValidationError> {
    let session = number / 2_000 * 100 + number % 100;
    let session = Session::from_ids(
        format!("session-{session}"),
        Some(format!("user-{session}")),
    )?;
    session.event(
        Event::builder()
            .event_type("click")
            .item_id(format!("film-{}", number % 5_000))
            .sent_at(Timestamp::from_secs(1_790_000_000)),
    )
}

fn main() -> ExitCode {
    let result = match env::var(URL) {
        Ok(url) => run(url),
        Err(_) => measure(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs once and prints the measurements.
#[tokio::main(flavor = "current_thread")]
async fn run(url: String) -> Result<(), Box<dyn Error>> {
    let records: u64 = env::var(RECORDS)?.parse()?;
    let rate_limiter = match env::var(RATE) {
        Ok(rate) => RateLimiter::per_second(rate.parse()?)?,
        Err(_) => RateLimiter::unlimited(),
    };
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url(url)
        .build()?;
    let client = Client::new(config)?;
    let start = Instant::now();
    let summary = if env::var(KIND)? == "events" {
        let events = (0..records).map(|number| ((), event(number)));
        let bulk = Bulk::events(&client, TRACKER).rate_limiter(rate_limiter);
        complete(bulk.send_iter(events)?).await?
    } else {
        let users = (0..records).map(|number| ((), viewer(number).to_user()));
        let bulk = Bulk::users(&client, USERS).rate_limiter(rate_limiter);
        complete(bulk.send_iter(users)?).await?
    };
    let seconds = start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let stored = summary.stored;
    println!("{stored} {seconds:.3} {}", peak.unwrap_or("?").trim());
    Ok(())
}

async fn complete<S: Source<R>, R: Record>(
    mut run: BulkRun<S, R>,
) -> Result<Summary, Box<dyn Error>> {
    while run.next().await.is_some() {}
    if let Some(error) = run.abort_error() {
        return Err(error.to_string().into());
    }
    Ok(run.summary())
}

#[tokio::main]
async fn measure() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(discard(stream));
        }
    });
    let million = 1_000_000;
    for kind in ["users", "events"] {
        for records in [10_000, 50_000, million, 10 * million] {
            println!(
                "{records} {kind}, unlimited rate: {}",
                child(&url, kind, records, None).await?
            );
        }
    }
    println!(
        "2000 users at 10 calls per second: {}",
        child(&url, "users", 2_000, Some(10)).await?
    );
    println!("(records stored, seconds, peak memory)");
    Ok(())
}

async fn child(
    url: &str,
    kind: &str,
    records: u64,
    rate: Option<u32>,
) -> Result<String, Box<dyn Error>> {
    let mut command = Command::new(env::current_exe()?);
    command.env(URL, url).env(KIND, kind);
    command.env(RECORDS, records.to_string());
    if let Some(rate) = rate {
        command.env(RATE, rate.to_string());
    }
    let output = tokio::task::spawn_blocking(move || command.output()).await??;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Answers every request with success.
async fn discard(mut stream: TcpStream) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let (mut bytes, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
    loop {
        let end = loop {
            if let Some(head) = bytes.windows(4).position(|end| end == b"\r\n\r\n") {
                let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
                let length = text
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "));
                let end = head + 4 + length?.parse::<usize>().ok()?;
                if bytes.len() >= end {
                    break end;
                }
            }
            let read = tokio::time::timeout(Duration::from_secs(60), stream.read(&mut buffer));
            match read.await.ok()?.ok()? {
                0 => return None,
                count => bytes.extend_from_slice(&buffer[..count]),
            }
        };
        bytes.drain(..end);
        let response = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(response).await.ok()?;
    }
}
