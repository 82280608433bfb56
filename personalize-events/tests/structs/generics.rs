//! Structs with parameters of every sort.

use std::marker::PhantomData;

use personalize_events::{Category, IdValue, PropertyValue, UserProperties};
use serde_json::json;

use crate::case::{Case, Sample, sample};

#[derive(IdValue, PropertyValue, Clone)]
pub(crate) struct Id<T>(pub(crate) T);

/// Parameters of every sort, with bounds in both places and with defaults.
#[derive(UserProperties)]
pub(crate) struct Generic<'a, 'b: 'a, I, T: Copy + 'a, U = Option<u8>, const N: usize = 1>
where
    I: Clone,
    Self: Sized,
{
    #[personalize(user_id)]
    id: I,
    reference: &'a T,
    doubled: &'a &'b T,
    several: Option<[&'b str; N]>,
    parameter: U,
    nested: Option<Id<Box<U>>>,
    #[personalize(display, categorical)]
    shown: U,
    #[personalize(column_type = "long")]
    declared: T,
    #[personalize(skip)]
    marker: PhantomData<fn(I) -> U>,
}

impl<'a> Generic<'a, 'static, Id<&'a str>, u16, i64, 3> {
    fn of(id: &'a str, number: u16, wide: i64) -> Self {
        let leaked = &*Box::leak(Box::new(number));
        Self {
            id: Id(id),
            reference: leaked,
            doubled: Box::leak(Box::new(leaked)),
            several: (wide > 0).then_some(["a", "-", "ü"]),
            parameter: wide,
            nested: (wide > 0).then(|| Id(Box::new(wide))),
            shown: wide,
            declared: number,
            marker: PhantomData,
        }
    }
}

pub(crate) type Several = Generic<'static, 'static, Id<&'static str>, u16, i64, 3>;

impl Case for Several {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("reference", "REFERENCE int"),
        ("doubled", "DOUBLED int"),
        ("several", "SEVERAL categorical or null"),
        ("parameter", "PARAMETER long"),
        ("nested", "NESTED long or null"),
        ("shown", "SHOWN categorical"),
        ("declared", "DECLARED long"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        vec![
            sample(
                "most",
                Generic::of("most", u16::MAX, i64::MAX),
                json!({
                    "reference": "65535", "doubled": "65535", "several": "a|-|ü",
                    "parameter": "9223372036854775807", "nested": "9223372036854775807",
                    "shown": "9223372036854775807", "declared": "65535"
                }),
            ),
            sample(
                "least",
                Generic::of("least", 0, i64::MIN),
                json!({
                    "reference": "0", "doubled": "0", "parameter": "-9223372036854775808",
                    "shown": "-9223372036854775808", "declared": "0"
                }),
            ),
        ]
    }
}

/// Other arguments make other columns of the same struct, one of them without room for a category.
pub(crate) type Other = Generic<'static, 'static, u8, i8, f32, 0>;

impl Case for Other {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("reference", "REFERENCE int"),
        ("doubled", "DOUBLED int"),
        ("several", "SEVERAL categorical or null"),
        ("parameter", "PARAMETER float"),
        ("nested", "NESTED float or null"),
        ("shown", "SHOWN categorical"),
        ("declared", "DECLARED long"),
    ];
    const NEVER: &'static [&'static str] = &["several"];

    fn samples() -> Vec<Sample<Self>> {
        let value = Self {
            id: 0,
            reference: &-128,
            doubled: &&127,
            several: Some([]),
            parameter: 0.5,
            nested: Some(Id(Box::new(-0.5))),
            shown: 0.25,
            declared: -1,
            marker: PhantomData,
        };
        vec![sample(
            "0",
            value,
            json!({
                "reference": "-128", "doubled": "127", "parameter": "0.5", "nested": "-0.5",
                "shown": "0.25", "declared": "-1"
            }),
        )]
    }
}

/// A bound on what a parameter brings along, and a last field without a size of its own.
#[derive(UserProperties)]
pub(crate) struct Projected<I, T: ?Sized>
where
    I: Iterator,
    I::Item: Category,
{
    #[personalize(user_id)]
    id: Box<Id<u8>>,
    latest: Vec<I::Item>,
    count: u32,
    rest: T,
}

pub(crate) type Latest = Projected<std::vec::IntoIter<&'static str>, [String; 2]>;

impl Case for Latest {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("latest", "LATEST categorical or null"),
        ("count", "COUNT long"),
        ("rest", "REST categorical"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let of = |id, latest: &[&'static str]| Self {
            id: Box::new(Id(id)),
            latest: latest.to_vec(),
            count: 2,
            rest: ["x", "\"y\""].map(str::to_owned),
        };
        vec![
            sample(
                "0",
                of(0, &["ü", "v"]),
                json!({
                    "latest": "ü|v", "count": "2", "rest": "x|\"y\""
                }),
            ),
            sample(
                "255",
                of(255, &[]),
                json!({ "count": "2", "rest": "x|\"y\"" }),
            ),
        ]
    }
}

/// Without a size it is put behind a pointer, where it is the same.
#[test]
fn a_struct_without_a_size_has_the_same_properties() {
    let sized: &Projected<std::vec::IntoIter<&str>, [String; 2]> = &Projected {
        id: Box::new(Id(1)),
        latest: vec!["a"],
        count: 1,
        rest: ["x", "y"].map(str::to_owned),
    };
    let text = sized.to_user().unwrap();
    let unsized_: &Projected<std::vec::IntoIter<&str>, [String]> = sized;
    assert_eq!(unsized_.to_user().unwrap(), text);
}
