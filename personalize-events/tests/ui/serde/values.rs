//! Attributes of serde on categories and newtypes.

use personalize_events::{Category, IdValue, PropertyValue};
use serde::Serialize;

#[derive(Serialize, Category)]
#[serde(rename_all = "kebab-case")]
enum Genre {
    FilmNoir,
    #[serde(rename = "sci-fi")]
    ScienceFiction,
    #[serde(skip)]
    Unknown,
}

#[derive(Serialize, Category)]
#[serde(untagged)]
enum Either {
    One,
}

#[derive(Serialize, Category)]
struct Tag(#[serde(serialize_with = "upper")] String);

#[derive(Serialize, PropertyValue)]
struct Minutes(#[serde(with = "seconds")] u32);

#[derive(Clone, Serialize, IdValue)]
#[serde(into = "String")]
struct Account(u64);

#[derive(Serialize, IdValue)]
struct Device {
    #[serde(skip)]
    number: u64,
}

impl From<Account> for String {
    fn from(account: Account) -> Self {
        format!("account-{}", account.0)
    }
}

fn upper<S: serde::Serializer>(text: &String, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text.to_uppercase())
}

mod seconds {
    pub fn serialize<S: serde::Serializer>(value: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(value * 60)
    }
}

fn main() {}
