//! Structs with every attribute and every type that the derives support. Each is put through the client into an emulator with
//! the derived schema.
//!
//! The emulator has its own schema reader, so it validates one half of a derive against the other. The stored records are
//! compared with manual expectations.

#[path = "structs/actions.rs"]
mod actions;
#[path = "structs/case.rs"]
mod case;
#[path = "structs/categories.rs"]
mod categories;
#[path = "structs/change.rs"]
mod change;
#[path = "structs/events.rs"]
mod events;
#[path = "structs/files.rs"]
mod files;
#[path = "structs/generics.rs"]
mod generics;
#[path = "structs/items.rs"]
mod items;
#[path = "structs/json_values.rs"]
mod json_values;
#[path = "structs/names.rs"]
mod names;
#[path = "structs/numbers.rs"]
mod numbers;
#[path = "structs/parts.rs"]
mod parts;
#[path = "structs/record.rs"]
mod record;
#[path = "structs/serde_attributes.rs"]
mod serde_attributes;
#[path = "structs/standard.rs"]
mod standard;
#[path = "structs/surroundings.rs"]
mod surroundings;
#[path = "structs/texts.rs"]
mod texts;
#[path = "structs/validated.rs"]
mod validated;
#[path = "structs/written.rs"]
mod written;

use personalize_events::{Action, ActionInteraction, Event, Item, User};

/// A test for each struct.
macro_rules! table {
    ($($sentence:ident: $struct:ty => $record:ty;)*) => {$(
        #[tokio::test]
        async fn $sentence() {
            validated::check::<$struct, $record>().await;
        }
    )*};
}

table! {
    integers_of_every_width_fit_columns_of_32_and_64_bits: numbers::Integers => User;
    floats_fit_columns_of_their_own_and_their_declared_width: numbers::Floats<'_> => User;
    spans_of_time_addresses_and_wrapped_numbers_have_columns: standard::Standard => User;
    numbers_and_booleans_may_be_json_values: json_values::Numbers => User;
    single_fields_may_be_json_values: json_values::SomeNumbers => User;
    strings_are_stored_from_every_pointer: texts::Texts<'_> => User;
    absent_values_are_omitted_or_null: texts::Options<'_> => User;
    displayed_values_are_stored_as_their_text: texts::Displayed<'_, u8> => User;
    every_collection_of_categories_is_stored_joined: categories::Collections<'_, 2> => User;
    single_categories_are_stored_unchanged: categories::Alone<'_> => User;
    keys_and_columns_may_be_renamed: names::Renamed<'_> => User;
    keys_may_be_in_snake_case: names::InSnakeCase => User;
    attributes_of_serde_are_read: serde_attributes::Serialized => User;
    functions_and_custom_types_write_values: written::Written<'_> => User;
    nested_structs_have_their_columns_among_the_others: parts::Nested => User;
    type_parameters_of_every_kind_have_columns: generics::Several => User;
    other_type_arguments_have_other_columns: generics::Other => User;
    an_associated_type_has_a_column: generics::Latest => User;
    a_file_has_the_columns_of_users: files::FromFile<'_> => User;
    the_crate_and_the_prelude_may_have_other_names: surroundings::Elsewhere => User;
    a_macro_may_write_as_many_columns_as_users_have: surroundings::Wide<i64> => User;
    items_have_running_text_and_the_time_of_their_creation: items::Film<'_> => Item;
    reserved_columns_may_be_filled_by_renamed_fields: items::Product => Item;
    structs_that_are_parameters_have_their_columns_among_the_others:
        parts::Composed<'_, parts::Rated<char>, f32, 1> => Item;
    a_file_has_the_columns_of_parameters:
        files::GenericFromFile<u8, files::Rest<Option<i32>>, 2> => Item;
    actions_have_all_reserved_columns: actions::Offer<'_> => Action;
    actions_have_columns_of_nested_structs: actions::Campaign => Action;
    events_have_columns_besides_the_properties: events::Watched<'_> => Event;
    a_struct_may_be_an_event: events::Shared<'_, events::Device> => Event;
    an_event_may_have_no_properties: events::Bare => Event;
    a_file_has_the_columns_of_events: files::EventFromFile => Event;
    action_interactions_have_columns_besides_the_properties:
        events::Shown<'_> => ActionInteraction;
    a_struct_may_be_an_action_interaction_too:
        events::Shared<'_, events::Device> => ActionInteraction;
    an_action_interaction_may_have_no_properties: events::Bare => ActionInteraction;
}

/// The text of the modules that have structs.
fn sources() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/structs");
    let files = std::fs::read_dir(folder).expect("the folder of the structs");
    let paths = files.map(|file| file.expect("a file").path());
    let sources = paths.filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let texts = sources.map(|path| std::fs::read_to_string(path).expect("a text"));
    texts.collect()
}

/// The code in the first cells of the tables in the documentation of a source.
fn first_cells(source: &str) -> Vec<&str> {
    let rows = source.lines().filter_map(|line| {
        let comment = line.strip_prefix("///").or(line.strip_prefix("//!"))?;
        comment.strip_prefix(" | ")
    });
    let cells = rows.filter_map(|row| row.split(" | ").next());
    let quoted = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    quoted.collect()
}

#[test]
fn every_attribute_of_the_derives_is_on_a_struct() {
    let sources = sources();
    let lists = sources
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("#[personalize("));
    let attributes: Vec<&str> = lists
        .flat_map(|list| list.trim_end_matches(")]").split(", "))
        .collect();
    let (_, reference) = include_str!("../src/guide/derive.rs")
        .split_once("# Attributes\n")
        .expect("a section with the tables of attributes");
    let (reference, _) = reference
        .split_once("# Derives of values\n")
        .expect("a section after those of attributes");
    let documented = first_cells(reference);
    assert!(documented.len() > 20, "{documented:?}");
    for attribute in documented {
        let is_used = |used: &&str| match attribute.split_once('"') {
            // `rename = "…"`, `with = "path"`: any value
            Some((name, "…\"" | "path\"")) => used.starts_with(name),
            // `values = "json"` or `"string"`
            Some(("", _)) => used.ends_with(attribute),
            _ => *used == attribute,
        };
        assert!(attributes.iter().any(is_used), "{attribute}");
    }
}

#[test]
fn every_type_of_values_is_in_a_struct() {
    let sources = sources();
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let words: Vec<&str> = sources.split(|letter| !is_name(letter)).collect();
    let (documented, _) = include_str!("../src/properties/value.rs")
        .split_once("/// With a feature")
        .expect("a table of types of other crates, which `foreign_types.rs` has");
    let documented = first_cells(documented);
    assert!(documented.len() > 20, "{documented:?}");
    for ty in documented {
        assert!(words.contains(&ty), "{ty}");
    }
}

#[test]
fn the_table_has_at_least_twenty_structs() {
    let sources = sources();
    let structs = sources.matches("impl Case for ").count();
    assert!(structs >= 20, "{structs}");
}
