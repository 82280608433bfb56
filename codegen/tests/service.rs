//! Properties of the output for Amazon Personalize Events.

use personalize_events_codegen::{Host, Output, Source, generate};

const MODEL: &str = include_str!("../../models/personalize-events.json");

fn workspace(text: &str) -> Result<Output, String> {
    let source = Source {
        name: "model.json",
        text,
    };
    generate(source, &Host::Workspace).map_err(|diagnostics| diagnostics.to_string())
}

fn file<'a>(output: &'a Output, path: &str) -> &'a str {
    let mut files = output.generated.iter();
    files
        .find(|file| file.path == path)
        .map_or_else(|| panic!("no file {path}"), |file| file.contents.as_str())
}

#[test]
fn limits_come_only_from_the_model() {
    let changed = MODEL.replace("24000", "4096");
    assert_eq!(MODEL.matches("24000").count(), 1);
    let output = workspace(&changed).unwrap();
    let user = file(&output, "user.rs");
    let table = user.split("const PROPERTIES").nth(1).unwrap_or_default();
    let table = table.split(';').next().unwrap_or_default();
    assert!(table.contains("Constraint::length(1, 4096)"), "{table}");
    assert_eq!(
        user.matches("/// Must be JSON text and have 1 to 4096 characters.")
            .count(),
        2
    );
    assert!(file(&output, "user_properties.rs").contains("const MAX_LENGTH: usize = 4096;"));
    for file in output
        .generated
        .iter()
        .chain(&output.derive)
        .chain(&output.record_kinds)
    {
        for old in ["24000", "24_000", "24,000"] {
            assert!(!file.contents.contains(old), "{} has {old}", file.path);
        }
    }
}

#[test]
fn ids_that_upstream_shows_are_redacted() {
    let output = workspace(MODEL).unwrap();
    for (path, id) in [
        ("user.rs", "user_id"),
        ("item.rs", "item_id"),
        ("action.rs", "action_id"),
        ("action_interaction.rs", "event_id"),
        ("action_interaction.rs", "recommendation_id"),
    ] {
        let text = file(&output, path);
        assert!(text.contains(&format!("{id}: redacted")), "{path}");
        assert!(!text.contains(&format!("{id}: shown")), "{path}");
    }
}

/// The model with the trait that the fixup `record-ids-are-sensitive` adds to `User$userId`.
fn corrected() -> String {
    let member = "\"userId\": {\n          \"target\": \"com.amazonaws.personalizeevents#StringType\",\n          \"traits\": {";
    assert_eq!(MODEL.matches(member).count(), 1);
    MODEL.replace(
        member,
        &format!("{member}\n            \"smithy.api#sensitive\": {{}},"),
    )
}

#[test]
fn a_fixup_that_does_not_apply_is_reported_with_all_other_problems() {
    let message = workspace(&corrected()).unwrap_err();
    assert!(
        message.contains(
            "com.amazonaws.personalizeevents#User: the fixup `record-ids-are-sensitive` found no \
             member `userId`"
        ),
        "{message}"
    );
    assert_eq!(message.lines().count(), 1, "{message}");
    let worse = corrected().replace("\"min\": 1,\n          \"max\": 32000", "\"min\": -1");
    let message = workspace(&worse).unwrap_err();
    assert!(message.contains("the fixup"), "{message}");
    assert!(
        message.contains("`min` is -1; use a whole number"),
        "{message}"
    );
}

#[test]
fn fixups_apply_only_to_their_own_service() {
    let renamed = |text: &str| text.replace("AmazonPersonalizeEvents", "AnotherService");
    let output = workspace(&renamed(MODEL)).unwrap();
    assert!(file(&output, "user.rs").contains("user_id: shown"));
    assert!(workspace(&renamed(&corrected())).is_ok());
}
