//! The columns of a struct.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::fmt::Display;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use personalize_events::{
    ActionInteractionProperties, ActionProperties, Category, ColumnType, EventProperties,
    ItemProperties, Properties, PropertyValue, Timestamp, UserProperties, ValidationError,
    ValueWriter, Violation,
};
use personalize_events_schema::{Column, DatasetType, Schema, Type};

fn lines(invalid: &ValidationError) -> Vec<String> {
    let violations = invalid.violations().iter();
    violations.map(ToString::to_string).collect()
}

/// The text is what the schema library makes of the same columns, which is what it reads.
fn is_of(text: &str, kind: DatasetType, columns: impl IntoIterator<Item = Column>) {
    let schema = Schema::new(kind, columns).expect("a schema");
    assert_eq!(text, schema.to_json());
    assert_eq!(Schema::parse(text).expect("a schema"), schema);
}

#[derive(Category)]
enum Membership {
    #[expect(dead_code, reason = "only its type matters here")]
    Gold,
}

#[derive(Category)]
struct Genre(String);

#[derive(PropertyValue)]
struct Minutes<N>(N);

/// What the examples of the developer guide look like.
#[derive(UserProperties)]
struct Viewer<'a> {
    #[personalize(user_id)]
    id: u64,
    age: Option<u8>,
    #[personalize(categorical)]
    gender: &'a str,
    favourite_genres: Vec<Genre>,
}

#[test]
fn a_schema_is_the_text_that_create_schema_takes() {
    let text = r#"{
  "type": "record",
  "name": "Users",
  "namespace": "com.amazonaws.personalize.schema",
  "fields": [
    {"name": "USER_ID", "type": "string"},
    {"name": "AGE", "type": ["null", "int"]},
    {"name": "GENDER", "type": "string", "categorical": true},
    {"name": "FAVOURITE_GENRES", "type": ["null", "string"], "categorical": true}
  ],
  "version": "1.0"
}"#;
    assert_eq!(Viewer::schema(), text);
    let warnings = Schema::parse(text).expect("a schema").warnings();
    assert_eq!(warnings, []);
}

#[derive(UserProperties)]
struct Types<'a, T> {
    i8: i8,
    i16: i16,
    i32: i32,
    u8: u8,
    u16: u16,
    i64: i64,
    u32: u32,
    f32: f32,
    f64: f64,
    boolean: bool,
    category: Membership,
    boxed: Rc<Minutes<i8>>,
    reference: &'a i64,
    cow: Cow<'a, i64>,
    shared: Arc<[Genre]>,
    option: Option<Box<f32>>,
    slice: &'a [&'a str],
    set: BTreeSet<String>,
    unordered: HashSet<Cow<'a, str>>,
    some: [Genre; 2],
    none: [Genre; 0],
    instant: SystemTime,
    timestamp: Option<Timestamp>,
    parameter: T,
}

#[test]
fn each_type_has_its_column() {
    let column = |name: &str, ty| Column::new(name, ty);
    let string = |name: &str| Column::new(name, Type::String).categorical();
    is_of(
        &Types::<Minutes<Option<u32>>>::schema(),
        DatasetType::Users,
        [
            column("USER_ID", Type::String),
            column("I8", Type::Int),
            column("I16", Type::Int),
            column("I32", Type::Int),
            column("U8", Type::Int),
            column("U16", Type::Int),
            column("I64", Type::Long),
            column("U32", Type::Long),
            column("F32", Type::Float),
            column("F64", Type::Double),
            column("BOOLEAN", Type::Boolean),
            string("CATEGORY"),
            column("BOXED", Type::Int),
            column("REFERENCE", Type::Long),
            column("COW", Type::Long),
            string("SHARED").with_nullable(true),
            column("OPTION", Type::Float).with_nullable(true),
            string("SLICE").with_nullable(true),
            string("SET").with_nullable(true),
            string("UNORDERED").with_nullable(true),
            string("SOME"),
            string("NONE").with_nullable(true),
            column("INSTANT", Type::Long),
            column("TIMESTAMP", Type::Long).with_nullable(true),
            column("PARAMETER", Type::Long).with_nullable(true),
        ],
    );
}

fn write_minutes(duration: &Duration, property: ValueWriter<'_>) {
    (duration.as_secs() / 60).write_property(property);
}

fn is_empty(text: &str) -> bool {
    text.is_empty()
}

#[derive(ItemProperties)]
#[personalize(values = "json")]
struct Film {
    #[personalize(item_id)]
    id: String,
    creation_timestamp: SystemTime,
    #[personalize(textual)]
    description: Option<String>,
    #[personalize(plain)]
    title: String,
    #[personalize(categorical)]
    year: u16,
    #[personalize(categorical, display)]
    rating: Option<char>,
    #[personalize(column_type = "long")]
    views: Option<u64>,
    #[personalize(column_type = "int", with = "write_minutes")]
    minutes: Duration,
    #[personalize(nullable)]
    price: f64,
    #[personalize(categorical, skip_if = "is_empty")]
    country: String,
    #[personalize(column = "IS_4K", rename = "is4k")]
    high: bool,
    #[personalize(flatten)]
    studio: Studio,
    #[personalize(flatten, skip_if = "Studio::is_unknown")]
    distributor: Distributor,
}

#[derive(ItemProperties)]
struct Studio {
    studio_founded: i32,
}

#[derive(ItemProperties)]
struct Distributor {
    distributor_size: i32,
}

impl Studio {
    fn is_unknown(_: &Distributor) -> bool {
        true
    }
}

fn film() -> Film {
    Film {
        id: "film-1".to_owned(),
        creation_timestamp: SystemTime::UNIX_EPOCH,
        description: None,
        title: "Up".to_owned(),
        year: 2009,
        rating: Some('G'),
        views: Some(7),
        minutes: Duration::from_secs(5760),
        price: 2.5,
        country: "US".to_owned(),
        high: true,
        studio: Studio {
            studio_founded: 1986,
        },
        distributor: Distributor {
            distributor_size: 9,
        },
    }
}

#[test]
fn fields_declare_columns_that_their_types_do_not() {
    let column = |name: &str, ty| Column::new(name, ty);
    let string = |name: &str| Column::new(name, Type::String);
    is_of(
        &Film::schema(),
        DatasetType::Items,
        [
            string("ITEM_ID"),
            column("CREATION_TIMESTAMP", Type::Long),
            string("DESCRIPTION").with_nullable(true).textual(),
            string("TITLE"),
            string("YEAR").categorical(),
            string("RATING").with_nullable(true).categorical(),
            column("VIEWS", Type::Long).with_nullable(true),
            column("MINUTES", Type::Int),
            column("PRICE", Type::Double).with_nullable(true),
            string("COUNTRY").with_nullable(true).categorical(),
            column("IS_4K", Type::Boolean),
            column("STUDIO_FOUNDED", Type::Int),
            column("DISTRIBUTOR_SIZE", Type::Int).with_nullable(true),
        ],
    );
    // Numbers in a column of strings are strings, native or not.
    let item = film().to_item().unwrap();
    assert_eq!(
        item.properties().unwrap().as_str(),
        r#"{"creationTimestamp":0,"title":"Up","year":"2009","rating":"G","views":7,"minutes":96,"price":2.5,"country":"US","is4k":true,"studioFounded":"1986"}"#
    );
}

#[test]
fn a_value_is_validated_against_the_declared_type() {
    let film = Film {
        views: Some(1 << 63),
        minutes: Duration::from_secs(60 << 31),
        ..film()
    };
    assert_eq!(
        lines(&film.to_item().unwrap_err()),
        [
            "properties.views is out of range; its column is long, which accepts whole numbers from -9223372036854775808 to 9223372036854775807",
            "properties.minutes is out of range; its column is int, which accepts whole numbers from -2147483648 to 2147483647",
        ]
    );
}

#[derive(UserProperties)]
struct Declared<'a> {
    #[personalize(column_type = "int")]
    int: &'a str,
    #[personalize(column_type = "long")]
    long: i128,
    #[personalize(column_type = "float")]
    float: f64,
    #[personalize(column_type = "double", display)]
    double: &'a dyn Display,
    #[personalize(column_type = "boolean")]
    boolean: String,
    #[personalize(categorical)]
    genres: &'a str,
    genre: Option<Genre>,
}

impl Default for Declared<'_> {
    fn default() -> Self {
        Self {
            int: "-2147483648",
            long: i128::from(i64::MIN),
            float: 4.5,
            double: &"1e3",
            boolean: "true".to_owned(),
            genres: "Horror|nullable",
            genre: None,
        }
    }
}

#[test]
fn values_in_range_are_sent_unchanged() {
    assert_eq!(
        Declared::default().to_properties().unwrap().as_str(),
        r#"{"int":"-2147483648","long":"-9223372036854775808","float":"4.5","double":"1e3","boolean":"true","genres":"Horror|nullable"}"#
    );
}

#[test]
fn values_out_of_range_are_reported_without_the_value() {
    let refused = Declared {
        int: "2147483648",
        long: i128::from(i64::MIN) - 1,
        float: 1e300,
        double: &"inf",
        boolean: "True".to_owned(),
        genres: "Horror|null",
        genre: Some(Genre("null".to_owned())),
    };
    let found = lines(&refused.to_properties().unwrap_err());
    let starts = [
        "properties.int is out of range; its column is int",
        "properties.long is out of range; its column is long",
        "properties.float is out of range; its column is float, which accepts numbers from",
        "properties.double has the wrong type; its column is double, which accepts numbers from",
        "properties.boolean has the wrong type; its column is boolean, which accepts `true` and `false`",
        "properties.genres has the text `null` as category 1",
        "properties.genre has the text `null` as category 0",
    ];
    assert_eq!(found.len(), starts.len(), "{found:?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}");
    }
}

#[test]
fn a_fraction_is_not_lost_in_a_column_of_whole_numbers() {
    for int in ["34.0", "34.5", "34.", "-1.0e2"] {
        let declared = Declared {
            int,
            ..Declared::default()
        };
        assert_eq!(
            lines(&declared.to_properties().unwrap_err()),
            [
                "properties.int has a fraction, even if it is `.0`; its column is int, which accepts whole numbers \
                 from -2147483648 to 2147483647"
            ],
            "{int}"
        );
    }
}

#[derive(ItemProperties)]
struct Plain<'a> {
    #[personalize(plain)]
    text: &'a str,
    #[personalize(plain, display)]
    displayed: &'a dyn Display,
    #[personalize(plain)]
    list: Vec<Genre>,
    #[personalize(textual)]
    biography: Vec<Genre>,
}

#[test]
fn a_string_that_is_not_textual_has_at_most_1000_characters() {
    let of = |length: usize| {
        let text = "ö".repeat(length);
        let half = || Genre("ö".repeat(length / 2));
        let plain = Plain {
            text: &text,
            displayed: &text,
            // With the separator as long as the others.
            list: vec![half(), Genre("ö".repeat((length - 1) / 2))],
            biography: vec![half(), half(), half()],
        };
        plain.to_properties().map(drop)
    };
    assert_eq!(of(1000), Ok(()));
    let error = of(1001).unwrap_err();
    assert_eq!(
        lines(&error),
        ["text", "displayed", "list"].map(|key| format!(
            "properties.{key} has 1001 characters, but at most 1000 are allowed"
        ))
    );
}

#[derive(UserProperties)]
struct Mismatched {
    #[personalize(column_type = "int")]
    genres: Vec<Genre>,
    #[personalize(column_type = "long")]
    genre: Genre,
    #[personalize(column_type = "boolean")]
    age: u8,
}

#[derive(UserProperties)]
struct Nulled {
    #[personalize(null_if_none, column_type = "int")]
    stars: Undeclared,
}

struct Undeclared;

impl PropertyValue for Undeclared {
    fn write_property(&self, property: ValueWriter<'_>) {
        None::<u8>.write_property(property);
    }
}

#[test]
fn a_field_that_may_be_sent_as_null_has_a_column_with_null() {
    let text = Nulled::schema();
    assert!(
        text.contains(r#"{"name": "STARS", "type": ["null", "int"]}"#),
        "{text}"
    );
    let nulled = Nulled { stars: Undeclared };
    assert_eq!(
        nulled.to_properties().unwrap().as_str(),
        r#"{"stars":null}"#
    );
}

#[test]
fn no_category_is_a_number() {
    let mismatched = Mismatched {
        genres: vec![Genre("7".to_owned())],
        genre: Genre("Horror".to_owned()),
        age: 1,
    };
    let found = lines(&mismatched.to_properties().unwrap_err());
    let starts = [
        "genres has the wrong type; its column is int",
        "genre has the wrong type",
        "age has the wrong type",
    ];
    assert_eq!(found.len(), starts.len(), "{found:?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(&format!("properties.{start}")), "{found}");
    }
}

#[derive(UserProperties)]
struct Renamed {
    #[personalize(rename = "years")]
    age: u8,
    #[personalize(rename = "top3Genres")]
    top_3_genres: Vec<Genre>,
}

#[test]
fn the_column_of_a_renamed_key_is_the_one_that_the_key_fills() {
    let schema = Renamed::schema();
    assert!(
        schema.contains("\"YEARS\"") && schema.contains("\"TOP_3_GENRES\""),
        "{schema}"
    );
    let renamed = Renamed {
        age: 3,
        top_3_genres: Vec::new(),
    };
    assert_eq!(
        renamed.to_properties().unwrap().as_str(),
        r#"{"years":"3"}"#
    );
}

#[test]
fn categories_have_a_thousand_characters_together() {
    let of = |genres: &str| {
        let genres = genres.split(' ').map(|genre| Genre(genre.to_owned()));
        let viewer = Viewer {
            id: 1,
            age: None,
            gender: "x",
            favourite_genres: genres.collect(),
        };
        viewer.to_properties().map(|_| ())
    };
    let (some, more) = ("é".repeat(500), "é".repeat(499));
    assert_eq!(of(&format!("{some} {more}")), Ok(()));
    let invalid = of(&format!("{some} {some}")).unwrap_err();
    assert_eq!(
        lines(&invalid),
        ["properties.favouriteGenres has 1001 characters, but at most 1000 are allowed"]
    );
    let viewer = Viewer {
        id: 1,
        age: None,
        gender: &format!("{some}|{some}"),
        favourite_genres: Vec::new(),
    };
    assert_eq!(
        lines(&viewer.to_user().unwrap_err()),
        ["properties.gender has 1001 characters, but at most 1000 are allowed"]
    );
}

#[derive(ActionProperties)]
struct Offer {
    #[personalize(action_id)]
    id: String,
    value: Option<u32>,
    r#type: Option<String>,
    expiration_timestamp: Timestamp,
    discount: f32,
}

#[derive(EventProperties)]
struct Watched {
    minutes: i32,
    event_value: f32,
}

#[derive(ActionInteractionProperties)]
struct Shown {
    #[personalize(categorical)]
    device: String,
}

#[test]
fn columns_that_the_service_knows_have_the_type_that_it_asks_for() {
    let column = |name: &str, ty| Column::new(name, ty);
    is_of(
        &Offer::schema(),
        DatasetType::Actions,
        [
            column("ACTION_ID", Type::String),
            column("VALUE", Type::Long).with_nullable(true),
            column("TYPE", Type::String).with_nullable(true),
            column("EXPIRATION_TIMESTAMP", Type::Long),
            column("DISCOUNT", Type::Float),
        ],
    );
}

#[test]
fn schemas_of_events_have_the_columns_besides_the_properties() {
    let column = |name: &str, ty| Column::new(name, ty);
    is_of(
        &Watched::schema(),
        DatasetType::Interactions,
        [
            column("USER_ID", Type::String),
            column("ITEM_ID", Type::String),
            column("TIMESTAMP", Type::Long),
            column("EVENT_TYPE", Type::String),
            column("MINUTES", Type::Int),
            column("EVENT_VALUE", Type::Float),
        ],
    );
    is_of(
        &Shown::schema(),
        DatasetType::ActionInteractions,
        [
            column("USER_ID", Type::String),
            column("ACTION_ID", Type::String),
            column("EVENT_TYPE", Type::String),
            column("TIMESTAMP", Type::Long),
            column("DEVICE", Type::String).categorical(),
        ],
    );
}

#[derive(EventProperties)]
#[personalize(
    optional_columns = "RECOMMENDATION_ID,IMPRESSION, EVENT_ATTRIBUTION_SOURCE , EVENT_VALUE"
)]
struct Recommended {
    minutes: i32,
}

#[derive(ActionInteractionProperties)]
#[personalize(optional_columns = "IMPRESSION")]
struct ShownOffers {}

#[test]
fn schemas_of_events_have_the_optional_columns_that_are_listed() {
    let column = |name: &str, ty| Column::new(name, ty);
    let optional = |name, ty| column(name, ty).with_nullable(true);
    is_of(
        &Recommended::schema(),
        DatasetType::Interactions,
        [
            column("USER_ID", Type::String),
            column("ITEM_ID", Type::String),
            column("TIMESTAMP", Type::Long),
            column("EVENT_TYPE", Type::String),
            optional("RECOMMENDATION_ID", Type::String),
            optional("IMPRESSION", Type::String),
            optional("EVENT_ATTRIBUTION_SOURCE", Type::String),
            optional("EVENT_VALUE", Type::Float),
            column("MINUTES", Type::Int),
        ],
    );
    is_of(
        &ShownOffers::schema(),
        DatasetType::ActionInteractions,
        [
            column("USER_ID", Type::String),
            column("ACTION_ID", Type::String),
            column("EVENT_TYPE", Type::String),
            column("TIMESTAMP", Type::Long),
            optional("IMPRESSION", Type::String),
        ],
    );
    let properties = Recommended { minutes: 12 }.to_properties().unwrap();
    assert_eq!(properties.as_str(), r#"{"minutes":"12"}"#);
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct FromFile<'a, T> {
    #[personalize(user_id)]
    id: String,
    age: Option<i16>,
    watched_seconds: u64,
    score: T,
    #[personalize(flatten)]
    taste: Taste<'a>,
    country: String,
}

#[derive(UserProperties)]
struct Taste<'a> {
    genres: &'a [Genre],
    nickname: Option<Cow<'a, str>>,
}

#[test]
fn a_struct_that_is_checked_against_a_file_has_the_schema_of_the_file() {
    let file = include_str!("../schemas/users.json");
    let schema = Schema::parse_as(DatasetType::Users, file).expect("a schema");
    assert_eq!(FromFile::<f64>::schema(), schema.to_json());
}

#[test]
fn values_are_validated_against_the_columns_of_the_file() {
    let viewer = |country: &str, watched_seconds| FromFile {
        id: "user-1".to_owned(),
        age: Some(34),
        watched_seconds,
        score: 1.5,
        taste: Taste {
            genres: &[],
            nickname: None,
        },
        country: country.to_owned(),
    };
    assert_eq!(
        viewer("NL", 60)
            .to_user()
            .unwrap()
            .properties()
            .unwrap()
            .as_str(),
        r#"{"age":"34","watchedSeconds":"60","score":"1.5","country":"NL"}"#
    );
    let invalid = viewer("null", u64::MAX).to_user().unwrap_err();
    let paths: Vec<&str> = invalid.violations().iter().map(Violation::path).collect();
    assert_eq!(paths, ["properties.watchedSeconds", "properties.country"]);
}

struct Stars(Option<u8>);

impl PropertyValue for Stars {
    const COLUMN: ColumnType = ColumnType::INT.nullable();

    fn write_property(&self, property: ValueWriter<'_>) {
        self.0.write_property(property);
    }
}

#[derive(UserProperties)]
struct Rated {
    stars: Stars,
}

#[test]
fn a_custom_type_can_declare_its_column() {
    let text = Rated::schema();
    assert!(text.contains(r#"{"name": "STARS", "type": ["null", "int"]}"#));
    let rated = Rated { stars: Stars(None) };
    assert_eq!(rated.to_properties().unwrap().as_str(), "{}");
}

#[test]
fn keys_known_at_run_time_are_held_to_the_limit_of_categories_too() {
    let mut properties = Properties::new();
    properties.insert("genres", vec!["g".repeat(600), "h".repeat(600)]);
    assert_eq!(
        lines(&properties.to_user("user-1").unwrap_err()),
        ["properties.genres has 1201 characters, but at most 1000 are allowed"]
    );
}
