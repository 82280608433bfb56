//! Categories: alone, in every collection, and in types that hold them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::rc::Rc;
use std::sync::Arc;

use personalize_events::{Category, PropertyValue, UserProperties};
use serde_json::json;

use crate::case::{Case, Sample, sample};

#[derive(Category, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Genre {
    Drama,
    r#Crime,
    #[personalize(rename = "Sci-Fi \"classics\"")]
    ScienceFiction,
    Überall,
}

#[derive(Category)]
#[personalize(rename_all = "kebab-case")]
enum Tier {
    FreeForever,
    #[personalize(rename = "PAID")]
    Paid,
}

#[derive(Category, Clone, PartialEq, Eq, Hash)]
struct Tag<T>(T);

#[derive(PropertyValue)]
struct Labels<'a> {
    all: Cow<'a, [Tag<&'a str>]>,
}

/// One of many, which are known at run time only.
struct Studio(u8);

impl Category for Studio {
    fn to_category(&self) -> Cow<'_, str> {
        ["A24", "MGM"][usize::from(self.0)].into()
    }
}

type Unordered<T> = HashSet<T, BuildHasherDefault<DefaultHasher>>;

#[derive(UserProperties)]
pub(crate) struct Collections<'a, const N: usize> {
    #[personalize(user_id)]
    id: &'a str,
    strings: Vec<String>,
    slices: &'a [&'a str],
    pair: [Genre; 2],
    several: [Tag<&'a str>; N],
    nothing: [Genre; 0],
    ordered: BTreeSet<Genre>,
    unordered: HashSet<Cow<'a, str>>,
    hashed: Unordered<Tag<String>>,
    boxed: Box<[Rc<str>]>,
    counted: Rc<[Studio]>,
    shared: Arc<Vec<Arc<str>>>,
    borrowed: Cow<'a, [Genre]>,
    #[personalize(null_if_none)]
    optional: Option<Vec<Box<str>>>,
    #[personalize(allow_null_text, null_if_none)]
    lenient: Vec<&'a str>,
    labels: Labels<'a>,
    #[personalize(plain)]
    stored: Option<&'a [String]>,
}

impl Collections<'static, 2> {
    fn empty() -> Self {
        Self {
            id: "empty",
            strings: Vec::new(),
            slices: &[],
            pair: [Genre::Drama; 2],
            several: [Tag("-"), Tag(" ")],
            nothing: [],
            ordered: BTreeSet::new(),
            unordered: HashSet::new(),
            hashed: HashSet::default(),
            boxed: Box::default(),
            counted: Rc::from([]),
            shared: Arc::default(),
            borrowed: Cow::Owned(Vec::new()),
            optional: Some(Vec::new()),
            lenient: Vec::new(),
            labels: Labels {
                all: Cow::Borrowed(&[]),
            },
            stored: None,
        }
    }

    fn full() -> Self {
        Self {
            id: "full",
            strings: vec!["a".to_owned(), "\"b\"".to_owned()],
            slices: &["ü", "😀"],
            pair: [Genre::ScienceFiction, Genre::Crime],
            several: [Tag("x"), Tag("y")],
            nothing: [],
            ordered: BTreeSet::from([Genre::Überall, Genre::Drama]),
            unordered: HashSet::from(["b".into(), "c".into(), "a".into()]),
            hashed: HashSet::from_iter(["z", "y"].map(|tag| Tag(tag.to_owned()))),
            boxed: Box::from([Rc::from("one")]),
            counted: Rc::from([Studio(1), Studio(0)]),
            shared: Arc::new(vec![Arc::from("a\nb"), Arc::from("\\")]),
            borrowed: Cow::Borrowed(&[Genre::Drama, Genre::Drama]),
            optional: Some(vec![Box::from("nullable"), Box::from("NULL")]),
            lenient: vec!["null", "-"],
            labels: Labels {
                all: Cow::Borrowed(&[Tag("l"), Tag("m")]),
            },
            stored: Some(Box::leak(Box::new(["s".to_owned()]))),
        }
    }
}

impl Case for Collections<'static, 2> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("strings", "STRINGS categorical or null"),
        ("slices", "SLICES categorical or null"),
        ("pair", "PAIR categorical"),
        ("several", "SEVERAL categorical"),
        ("nothing", "NOTHING categorical or null"),
        ("ordered", "ORDERED categorical or null"),
        ("unordered", "UNORDERED categorical or null"),
        ("hashed", "HASHED categorical or null"),
        ("boxed", "BOXED categorical or null"),
        ("counted", "COUNTED categorical or null"),
        ("shared", "SHARED categorical or null"),
        ("borrowed", "BORROWED categorical or null"),
        ("optional", "OPTIONAL categorical or null"),
        ("lenient", "LENIENT categorical or null"),
        ("labels", "LABELS categorical or null"),
        ("stored", "STORED string or null"),
    ];
    const NEVER: &'static [&'static str] = &["nothing"];

    fn samples() -> Vec<Sample<Self>> {
        vec![
            sample(
                "full",
                Self::full(),
                json!({
                    "strings": "a|\"b\"", "slices": "ü|😀", "pair": "Sci-Fi \"classics\"|Crime",
                    "several": "x|y", "ordered": "Drama|Überall", "unordered": "a|b|c",
                    "hashed": "y|z", "boxed": "one", "counted": "MGM|A24", "shared": "a\nb|\\",
                    "borrowed": "Drama|Drama", "optional": "nullable|NULL", "lenient": "null|-",
                    "labels": "l|m", "stored": "s"
                }),
            ),
            sample(
                "empty",
                Self::empty(),
                json!({
                    "pair": "Drama|Drama", "several": "-| ", "optional": null, "lenient": null
                }),
            ),
        ]
    }
}

#[derive(UserProperties)]
#[personalize(values = "json")]
pub(crate) struct Alone<'a> {
    #[personalize(user_id)]
    id: i8,
    tier: Tier,
    former: Option<Tier>,
    genre: &'a Genre,
    tag: Tag<Cow<'a, str>>,
    #[personalize(null_if_none)]
    label: Option<Box<Tag<Tag<&'a str>>>>,
    #[personalize(allow_null_text)]
    word: Tag<&'a str>,
    #[personalize(categorical)]
    joined: String,
    #[personalize(categorical, allow_null_text)]
    lenient: Option<&'a str>,
    #[personalize(plain)]
    note: Tag<&'a str>,
    #[personalize(categorical)]
    flag: bool,
    #[personalize(categorical)]
    cohort: Option<f32>,
}

impl Case for Alone<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("tier", "TIER categorical"),
        ("former", "FORMER categorical or null"),
        ("genre", "GENRE categorical"),
        ("tag", "TAG categorical"),
        ("label", "LABEL categorical or null"),
        ("word", "WORD categorical"),
        ("joined", "JOINED categorical"),
        ("lenient", "LENIENT categorical or null"),
        ("note", "NOTE string"),
        ("flag", "FLAG categorical"),
        ("cohort", "COHORT categorical or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            id: -128,
            tier: Tier::FreeForever,
            former: Some(Tier::Paid),
            genre: &Genre::ScienceFiction,
            tag: Tag(Cow::Borrowed("\"ü\"")),
            label: Some(Box::new(Tag(Tag("x")))),
            word: Tag("null"),
            joined: "a|b|c".to_owned(),
            lenient: Some("a|null"),
            note: Tag("\\"),
            flag: true,
            cohort: Some(2.5),
        };
        let absent = Self {
            id: 127,
            tier: Tier::Paid,
            former: None,
            genre: &Genre::Überall,
            tag: Tag(Cow::Owned("ü".repeat(1000))),
            label: None,
            word: Tag(""),
            joined: String::new(),
            lenient: None,
            note: Tag(""),
            flag: false,
            cohort: None,
        };
        vec![
            sample(
                "-128",
                full,
                json!({
                    "tier": "free-forever", "former": "PAID", "genre": "Sci-Fi \"classics\"",
                    "tag": "\"ü\"", "label": "x", "word": "null", "joined": "a|b|c",
                    "lenient": "a|null", "note": "\\", "flag": "true", "cohort": "2.5"
                }),
            ),
            sample(
                "127",
                absent,
                json!({
                    "tier": "PAID", "genre": "Überall", "tag": "ü".repeat(1000), "label": null,
                    "word": "", "joined": "", "note": "", "flag": "false"
                }),
            ),
        ]
    }
}
