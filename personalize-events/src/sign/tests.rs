//! Signatures, compared with values that AWS publishes, requests of official clients and the official implementation.

mod calendar;
mod captured;
mod oracle;
mod published;
mod suite;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use crate::hex::hex;

/// Returns the SHA-256 in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The secret of AWS's own examples.
const EXAMPLE_SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A request in text form, with `\n` as line break.
struct Sent<'a> {
    method: &'a str,
    path: &'a str,
    query: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a [u8],
}

impl<'a> Sent<'a> {
    /// Reads a request; `None` for a text that does not begin with a request line.
    fn parse(text: &'a str) -> Option<Self> {
        let (line, rest) = text.split_once('\n')?;
        let (method, target) = line.strip_suffix(" HTTP/1.1")?.split_once(' ')?;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let (head, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
        let mut sent = Self {
            method,
            path,
            query,
            headers: headers(head),
            body: &[],
        };
        if let Some(length) = sent.header("content-length") {
            sent.body = &body.as_bytes()[..length.parse().unwrap()];
        }
        Some(sent)
    }

    /// The value of the first header of this name, trimmed; `headers` has it as sent.
    fn header(&self, wanted: &str) -> Option<&'a str> {
        self.headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim())
    }

    fn request<'b>(&'b self, headers: &'b [(&'b str, &'b str)]) -> super::Request<'b> {
        super::Request {
            method: self.method,
            path: self.path,
            query: self.query,
            headers,
            body: self.body,
        }
    }
}

/// Parses headers; a line that begins with white space continues the previous value.
fn headers(head: &str) -> Vec<(&str, &str)> {
    let mut headers = Vec::new();
    let mut rest = head.trim_end();
    while !rest.is_empty() {
        let end = rest
            .match_indices('\n')
            .map(|(at, _)| at)
            .find(|at| !rest[at + 1..].starts_with([' ', '\t']))
            .unwrap_or(rest.len());
        headers.push(rest[..end].split_once(':').unwrap());
        rest = rest[end..].trim_start_matches('\n');
    }
    headers
}

/// The time of `20150830T123600Z` or `2015-08-30T12:36:00Z`, by counting days one year and one
/// month after the other.
fn parse_time(text: &str) -> SystemTime {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits.len(), 14, "not a time: {text}");
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u64>().unwrap();
    let (year, month, day) = (number(0..4), number(4..6), number(6..8));
    let days_of_years: u64 = (1970..year)
        .map(|year| (1..=12).map(|month| days_in(year, month)).sum::<u64>())
        .sum();
    let days_of_months: u64 = (1..month).map(|month| days_in(year, month)).sum();
    let hours = (days_of_years + days_of_months + day - 1) * 24 + number(8..10);
    let minutes = hours * 60 + number(10..12);
    UNIX_EPOCH + Duration::from_secs(minutes * 60 + number(12..14))
}

/// The number of days in a month, as the calendar on the wall has it.
fn days_in(year: u64, month: u64) -> u64 {
    let is_leap = year.is_multiple_of(400) || (year.is_multiple_of(4) && !year.is_multiple_of(100));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
