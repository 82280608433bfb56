//! The CSV file of an import, read by an independent parser.

#[path = "csv/interactions.rs"]
mod interactions;
#[path = "csv/run_time.rs"]
mod run_time;

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use csv::ReaderBuilder;
use personalize_events::{
    ActionProperties, Category, CsvError, CsvWriter, ItemProperties, UserProperties, ValueWriter,
};
use personalize_events_schema::{Column, DatasetType, Schema};
use proptest::prelude::*;

#[derive(Category, Clone, Copy, Debug)]
enum Membership {
    #[personalize(rename = "free, with ads")]
    Free,
    Paid,
}

#[derive(Clone, Debug, UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: String,
    age: Option<u8>,
    score: f64,
    subscribed: bool,
    membership: Option<Membership>,
    favourite_genres: Vec<String>,
    #[personalize(plain)]
    nickname: Option<String>,
    #[personalize(column_type = "long", values = "json", null_if_none)]
    watched: Option<u64>,
}

fn viewer(id: &str) -> Viewer {
    Viewer {
        id: id.to_owned(),
        age: Some(34),
        score: 4.5,
        subscribed: true,
        membership: Some(Membership::Paid),
        favourite_genres: vec!["Horror".to_owned(), "Action".to_owned()],
        nickname: Some("Jo".to_owned()),
        watched: Some(45),
    }
}

fn file<T>(mut csv: CsvWriter<Vec<u8>, T>, records: &[T]) -> String {
    for record in records {
        csv.write(record).expect("a valid record");
    }
    String::from_utf8(csv.finish().expect("memory")).expect("UTF-8")
}

fn lines(error: &CsvError) -> Vec<String> {
    let CsvError::Invalid { error, .. } = error else {
        panic!("{error}")
    };
    let violations = error.violations().iter();
    violations.map(ToString::to_string).collect()
}

#[test]
fn decimal_numbers_have_all_their_digits() {
    #[derive(UserProperties)]
    struct Session {
        #[personalize(user_id)]
        id: u8,
        watched: Duration,
        #[personalize(values = "json")]
        paused: Duration,
    }
    let session = |watched, paused| Session {
        id: 1,
        watched,
        paused,
    };
    let milli = Duration::from_millis(1);
    assert_eq!(
        file(
            CsvWriter::users(Vec::new()),
            &[
                session(milli * 1500, milli),
                session(milli * 90_000, Duration::ZERO)
            ]
        ),
        "USER_ID,WATCHED,PAUSED\n1,1.5,0.001\n1,90,0\n"
    );
}

#[test]
fn a_record_is_a_line_under_the_names_of_the_columns() {
    let absent = Viewer {
        age: None,
        membership: None,
        favourite_genres: Vec::new(),
        nickname: None,
        watched: None,
        subscribed: false,
        score: -0.25,
        ..viewer("user-2")
    };
    assert_eq!(
        file(CsvWriter::users(Vec::new()), &[viewer("user-1"), absent]),
        "USER_ID,AGE,SCORE,SUBSCRIBED,MEMBERSHIP,FAVOURITE_GENRES,NICKNAME,WATCHED\n\
         user-1,34,4.5,true,Paid,Horror|Action,Jo,45\n\
         user-2,,-0.25,false,,,,\n"
    );
}

#[test]
fn cells_are_quoted_where_they_have_to_be() {
    let quoted = |nickname: &str| Viewer {
        nickname: Some(nickname.to_owned()),
        membership: Some(Membership::Free),
        ..viewer("Li, Jo")
    };
    let text = file(
        CsvWriter::users(Vec::new()),
        &[quoted(""), quoted(r#"a"b\c"#), quoted(" x"), quoted("süß")],
    );
    let ends: Vec<&str> = text
        .lines()
        .skip(1)
        .map(|line| line.strip_prefix("\"Li, Jo\",34,4.5,true,\"free, with ads\",Horror|Action,"))
        .map(|end| end.expect("the same start"))
        .collect();
    assert_eq!(ends, ["\"\",45", r#""a\"b\\c",45"#, "\" x\",45", "süß,45"]);
}

#[derive(ItemProperties)]
struct Film {
    #[personalize(item_id)]
    id: u64,
    creation_timestamp: SystemTime,
    #[personalize(textual)]
    description: Option<String>,
    #[personalize(flatten)]
    studio: Studio,
    genres: Vec<&'static str>,
}

#[derive(ItemProperties)]
struct Studio {
    #[personalize(categorical)]
    studio: String,
}

/// As in the developer guide: the text in quotation marks, each record on one line.
#[test]
fn running_text_is_in_quotation_marks_and_on_one_line() {
    let film = |id, description: Option<&str>| Film {
        id,
        creation_timestamp: SystemTime::UNIX_EPOCH + Duration::from_secs(1_570_003_267),
        description: description.map(str::to_owned),
        studio: Studio {
            studio: "Fox".to_owned(),
        },
        genres: vec!["Adventure", "Comedy"],
    };
    let films = [
        film(1, Some("An animated movie, for children.")),
        film(2, Some("First line\r\nsecond\nthird\r\"end\"")),
        film(3, Some("one")),
        film(4, None),
    ];
    assert_eq!(
        file(CsvWriter::items(Vec::new()), &films),
        r#"ITEM_ID,CREATION_TIMESTAMP,DESCRIPTION,STUDIO,GENRES
1,1570003267,"An animated movie, for children.",Fox,Adventure|Comedy
2,1570003267,"First line second third \"end\"",Fox,Adventure|Comedy
3,1570003267,"one",Fox,Adventure|Comedy
4,1570003267,,Fox,Adventure|Comedy
"#
    );
}

#[derive(ItemProperties)]
#[personalize(schema = "tests/schemas/long_form.json")]
struct Rated {
    #[personalize(item_id)]
    id: u32,
    #[personalize(null_if_none)]
    creation_timestamp: Option<SystemTime>,
    studio: Option<String>,
    rating: f32,
}

#[test]
fn the_types_of_a_schema_file_may_have_the_long_form_of_avro() {
    let film = |id, studio: Option<&str>| Rated {
        id,
        creation_timestamp: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_570_003_268)),
        studio: studio.map(str::to_owned),
        rating: 4.5,
    };
    assert_eq!(
        file(
            CsvWriter::items(Vec::new()),
            &[film(1, Some("Aardman")), film(2, None)]
        ),
        "ITEM_ID,CREATION_TIMESTAMP,STUDIO,RATING\n1,1570003268,Aardman,4.5\n2,1570003268,,4.5\n"
    );
    assert!(Rated::schema().contains(r#""type": {"type": "float"}"#));
}

#[test]
fn the_creation_of_an_item_may_be_unknown_if_its_column_is_nullable_in_the_schema_file() {
    let film = Rated {
        id: 1,
        creation_timestamp: None,
        studio: None,
        rating: 0.5,
    };
    let properties = film.to_properties().unwrap();
    assert_eq!(
        properties.as_str(),
        r#"{"creationTimestamp":null,"rating":"0.5"}"#
    );
    let item = film.to_item().unwrap();
    assert_eq!(
        item.properties()
            .map(personalize_events::JsonString::as_str),
        Some(properties.as_str())
    );
    assert_eq!(
        file(CsvWriter::items(Vec::new()), &[film]),
        "ITEM_ID,CREATION_TIMESTAMP,STUDIO,RATING\n1,,,0.5\n"
    );
}

fn nothing(_: &Duration, _: ValueWriter<'_>) {}

#[derive(ActionProperties)]
struct Offer {
    #[personalize(action_id)]
    id: String,
    value: i64,
    #[personalize(with = "nothing", column_type = "int")]
    missing: Duration,
}

#[test]
fn a_column_without_null_needs_a_value() {
    let mut csv = CsvWriter::actions(Vec::new());
    let offer = Offer {
        id: "offer-1".to_owned(),
        value: 1,
        missing: Duration::ZERO,
    };
    let error = csv.write(&offer).unwrap_err();
    assert_eq!(
        lines(&error),
        ["properties.missing is required but missing"]
    );
}

#[test]
fn an_invalid_record_is_reported_and_not_written() {
    let mut csv = CsvWriter::users(Vec::new());
    let wrong = Viewer {
        score: f64::NAN,
        favourite_genres: vec!["a|b".to_owned(), "null".to_owned()],
        nickname: Some("two\nlines".to_owned()),
        watched: Some(u64::MAX),
        ..viewer("null\n")
    };
    let error = csv.write(&wrong).unwrap_err();
    let paths: Vec<String> = lines(&error)
        .iter()
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect();
    assert_eq!(
        paths,
        [
            "properties.score",
            "properties.favouriteGenres",
            "properties.favouriteGenres",
            "properties.watched",
            "userId",
            "properties.nickname",
        ]
    );
    csv.write(&viewer("user-2")).unwrap();
    let error = csv.write(&viewer("null")).unwrap_err();
    let text = format!("{error:#}");
    assert!(
        text.starts_with("record 3 is invalid: userId is the text `null`"),
        "{text}"
    );
    let error = csv.write(&viewer(&"x".repeat(257))).unwrap_err();
    assert_eq!(
        lines(&error),
        ["userId has 257 characters, but at most 256 are allowed"]
    );
    let text = String::from_utf8(csv.finish().unwrap()).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.ends_with("\nuser-2,34,4.5,true,Paid,Horror|Action,Jo,45\n"));
}

#[test]
fn without_records_there_are_the_names_of_the_columns() {
    let csv = CsvWriter::<_, Offer>::actions(Vec::new());
    assert_eq!(csv.finish().unwrap(), b"ACTION_ID,VALUE,MISSING\n");
}

#[test]
fn the_names_are_those_of_the_schema() {
    for (file, schema, kind) in [
        (
            file(CsvWriter::users(Vec::new()), &[viewer("1")]),
            Viewer::schema(),
            DatasetType::Users,
        ),
        (
            file(CsvWriter::<_, Film>::items(Vec::new()), &[]),
            Film::schema(),
            DatasetType::Items,
        ),
    ] {
        let schema = Schema::parse_as(kind, &schema).expect("a schema");
        let columns: Vec<&str> = schema.columns().iter().map(Column::name).collect();
        assert_eq!(file.lines().next(), Some(columns.join(",").as_str()));
    }
}

/// What was written, shared with the test while it is written.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<usize>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        *self.0.borrow_mut() += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn records_are_handed_on_while_they_are_written() {
    let out = Shared::default();
    let mut csv = CsvWriter::users(out.clone());
    let mut total =
        "USER_ID,AGE,SCORE,SUBSCRIBED,MEMBERSHIP,FAVOURITE_GENRES,NICKNAME,WATCHED\n".len();
    for index in 0..10_000 {
        let id = format!("{index:05}");
        csv.write(&viewer(&id)).unwrap();
        total += "00000,34,4.5,true,Paid,Horror|Action,Jo,45\n".len();
        assert!(total - *out.0.borrow() <= 8 * 1024);
    }
    csv.finish().unwrap();
    assert_eq!(*out.0.borrow(), total);
}

#[derive(Debug)]
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn errors_of_the_writer_are_reported() {
    let mut csv = CsvWriter::users(Full);
    csv.write(&viewer("user-1")).unwrap();
    let error = csv.finish().unwrap_err();
    assert_eq!(error.to_string(), "the file could not be written");
    assert!(matches!(error, CsvError::Io(error) if error.kind() == io::ErrorKind::StorageFull));
}

/// Fails once, when it has this many bytes.
struct Interrupted {
    room: usize,
    written: Rc<RefCell<Vec<u8>>>,
}

impl Write for Interrupted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room < bytes.len() {
            self.room = usize::MAX;
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.room -= bytes.len();
        self.written.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn after_a_failure_nothing_more_is_written() {
    let written = Rc::new(RefCell::new(Vec::new()));
    let out = Interrupted {
        room: 10_000,
        written: Rc::clone(&written),
    };
    let mut csv = CsvWriter::users(out);
    let outcomes: Vec<bool> = (0..2000)
        .map(|index| csv.write(&viewer(&format!("{index:05}"))).is_ok())
        .collect();
    let failed = outcomes.iter().position(|ok| !ok).expect("a failure");
    assert!(outcomes[failed..].iter().all(|ok| !ok));
    let before = written.borrow().len();
    assert!(csv.finish().is_err());
    assert_eq!(written.borrow().len(), before);
}

#[test]
fn what_buffers_behind_the_writer_is_flushed() {
    let mut csv = CsvWriter::users(io::BufWriter::new(Full));
    csv.write(&viewer("user-1")).unwrap();
    assert!(csv.finish().is_err());
}

/// Collects what is written, and fails once it is full.
#[derive(Debug)]
struct Shelf {
    written: Rc<RefCell<String>>,
    flushed: Rc<RefCell<usize>>,
    is_full: bool,
}

impl Write for Shelf {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let text = std::str::from_utf8(bytes).expect("whole lines");
        self.written.borrow_mut().push_str(text);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        *self.flushed.borrow_mut() += 1;
        Ok(())
    }
}

fn shelf(is_full: bool) -> Shelf {
    Shelf {
        written: Rc::default(),
        flushed: Rc::default(),
        is_full,
    }
}

#[test]
fn a_writer_that_is_dropped_writes_its_lines_and_ignores_errors() {
    let out = shelf(false);
    let (written, flushed) = (Rc::clone(&out.written), Rc::clone(&out.flushed));
    let mut csv = CsvWriter::users(out);
    csv.write(&viewer("user-1")).unwrap();
    assert_eq!(*written.borrow(), "");
    drop(csv);
    assert!(
        written
            .borrow()
            .ends_with("\nuser-1,34,4.5,true,Paid,Horror|Action,Jo,45\n")
    );
    assert_eq!(*flushed.borrow(), 1);

    let mut csv = CsvWriter::users(shelf(true));
    csv.write(&viewer("user-1")).unwrap();
    drop(csv);
}

#[test]
fn the_writer_behind_is_returned_with_or_without_an_error_and_written_once() {
    let mut csv = CsvWriter::users(shelf(false));
    csv.write(&viewer("user-1")).unwrap();
    csv.flush().unwrap();
    csv.write(&viewer("user-2")).unwrap();
    let (out, written) = csv.into_inner();
    written.unwrap();
    assert_eq!(out.written.borrow().lines().count(), 3);
    assert_eq!(*out.flushed.borrow(), 2);

    let mut csv = CsvWriter::users(shelf(true));
    csv.write(&viewer("user-1")).unwrap();
    assert!(csv.flush().is_err());
    let (out, written) = csv.into_inner();
    assert!(out.is_full);
    assert!(matches!(written, Err(CsvError::Io(_))));
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/ages.json")]
struct Aged {
    #[personalize(user_id)]
    id: u8,
    #[personalize(with = "nothing", column_type = "int")]
    age: Duration,
}

#[test]
fn a_column_that_a_file_lets_be_null_may_be_empty() {
    let aged = Aged {
        id: 1,
        age: Duration::ZERO,
    };
    assert_eq!(
        file(CsvWriter::users(Vec::new()), &[aged]),
        "USER_ID,AGE\n1,\n"
    );
}

#[test]
fn user_data_is_not_in_debug() {
    let mut csv = CsvWriter::users(Vec::new());
    csv.write(&viewer("secret")).unwrap();
    assert_eq!(format!("{csv:?}"), "CsvWriter { records: 1, .. }");
}

#[test]
fn the_id_null_is_written_if_it_is_allowed() {
    #[derive(UserProperties)]
    struct Named {
        #[personalize(user_id, allow_null_text)]
        name: &'static str,
        age: u8,
    }
    let mut csv = CsvWriter::users(Vec::new());
    csv.write(&Named {
        name: "null",
        age: 34,
    })
    .unwrap();
    let text = String::from_utf8(csv.finish().unwrap()).unwrap();
    assert_eq!(text, "USER_ID,AGE\nnull,34\n");
}

fn text() -> impl Strategy<Value = String> {
    r#"[a-z,"\\ \t|é😀;'#-]{0,12}"#
}

fn any_viewer() -> impl Strategy<Value = Viewer> {
    let genre = r#"[a-z,"\\ é]{1,8}"#.prop_filter("null is refused", |genre| genre != "null");
    let values = (
        text().prop_filter("an id has a character", |id| !id.is_empty() && id != "null"),
        any::<Option<u8>>(),
        -1e9..1e9_f64,
        any::<bool>(),
        proptest::option::of(text()),
        prop::collection::vec(genre, 0..4),
        proptest::option::of(0..1_u64 << 63),
    );
    values.prop_map(
        |(id, age, score, subscribed, nickname, genres, watched)| Viewer {
            id,
            age,
            score,
            subscribed,
            membership: age.map(|age| [Membership::Free, Membership::Paid][usize::from(age % 2)]),
            favourite_genres: genres,
            nickname,
            watched,
        },
    )
}

proptest! {
    #[test]
    fn another_reader_finds_the_values(viewers in prop::collection::vec(any_viewer(), 1..20)) {
        let text = file(CsvWriter::users(Vec::new()), &viewers);
        let mut reader = ReaderBuilder::new()
            .double_quote(false)
            .escape(Some(b'\\'))
            .from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(rows.len(), viewers.len());
        prop_assert_eq!(text.lines().count(), viewers.len() + 1);
        for (row, viewer) in rows.iter().zip(&viewers) {
            let or_empty = |value: Option<String>| value.unwrap_or_default();
            let membership = viewer.membership.map(|membership| membership.to_category().into_owned());
            let cells: Vec<&str> = row.iter().collect();
            prop_assert_eq!(cells[2].parse::<f64>().unwrap().to_bits(), viewer.score.to_bits());
            prop_assert_eq!(
                [cells[0], cells[1], cells[3], cells[4], cells[5], cells[6], cells[7]],
                [
                    viewer.id.clone(),
                    or_empty(viewer.age.map(|age| age.to_string())),
                    viewer.subscribed.to_string(),
                    or_empty(membership),
                    viewer.favourite_genres.join("|"),
                    or_empty(viewer.nickname.clone()),
                    or_empty(viewer.watched.map(|watched| watched.to_string())),
                ]
            );
        }
    }
}

/// The file is a response of `DescribeSchema`, in which the record is named `users`.
#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/described.json")]
struct Runner {
    #[personalize(user_id)]
    id: &'static str,
    home_town: &'static str,
    shoe_size: Option<f32>,
    #[personalize(rename = "top3")]
    best: i32,
}

#[test]
fn columns_have_the_names_of_a_schema_as_the_service_returns_it() {
    let runner = Runner {
        id: "1",
        home_town: "Ulm",
        shoe_size: Some(42.5),
        best: 3,
    };
    assert_eq!(
        file(CsvWriter::users(Vec::new()), &[runner]),
        "USER_ID,HomeTown,shoeSize,TOP_3\n1,Ulm,42.5,3\n"
    );
    let schema = Schema::parse(&Runner::schema()).unwrap();
    assert_eq!(schema.name(), "users");
    let names = schema.columns().iter().map(Column::name);
    let names: Vec<&str> = names.collect();
    assert_eq!(names, ["USER_ID", "HomeTown", "shoeSize", "TOP_3"]);
}
