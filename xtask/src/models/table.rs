//! The table of models.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use personalize_events_codegen::EndpointReport;

use super::build::{Failures, Step};
use super::row::{Reasons, Row};

/// How many models are listed for a reason.
const LISTED: usize = 3;

/// The table, the reasons why models are not generated in full, and the crates that failed.
pub(super) fn text(
    rows: &[Row],
    reasons: &Reasons,
    built: Option<&BTreeMap<Step, Failures>>,
) -> String {
    let mut cells = vec![
        [
            "model",
            "operations",
            "left out",
            "endpoint tests",
            "compiled",
            "clippy",
            "documented",
        ]
        .map(String::from),
    ];
    for row in rows {
        let passed = |step| match built {
            None => "-",
            Some(built) if built[&step].contains_key(&row.package) => "NO",
            Some(_) => "yes",
        };
        cells.push(match &row.generated {
            Some(generated) => [
                row.name.clone(),
                generated.operations.to_string(),
                generated.left_out.to_string(),
                tests(&generated.endpoints),
                passed(Step::Compile).to_owned(),
                passed(Step::Lint).to_owned(),
                passed(Step::Document).to_owned(),
            ],
            None => [&row.name, "refused", "-", "-", "-", "-", "-"].map(str::to_owned),
        });
    }
    let mut text = aligned(&cells);
    for (kind, models) in reasons {
        let (listed, more) = models.split_at(models.len().min(LISTED));
        let more = match more.len() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        let s = if models.len() == 1 { "" } else { "s" };
        let listed = listed.join(", ");
        // Writing to a `String` cannot fail.
        let _ = write!(
            text,
            "\n{} model{s}: {kind}\n    {listed}{more}",
            models.len()
        );
    }
    for (package, error) in built.iter().flat_map(|built| built.values()).flatten() {
        let _ = write!(text, "\n{package}:\n{error}");
    }
    text
}

/// The endpoint tests that passed, of all that are not outdated.
fn tests(endpoints: &EndpointReport) -> String {
    let left_out: usize = endpoints.left_out.values().sum();
    format!("{}/{}", endpoints.passed, endpoints.passed + left_out)
}

/// The cells in columns as wide as their widest cell: the first to the left, the others to the right.
fn aligned<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> String {
    let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or_default()
    });
    let mut text = String::new();
    for row in rows {
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let _ = match column {
                0 => write!(text, "{cell:<width$}"),
                _ => write!(text, "  {cell:>width$}"),
            };
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use personalize_events_codegen::EndpointReport;

    use super::super::row::{Generated, Row};
    use super::{Failures, Reasons, Step, text};

    #[test]
    fn a_crate_that_does_not_compile_is_marked_and_shown_with_its_error() {
        let row = |name: &str| Row {
            name: name.to_owned(),
            package: format!("model-{name}"),
            generated: Some(Generated {
                operations: 12,
                left_out: 0,
                endpoints: EndpointReport {
                    passed: 20,
                    left_out: [("EndpointId".to_owned(), 1)].into(),
                    ..EndpointReport::default()
                },
            }),
        };
        let error = [("model-b".to_owned(), "error: no such type\n".to_owned())];
        let lint = [("model-a".to_owned(), "error: a lint\n".to_owned())];
        let built = [
            (Step::Compile, Failures::from(error)),
            (Step::Lint, Failures::from(lint)),
            (Step::Document, Failures::new()),
        ];
        let table = text(&[row("a"), row("b")], &Reasons::new(), Some(&built.into()));
        let expected = "\
model  operations  left out  endpoint tests  compiled  clippy  documented
a              12         0           20/21       yes      NO         yes
b              12         0           20/21        NO     yes         yes

model-b:
error: no such type

model-a:
error: a lint
";
        assert_eq!(table, expected);
    }
}
