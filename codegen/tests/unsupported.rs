//! Unsupported features: a problem of the model, unless the operations that reach them are to be left out.

use personalize_events_codegen::{Host, Options, Source, generate, generate_with};

const MODEL: &str = include_str!("reject/unsupported.json");
const UNCHECKABLE: &str = include_str!("golden/uncheckable/model.json");

fn source(text: &str) -> Source<'_> {
    let name = "model.json";
    Source { name, text }
}

fn host() -> Host {
    Host::Crate {
        name: "some".to_owned(),
        runtime: "../runtime".to_owned(),
    }
}

fn skipping() -> Options {
    Options {
        skip_unsupported: true,
        ..Options::default()
    }
}

#[test]
fn operations_that_reach_unsupported_features_are_left_out_with_every_reason() {
    let output = generate_with(&[source(MODEL)], &host(), &skipping()).unwrap();
    let skipped: Vec<(&str, usize)> = output
        .skipped
        .iter()
        .map(|skipped| (skipped.operation.name(), skipped.reasons.len()))
        .collect();
    let expected = [("Events", 1), ("Responses", 1), ("Broken", 1), ("Basic", 1)];
    assert_eq!(skipped, expected);
    let reasons = output.skipped.iter().flat_map(|skipped| &skipped.reasons);
    for reason in reasons {
        assert!(reason.shape.is_some() && reason.at.line > 1, "{reason:?}");
    }
    assert_eq!(output.operations, 1);
    assert!(generate(source(MODEL), &host()).is_err());
}

#[test]
fn a_model_without_supported_operations_is_rejected() {
    let fine = "        {\n          \"target\": \"com.example#Fine\"\n        }";
    let without = MODEL.replace(&format!(",\n{fine}"), "");
    assert_ne!(without, MODEL);
    let problems = generate_with(&[source(&without)], &host(), &skipping()).unwrap_err();
    let problems = problems.to_string();
    assert!(
        problems.starts_with(
            "model.json:4:5: com.example#Service: every operation reaches an unsupported feature or \
             a problem; add one that does not\n"
        ),
        "{problems}"
    );
    // With every reason.
    assert_eq!(problems.lines().count(), 1 + 4, "{problems}");
    assert!(
        problems.contains(": event streams are unsupported\n"),
        "{problems}"
    );
}

#[test]
fn a_pattern_that_is_not_enforced_is_a_warning_and_marked_in_the_documentation() {
    let output = generate(source(UNCHECKABLE), &host()).unwrap();
    let warnings = output.warnings.to_string();
    let because = |why: &str| {
        let text = format!("the pattern is documented but not enforced, because {why}");
        warnings.matches(&text).count()
    };
    assert_eq!(because("it is not a sequence"), 2, "{warnings}");
    // In ECMA 262, `[--/]` is the range from `-` to `/`; `regex-syntax` reads two characters.
    assert_eq!(
        because("it has `[--`, which ECMA 262 reads in another way"),
        1,
        "{warnings}"
    );
    let mut files = output.generated.iter();
    let file = files.find(|file| file.path == "put_patterns.rs").unwrap();
    let mark = "(documented but not enforced)";
    assert_eq!(file.contents.matches(mark).count(), 6);
}

#[test]
fn a_key_that_only_names_the_service_for_other_tools_is_a_warning() {
    let output = generate(source(UNCHECKABLE), &host()).unwrap();
    let warnings = output.warnings.to_string();
    let text = "the key `serviceName` of `aws.api#service` is unknown and ignored";
    assert_eq!(warnings.matches(text).count(), 1, "{warnings}");
    assert_eq!(output.warnings.problems().len(), 4, "{warnings}");
}

#[test]
fn a_fixup_that_does_not_apply_is_a_warning_for_another_crate() {
    let text = include_str!("reject/fixup_without_effect.json").replace("#nullable", "#internal");
    assert!(generate(source(&text), &Host::Workspace).is_err());
    let output = generate(source(&text), &host()).unwrap();
    let warnings = output.warnings.to_string();
    assert!(warnings.contains("the fixup `"), "{warnings}");
}
