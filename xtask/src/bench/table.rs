//! What was measured, in Markdown.

use std::fmt::Write as _;

use super::peer::{Figures, Peer};
use super::rounds::Rounds;

/// A row of ratios: what it is about, and the figures of a client, round by round.
type Ratio = (&'static str, fn(&Rounds) -> Vec<f64>);

const RATIOS: [Ratio; 13] = [
    ("CPU per call, one at a time", |rounds| {
        all(&rounds.one, |it| it.cpu)
    }),
    ("CPU per call, 64 at a time", |rounds| {
        all(&rounds.many, |it| it.cpu)
    }),
    ("CPU from typed users to a signed request", |rounds| {
        all(&rounds.nowhere, |it| it.cpu)
    }),
    ("calls a second, one at a time", |rounds| {
        all(&rounds.one, calls_a_second)
    }),
    ("calls a second, 64 at a time", |rounds| {
        all(&rounds.many, calls_a_second)
    }),
    ("p50, one at a time", |rounds| all(&rounds.one, |it| it.p50)),
    ("p99, one at a time", |rounds| all(&rounds.one, |it| it.p99)),
    ("p50, 64 at a time", |rounds| all(&rounds.many, |it| it.p50)),
    ("p99, 64 at a time", |rounds| all(&rounds.many, |it| it.p99)),
    ("allocations per call", |rounds| {
        rounds.allocations.into_iter().collect()
    }),
    ("peak memory, one at a time", |rounds| {
        all(&rounds.one, |it| it.peak)
    }),
    ("start of the program to first byte", |rounds| {
        all(&rounds.starts, |it| it.to_first_byte)
    }),
    ("CPU of a program with one call", |rounds| {
        all(&rounds.starts, |it| it.cpu)
    }),
];

fn all<T>(rounds: &[T], figure: fn(&T) -> f64) -> Vec<f64> {
    rounds.iter().map(figure).collect()
}

/// Ours over those of the others, each round by itself.
pub(super) fn ratios(measured: &[(&Peer, Rounds)]) -> String {
    let mut text = String::new();
    let Some(((ours, own), others)) = measured.split_first() else {
        return text;
    };
    let labels: Vec<&str> = others.iter().map(|(peer, _)| peer.label.as_str()).collect();
    let _ = writeln!(
        text,
        "\n| {} over …, median (min to max) of rounds | {} |",
        ours.label,
        labels.join(" | ")
    );
    line(&mut text, others.len());
    for (what, figures) in RATIOS {
        let own = figures(own);
        let cells = others.iter().map(|(_, rounds)| {
            let ratios = own
                .iter()
                .zip(figures(rounds))
                .map(|(own, other)| own / other);
            summary(ratios.collect())
        });
        row(&mut text, what, cells);
    }
    text
}

/// A row of medians.
type Figure = (&'static str, fn(&Rounds) -> String);

const FIGURES: [Figure; 11] = [
    ("CPU per call, one at a time, µs", |it| {
        micro(&it.one, |it| it.cpu, 1)
    }),
    ("calls a second, one at a time", |it| per_second(&it.one)),
    ("p50 / p99, one at a time, µs", |it| latency(&it.one)),
    ("CPU per call, 64 at a time, µs", |it| {
        micro(&it.many, |it| it.cpu, 1)
    }),
    ("calls a second, 64 at a time", |it| per_second(&it.many)),
    ("p50 / p99, 64 at a time, µs", |it| latency(&it.many)),
    ("CPU from typed users to a signed request, µs", |it| {
        micro(&it.nowhere, |it| it.cpu, 1)
    }),
    ("allocations per call / to a signed request", |it| {
        let told = |figure: Option<f64>| number(figure.unwrap_or(f64::NAN), 0);
        format!(
            "{} / {}",
            told(it.allocations),
            told(it.allocations_nowhere)
        )
    }),
    ("peak memory, MB", |it| {
        number(median(&mut all(&it.one, |it| it.peak)) * 1024.0 / 1e6, 1)
    }),
    ("start of the program to first byte, ms", |it| {
        number(median(&mut all(&it.starts, |it| it.to_first_byte)) / 1e6, 1)
    }),
    ("CPU of a program with one call, ms", |it| {
        number(median(&mut all(&it.starts, |it| it.cpu)) / 1e6, 1)
    }),
];

fn micro(rounds: &[Figures], figure: fn(&Figures) -> f64, digits: usize) -> String {
    number(median(&mut all(rounds, figure)) / 1e3, digits)
}

fn calls_a_second(figures: &Figures) -> f64 {
    1e9 / figures.wall
}

fn per_second(rounds: &[Figures]) -> String {
    number(median(&mut all(rounds, calls_a_second)), 0)
}

fn latency(rounds: &[Figures]) -> String {
    format!(
        "{} / {}",
        micro(rounds, |it| it.p50, 0),
        micro(rounds, |it| it.p99, 0)
    )
}

/// The medians of each client.
pub(super) fn figures(measured: &[(&Peer, Rounds)]) -> String {
    let mut text = String::from("\n| medians");
    for (peer, _) in measured {
        let _ = write!(text, " | {}", peer.label);
    }
    text += " |\n";
    line(&mut text, measured.len());
    for (what, cell) in FIGURES {
        row(
            &mut text,
            what,
            measured.iter().map(|(_, rounds)| cell(rounds)),
        );
    }
    text
}

/// What it costs to build them, if that was measured.
pub(super) fn builds(peers: &[Peer]) -> String {
    let built: Vec<_> = peers
        .iter()
        .filter_map(|peer| Some((peer, peer.cost.as_ref()?)))
        .collect();
    let mut text = String::new();
    let Some(((_, ours), _)) = built.split_first() else {
        return text;
    };
    text += "\n| builds, the least of two";
    for (peer, _) in &built {
        let _ = write!(text, " | {}", peer.label);
    }
    text += " |\n";
    line(&mut text, built.len());
    row(
        &mut text,
        "crates",
        built.iter().map(|(_, cost)| cost.crates.to_string()),
    );
    let seconds = |own: f64, cost: f64| format!("{cost:.1} ({:.2})", own / cost);
    let cells = built
        .iter()
        .map(|(_, cost)| seconds(ours.release, cost.release));
    row(&mut text, "clean release, CPU s (ours over it)", cells);
    let cells = built.iter().map(|(_, cost)| seconds(ours.dev, cost.dev));
    row(&mut text, "clean dev, CPU s (ours over it)", cells);
    let cells = built
        .iter()
        .map(|(_, cost)| seconds(ours.changed, cost.changed));
    row(
        &mut text,
        "dev after a change in the application, CPU s (ours over it)",
        cells,
    );
    #[expect(clippy::cast_precision_loss, reason = "it is shown with two digits")]
    let cells = built
        .iter()
        .map(|(_, cost)| number(cost.bytes as f64 / 1e6, 2));
    row(&mut text, "stripped release program, MB", cells);
    text
}

fn line(text: &mut String, columns: usize) {
    let _ = writeln!(text, "|---|{}", "---|".repeat(columns));
}

fn row(text: &mut String, what: &str, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.collect();
    let _ = writeln!(text, "| {what} | {} |", cells.join(" | "));
}

/// `0.31 (0.29 to 0.33)`; small ones have a digit more.
fn summary(mut ratios: Vec<f64>) -> String {
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

/// Sorts; not a number where there is none.
fn median(figures: &mut [f64]) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    let middle = figures.len() / 2;
    match figures.len() % 2 {
        1 => figures[middle],
        _ if middle > 0 => f64::midpoint(figures[middle - 1], figures[middle]),
        _ => f64::NAN,
    }
}
