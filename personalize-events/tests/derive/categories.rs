//! Enums and wrappers that are categories, alone and in collections.

use std::collections::BTreeSet;

use personalize_events::{Category, UserProperties};

#[derive(Category, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Genre {
    Horror,
    #[personalize(rename = "Sci-Fi")]
    ScienceFiction,
    r#Drama,
}

#[derive(Category)]
#[personalize(rename_all = "kebab-case")]
enum Tier {
    FreeForever,
    #[personalize(rename = "PAID")]
    Paid,
}

#[derive(Category)]
struct Tag<T>(T);

#[derive(UserProperties)]
struct Viewer {
    tier: Tier,
    former_tier: Option<Tier>,
    favourite: Genre,
    favourites: BTreeSet<Genre>,
    shunned: Vec<Genre>,
    tags: [Tag<&'static str>; 2],
    tag: Tag<String>,
}

#[test]
fn an_enum_is_a_category_in_collections_and_a_value_alone() {
    let viewer = Viewer {
        tier: Tier::FreeForever,
        former_tier: Some(Tier::Paid),
        favourite: Genre::ScienceFiction,
        favourites: BTreeSet::from([Genre::Drama, Genre::Horror, Genre::ScienceFiction]),
        shunned: Vec::new(),
        tags: [Tag("a"), Tag("b")],
        tag: Tag("c".to_owned()),
    };
    assert_eq!(
        viewer.to_properties().unwrap().as_str(),
        concat!(
            r#"{"tier":"free-forever","formerTier":"PAID","favourite":"Sci-Fi","#,
            r#""favourites":"Horror|Sci-Fi|Drama","tags":"a|b","tag":"c"}"#
        )
    );
}

#[test]
fn each_case_is_serdes() {
    macro_rules! case {
        ($case:literal, $expected:literal) => {{
            #[derive(Category)]
            #[personalize(rename_all = $case)]
            enum Genre {
                FilmNoir,
            }
            assert_eq!(Genre::FilmNoir.to_category(), $expected);
        }};
    }
    case!("lowercase", "filmnoir");
    case!("UPPERCASE", "FILMNOIR");
    case!("PascalCase", "FilmNoir");
    case!("camelCase", "filmNoir");
    case!("snake_case", "film_noir");
    case!("SCREAMING_SNAKE_CASE", "FILM_NOIR");
    case!("kebab-case", "film-noir");
    case!("SCREAMING-KEBAB-CASE", "FILM-NOIR");
}

#[derive(UserProperties)]
struct Tagged<'a> {
    tags: Vec<&'a str>,
    #[personalize(allow_null_text)]
    names: Vec<&'a str>,
    note: &'a str,
}

#[test]
fn the_category_null_is_refused_until_it_is_allowed() {
    let with = |tags: &[&'static str]| Tagged {
        tags: tags.to_vec(),
        names: vec!["null"],
        note: "null",
    };
    assert_eq!(
        with(&["NULL", "nulls"]).to_properties().unwrap().as_str(),
        r#"{"tags":"NULL|nulls","names":"null","note":"null"}"#
    );
    assert_eq!(
        with(&["a", "null"])
            .to_properties()
            .unwrap_err()
            .to_string(),
        "properties.tags has the text `null` as category 1, which the service may treat as a missing value; omit the category, or allow it with `allow_null_text`"
    );
}

#[derive(Category)]
struct Label(&'static str);

#[derive(UserProperties)]
struct Labelled {
    label: Label,
    #[personalize(plain)]
    labels: Vec<Label>,
}

#[test]
fn one_category_alone_has_no_separator_either() {
    let labelled = Labelled {
        label: Label("a|b"),
        labels: Vec::new(),
    };
    assert_eq!(
        labelled.to_properties().unwrap_err().to_string(),
        "properties.label has `|` in category 0; `|` separates categories and cannot be escaped"
    );
}
