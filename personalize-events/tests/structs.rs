//! Structs that between them have every mark and every type that the derives know, each put through
//! the client into an emulator which has the schema that the derive made.
//!
//! The emulator reads schemas in its own way, so it judges by the one half of a derive what the
//! other half wrote. What it keeps is compared with what is said by hand about each struct.

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
#[path = "structs/judge.rs"]
mod judge;
#[path = "structs/names.rs"]
mod names;
#[path = "structs/native.rs"]
mod native;
#[path = "structs/numbers.rs"]
mod numbers;
#[path = "structs/parts.rs"]
mod parts;
#[path = "structs/record.rs"]
mod record;
#[path = "structs/surroundings.rs"]
mod surroundings;
#[path = "structs/texts.rs"]
mod texts;
#[path = "structs/written.rs"]
mod written;

use personalize_events::{Action, ActionInteraction, Event, Item, User};

/// A test for each struct, and what its name is in a sentence.
macro_rules! table {
    ($($sentence:ident: $struct:ty => $record:ty;)*) => {$(
        #[tokio::test]
        async fn $sentence() {
            judge::hold::<$struct, $record>().await;
        }
    )*};
}

table! {
    integers_of_every_width_fit_columns_of_32_and_64_bits: numbers::Integers => User;
    floats_fit_columns_of_their_width_and_of_the_one_that_is_said: numbers::Floats<'_> => User;
    numbers_and_booleans_may_be_as_json_has_them: native::Native => User;
    single_fields_may_be_as_json_has_them: native::PartlyNative => User;
    strings_are_held_whatever_holds_them: texts::Texts<'_> => User;
    what_may_be_absent_is_left_out_or_null: texts::Options<'_> => User;
    what_displays_is_held_as_it_displays: texts::Displayed<'_, u8> => User;
    every_collection_of_categories_is_held_joined: categories::Collections<'_, 2> => User;
    categories_alone_are_held_as_they_are: categories::Alone<'_> => User;
    keys_and_columns_may_have_names_of_their_own: names::Renamed<'_> => User;
    keys_in_snake_case_fit_where_they_are_camel_case_too: names::InSnakeCase => User;
    functions_and_types_of_ones_own_write_what_fits: written::Written<'_> => User;
    nested_structs_have_their_columns_among_the_others: parts::Nested => User;
    parameters_of_every_sort_have_columns: generics::Several => User;
    other_arguments_have_other_columns: generics::Other => User;
    what_a_parameter_brings_along_has_a_column: generics::Latest => User;
    a_file_has_the_columns_of_users: files::FromFile<'_> => User;
    the_crate_and_the_prelude_may_have_other_names: surroundings::Elsewhere => User;
    a_macro_may_write_as_many_columns_as_users_have: surroundings::Wide<i64> => User;
    items_have_running_text_and_the_time_of_their_creation: items::Film<'_> => Item;
    columns_that_are_known_may_be_filled_by_other_fields: items::Product => Item;
    structs_that_are_parameters_have_their_columns_among_the_others:
        parts::Composed<'_, parts::Rated<char>, f32, 1> => Item;
    a_file_has_the_columns_of_parameters:
        files::GenericFromFile<u8, files::Rest<Option<i32>>, 2> => Item;
    actions_have_all_columns_that_are_known: actions::Offer<'_> => Action;
    actions_have_columns_of_nested_structs: actions::Campaign => Action;
    events_have_columns_beside_those_that_are_told: events::Watched<'_> => Event;
    a_struct_may_be_an_event: events::Shared<'_, events::Device> => Event;
    an_event_may_have_no_properties: events::Bare => Event;
    a_file_has_the_columns_of_events: files::EventFromFile => Event;
    action_interactions_have_columns_beside_those_that_are_told:
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

/// What stands between `…` in the first cells of a table in the documentation of a source.
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
fn every_mark_of_the_derives_is_on_a_struct() {
    let sources = sources();
    let lists = sources
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("#[personalize("));
    let marks: Vec<&str> = lists
        .flat_map(|list| list.trim_end_matches(")]").split(", "))
        .collect();
    let (_, attributes) = include_str!("../src/guide/derive.rs")
        .split_once("# Attributes\n")
        .expect("a section with the tables of attributes");
    let documented = first_cells(attributes);
    assert!(documented.len() > 20, "{documented:?}");
    for said in documented {
        let is_said = |mark: &&str| match said.split_once('"') {
            // `rename = "…"`, `with = "path"`: whatever stands there
            Some((name, "…\"" | "path\"")) => mark.starts_with(name),
            // `values = "json"` or `"string"`
            Some(("", _)) => mark.ends_with(said),
            _ => *mark == said,
        };
        assert!(marks.iter().any(is_said), "{said}");
    }
}

#[test]
fn every_type_of_values_is_in_a_struct() {
    let sources = sources();
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let words: Vec<&str> = sources.split(|letter| !is_name(letter)).collect();
    let documented = first_cells(include_str!("../src/properties/value.rs"));
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
