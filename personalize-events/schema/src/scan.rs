//! JSON, one level at a time: `serde_json` reads, the memory address of a raw value is its place.

use std::collections::HashSet;
use std::fmt;

use serde_core::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::place::{Lines, Place};
use crate::remark::Remark;

/// Reads values of one text, and collects what is wrong with it.
pub(crate) struct Scanner<'a> {
    lines: Lines<'a>,
    pub(crate) remarks: Vec<Remark>,
}

/// A value of the text, unread.
pub(crate) type Raw<'a> = &'a RawValue;

/// A key and its value.
pub(crate) struct Entry<'a> {
    pub(crate) place: Place,
    pub(crate) key: String,
    pub(crate) value: Raw<'a>,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            lines: Lines::new(source),
            remarks: Vec::new(),
        }
    }

    /// The whole text, if it is JSON.
    pub(crate) fn document(&mut self, source: &'a str) -> Option<Raw<'a>> {
        match serde_json::from_str(source) {
            Ok(raw) => Some(raw),
            Err(error) => {
                let offset = self.lines.offset_of(&error);
                let reason = reason(source, offset, &error);
                let place = Place(Some(self.lines.at(offset)));
                self.refuse(place, format!("this is not JSON: {reason}"));
                None
            }
        }
    }

    pub(crate) fn refuse(&mut self, place: Place, message: String) {
        self.remarks.push(Remark::new(place, message));
    }

    pub(crate) fn place(&self, raw: Raw<'a>) -> Place {
        Place(Some(self.lines.of(raw.get())))
    }

    /// The place of a character, counted from 0.
    pub(crate) fn place_of_character(&self, source: &str, index: usize) -> Option<Place> {
        let (offset, _) = source.char_indices().nth(index)?;
        Some(Place(Some(self.lines.at(offset))))
    }

    /// The entries of an object; a key that stands there twice is a problem.
    ///
    /// `None` if it is no object, which is then for the caller to say.
    pub(crate) fn object(&mut self, raw: Raw<'a>) -> Option<Vec<Entry<'a>>> {
        if !raw.get().starts_with('{') {
            return None;
        }
        let Entries(entries) = self.read(raw)?;
        let mut read = Vec::with_capacity(entries.len());
        let mut seen = HashSet::new();
        for (key, value) in entries {
            let place = self.place(key);
            let Some(key) = self.read::<String>(key) else {
                continue;
            };
            if seen.insert(key.clone()) {
                read.push(Entry { place, key, value });
            } else {
                let message = format!("the key {key:?} stands here a second time; keep one");
                self.refuse(place, message);
            }
        }
        Some(read)
    }

    /// The items of an array, or `None` if it is none.
    pub(crate) fn array(&mut self, raw: Raw<'a>) -> Option<Vec<Raw<'a>>> {
        raw.get().starts_with('[').then(|| self.read(raw)).flatten()
    }

    /// A string; anything else is a problem.
    pub(crate) fn string(&mut self, raw: Raw<'a>, what: &str) -> Option<String> {
        if raw.get().starts_with('"') {
            return self.read(raw);
        }
        let found = kind_of(raw);
        self.refuse(
            self.place(raw),
            format!("{what} is a string; this is {found}"),
        );
        None
    }

    /// Reads one value; what raw values let through, such as half of a surrogate pair, is a
    /// problem.
    fn read<T: Deserialize<'a>>(&mut self, raw: Raw<'a>) -> Option<T> {
        let value = serde_json::from_str(raw.get()).ok();
        if value.is_none() {
            let message = "this string has half of a surrogate pair; write both halves";
            self.refuse(self.place(raw), message.to_owned());
        }
        value
    }
}

/// What is not JSON about a text.
fn reason(source: &str, offset: usize, error: &serde_json::Error) -> String {
    if source.starts_with('\u{feff}') {
        return "a byte order mark stands in front of it; save it as UTF-8 without one".to_owned();
    }
    if let Some((before, after)) = source.split_at_checked(offset)
        && before.trim_end().ends_with(',')
        && after.starts_with(['}', ']'])
    {
        return "no comma can stand before the end of an object or an array; remove it".to_owned();
    }
    let at = format!(" at line {} column {}", error.line(), error.column());
    let text = error.to_string();
    text.strip_suffix(&at).unwrap_or(&text).to_owned()
}

/// What a value is, in words.
pub(crate) fn kind_of(raw: Raw<'_>) -> &'static str {
    match raw.get().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't') => "true",
        Some(b'f') => "false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// The entries of an object as they stand in the text, duplicates included.
struct Entries<'a>(Vec<(Raw<'a>, Raw<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}
