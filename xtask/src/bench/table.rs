//! Formats the measurements as tables in Markdown.

use std::fmt::Write as _;

use super::client::{BuildCost, Client, Measurement};
use super::samples::Samples;

/// A row of ratios: its label, and the figures of a client in each round.
type Ratio = (&'static str, fn(&Samples) -> Vec<f64>);

/// The ratios in the README.
pub(super) const SUMMARY: [&str; 3] = [
    "CPU per call, one at a time",
    "peak memory, one at a time",
    "start of the program to first byte",
];

const RATIOS: [Ratio; 16] = [
    ("CPU per call, one at a time", |samples| {
        all(&samples.sequential, |it| it.cpu)
    }),
    ("CPU per call, 64 at a time", |samples| {
        all(&samples.concurrent, |it| it.cpu)
    }),
    ("CPU from typed users to a signed request", |samples| {
        all(&samples.offline, |it| it.cpu)
    }),
    ("calls a second, one at a time", |samples| {
        all(&samples.sequential, calls_a_second)
    }),
    ("calls a second, 64 at a time", |samples| {
        all(&samples.concurrent, calls_a_second)
    }),
    ("p50, one at a time", |samples| {
        all(&samples.sequential, |it| it.p50)
    }),
    ("p99, one at a time", |samples| {
        all(&samples.sequential, |it| it.p99)
    }),
    ("p50, 64 at a time", |samples| {
        all(&samples.concurrent, |it| it.p50)
    }),
    ("p99, 64 at a time", |samples| {
        all(&samples.concurrent, |it| it.p99)
    }),
    ("events a second in bulk, one call at a time", |samples| {
        all(&samples.events, events_a_second)
    }),
    ("events a second in bulk, 64 calls at a time", |samples| {
        all(&samples.concurrent_events, events_a_second)
    }),
    ("CPU per event in bulk, 64 calls at a time", |samples| {
        all(&samples.concurrent_events, |it| it.cpu)
    }),
    ("allocations per call", |samples| {
        samples.allocations.into_iter().collect()
    }),
    ("peak memory, one at a time", |samples| {
        all(&samples.sequential, |it| it.peak)
    }),
    ("start of the program to first byte", |samples| {
        all(&samples.starts, |it| it.to_first_byte)
    }),
    ("CPU of a program with one call", |samples| {
        all(&samples.starts, |it| it.cpu)
    }),
];

fn all<T>(samples: &[T], figure: fn(&T) -> f64) -> Vec<f64> {
    samples.iter().map(figure).collect()
}

/// The ratios of our figures to those of the other clients, in each round, for the labels that `is_included` accepts.
pub(super) fn ratios(
    measured: &[(&Client, Samples)],
    is_included: impl Fn(&str) -> bool,
) -> String {
    let Some(((ours, own), others)) = measured.split_first() else {
        return String::new();
    };
    let what = format!("{} over …, median (min to max) of rounds", ours.label);
    let mut text = header(&what, others.iter().map(|(client, _)| &client.label));
    for (what, figures) in RATIOS.into_iter().filter(|(what, _)| is_included(what)) {
        let own = figures(own);
        let cells = others.iter().map(|(_, samples)| {
            let ratios = own
                .iter()
                .zip(figures(samples))
                .map(|(own, other)| own / other);
            summary(ratios.collect())
        });
        row(&mut text, what, cells);
    }
    text
}

/// A row of medians: its label, and the cell of a client.
type Median = (&'static str, fn(&Samples) -> String);

const MEDIANS: [Median; 14] = [
    ("CPU per call, one at a time, µs", |it| {
        micro(&it.sequential, |it| it.cpu, 1)
    }),
    ("calls a second, one at a time", |it| {
        per_second(&it.sequential)
    }),
    ("p50 / p99, one at a time, µs", |it| {
        latency(&it.sequential)
    }),
    ("CPU per call, 64 at a time, µs", |it| {
        micro(&it.concurrent, |it| it.cpu, 1)
    }),
    ("calls a second, 64 at a time", |it| {
        per_second(&it.concurrent)
    }),
    ("p50 / p99, 64 at a time, µs", |it| latency(&it.concurrent)),
    ("events a second in bulk, one call at a time", |it| {
        events_per_second(&it.events)
    }),
    ("events a second in bulk, 64 calls at a time", |it| {
        events_per_second(&it.concurrent_events)
    }),
    ("CPU per event in bulk, 64 calls at a time, µs", |it| {
        micro(&it.concurrent_events, |it| it.cpu / 10.0, 2)
    }),
    ("CPU from typed users to a signed request, µs", |it| {
        micro(&it.offline, |it| it.cpu, 1)
    }),
    ("allocations per call / to a signed request", |it| {
        let shown = |figure: Option<f64>| number(figure.unwrap_or(f64::NAN), 0);
        format!(
            "{} / {}",
            shown(it.allocations),
            shown(it.allocations_offline)
        )
    }),
    ("peak memory, MB", |it| {
        number(
            median(&mut all(&it.sequential, |it| it.peak)) * 1024.0 / 1e6,
            1,
        )
    }),
    ("start of the program to first byte, ms", |it| {
        number(median(&mut all(&it.starts, |it| it.to_first_byte)) / 1e6, 1)
    }),
    ("CPU of a program with one call, ms", |it| {
        number(median(&mut all(&it.starts, |it| it.cpu)) / 1e6, 1)
    }),
];

fn micro(samples: &[Measurement], figure: fn(&Measurement) -> f64, digits: usize) -> String {
    number(median(&mut all(samples, figure)) / 1e3, digits)
}

fn calls_a_second(figures: &Measurement) -> f64 {
    1e9 / figures.wall
}

/// Each call has ten events.
fn events_a_second(figures: &Measurement) -> f64 {
    10.0 * calls_a_second(figures)
}

fn events_per_second(samples: &[Measurement]) -> String {
    number(median(&mut all(samples, events_a_second)), 0)
}

fn per_second(samples: &[Measurement]) -> String {
    number(median(&mut all(samples, calls_a_second)), 0)
}

fn latency(samples: &[Measurement]) -> String {
    format!(
        "{} / {}",
        micro(samples, |it| it.p50, 0),
        micro(samples, |it| it.p99, 0)
    )
}

/// The medians of each client.
pub(super) fn medians(measured: &[(&Client, Samples)]) -> String {
    let mut text = header("medians", measured.iter().map(|(client, _)| &client.label));
    for (what, cell) in MEDIANS {
        row(
            &mut text,
            what,
            measured.iter().map(|(_, samples)| cell(samples)),
        );
    }
    text
}

/// A row of costs: its label, and the cell of a client from our cost and its own.
type Cost = (&'static str, fn(&BuildCost, &BuildCost) -> String);

const COSTS: [Cost; 5] = [
    ("crates", |_, cost| cost.crates.to_string()),
    ("clean release, CPU s (ours over it)", |own, cost| {
        seconds(own.release, cost.release)
    }),
    ("clean dev, CPU s (ours over it)", |own, cost| {
        seconds(own.dev, cost.dev)
    }),
    (
        "dev after a change in the application, CPU s (ours over it)",
        |own, cost| seconds(own.changed, cost.changed),
    ),
    ("stripped release program, MB", |_, cost| {
        number(cost.bytes / 1e6, 2)
    }),
];

fn seconds(own: f64, cost: f64) -> String {
    format!("{cost:.1} ({:.2})", own / cost)
}

/// The costs of builds.
pub(super) fn builds(clients: &[Client]) -> String {
    let costs = clients
        .iter()
        .filter_map(|client| Some((&client.label, client.cost?)));
    let (labels, costs): (Vec<&String>, Vec<BuildCost>) = costs.unzip();
    let Some(own) = costs.first() else {
        return String::new();
    };
    let mut text = header("builds, the least of two", labels.into_iter());
    for (what, cell) in COSTS {
        row(&mut text, what, costs.iter().map(|cost| cell(own, cost)));
    }
    text
}

/// The head of a table.
pub(super) fn header<'a>(what: &str, labels: impl Iterator<Item = &'a String>) -> String {
    let labels: Vec<&str> = labels.map(String::as_str).collect();
    let line = "---|".repeat(labels.len());
    format!("\n| {what} | {} |\n|---|{line}\n", labels.join(" | "))
}

pub(super) fn row(text: &mut String, what: &str, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.collect();
    let _ = writeln!(text, "| {what} | {} |", cells.join(" | "));
}

/// Formats as `0.31 (0.29 to 0.33)`; small ratios have a digit more.
pub(super) fn summary(mut ratios: Vec<f64>) -> String {
    let middle = median(&mut ratios);
    let digits = if middle < 0.1 { 3 } else { 2 };
    match (ratios.first(), ratios.last()) {
        (Some(min), Some(max)) if ratios.len() > 1 => {
            format!("{middle:.digits$} ({min:.digits$} to {max:.digits$})")
        }
        _ => number(middle, digits),
    }
}

fn number(figure: f64, digits: usize) -> String {
    if figure.is_finite() {
        format!("{figure:.digits$}")
    } else {
        "–".to_owned()
    }
}

/// Sorts the figures and returns their median, NaN if there are none.
fn median(figures: &mut [f64]) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    let middle = figures.len() / 2;
    match figures.len() % 2 {
        1 => figures[middle],
        _ if middle > 0 => f64::midpoint(figures[middle - 1], figures[middle]),
        _ => f64::NAN,
    }
}
