//! Attributes of serde that do not change what serde writes, or beside which one of ours decides.

use personalize_events::{Category, IdValue, PropertyValue, UserProperties};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize, UserProperties)]
#[serde(default, deny_unknown_fields, rename = "viewer", rename_all = "kebab-case")]
#[personalize(rename_all = "camelCase")]
struct Viewer {
    #[serde(rename = "user-id", alias = "user")]
    #[personalize(user_id)]
    account: AccountId,
    #[serde(skip)]
    #[personalize(skip)]
    password_hash: String,
    #[serde(skip)]
    #[personalize(rename = "score")]
    score: u32,
    #[serde(rename = "y")]
    #[personalize(column = "BIRTH_YEAR")]
    year: u16,
    #[serde(default, alias = "name", skip_serializing_if = "Option::is_none")]
    #[personalize(plain)]
    nickname: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[personalize(categorical, skip_if = "String::is_empty")]
    country: String,
    #[serde(deserialize_with = "any", skip_deserializing, bound = "")]
    age: u8,
    #[serde(rename(deserialize = "watched"))]
    minutes: Minutes,
    #[serde(serialize_with = "write")]
    #[personalize(with = "PropertyValue::write_property", column_type = "int")]
    height: u16,
    genre: Genre,
}

impl Default for Viewer {
    fn default() -> Self {
        Self {
            account: AccountId(1),
            password_hash: "secret".to_owned(),
            score: 3,
            year: 1990,
            nickname: None,
            country: String::new(),
            age: 34,
            minutes: Minutes { value: 45 },
            height: 180,
            genre: Genre::Drama,
        }
    }
}

#[derive(Deserialize, Serialize, IdValue)]
#[serde(transparent)]
struct AccountId(u64);

#[derive(Deserialize, Serialize, PropertyValue)]
#[serde(transparent)]
struct Minutes {
    value: u32,
}

#[derive(Deserialize, Serialize, Category)]
#[serde(rename = "genre")]
enum Genre {
    #[serde(rename = "drama", alias = "Tragedy")]
    #[personalize(rename = "Drama")]
    Drama,
    #[serde(other)]
    Other,
}

fn any<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    u8::deserialize(deserializer)
}

fn write<S: serde::Serializer>(value: &u16, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(*value)
}

fn main() {
    let user = Viewer::default().to_user().unwrap();
    assert_eq!(user.user_id(), "1");
    assert_eq!(
        user.properties().unwrap().as_str(),
        r#"{"score":"3","birthYear":"1990","age":"34","minutes":"45","height":"180","genre":"Drama"}"#
    );
}
