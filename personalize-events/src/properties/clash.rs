//! Keys of flattened structs that are for one column, found by the compiler.

/// The keys of a struct, as far as they are known when it is compiled.
#[derive(Debug)]
pub struct Keys {
    /// Those of its fields.
    pub own: &'static [&'static str],
    /// Those of each flattened field.
    pub flattened: &'static [&'static Keys],
}

impl Keys {
    /// Of what writes its properties by hand.
    pub const UNKNOWN: &'static Self = &Self {
        own: &[],
        flattened: &[],
    };
}

/// Stops the compiler where a key of a flattened struct is for the same column as another. The
/// fields of each struct among themselves are checked by the derive, which knows their places.
///
/// `track_caller` throughout: the compiler would tell each step in here, too.
#[track_caller]
pub const fn check_keys(keys: &Keys) {
    let mut index = 0;
    while index < keys.flattened.len() {
        let part = keys.flattened[index];
        compare_all(keys.own, part);
        let mut other = index + 1;
        while other < keys.flattened.len() {
            compare_parts(part, keys.flattened[other]);
            other += 1;
        }
        index += 1;
    }
}

#[track_caller]
const fn compare_parts(one: &Keys, other: &Keys) {
    compare_all(one.own, other);
    let mut index = 0;
    while index < one.flattened.len() {
        compare_parts(one.flattened[index], other);
        index += 1;
    }
}

#[track_caller]
const fn compare_all(own: &[&str], part: &Keys) {
    let mut index = 0;
    while index < own.len() {
        let mut other = 0;
        while other < part.own.len() {
            if same_column(own[index].as_bytes(), part.own[other].as_bytes()) {
                refuse(own[index], part.own[other]);
            }
            other += 1;
        }
        index += 1;
    }
    let mut index = 0;
    while index < part.flattened.len() {
        compare_all(own, part.flattened[index]);
        index += 1;
    }
}

/// Whether nothing but `_` and case tells two keys apart.
const fn same_column(mut one: &[u8], mut other: &[u8]) -> bool {
    loop {
        while let [b'_', rest @ ..] = one {
            one = rest;
        }
        while let [b'_', rest @ ..] = other {
            other = rest;
        }
        match (one, other) {
            ([], []) => return true,
            ([first, rest @ ..], [second, others @ ..]) if first.eq_ignore_ascii_case(second) => {
                one = rest;
                other = others;
            }
            _ => return false,
        }
    }
}

#[track_caller]
const fn refuse(key: &str, other: &str) -> ! {
    let mut message = Message::new();
    message.push("`");
    message.push(key);
    message.push("` and `");
    message.push(other);
    message.push("`, one of them of a flattened field, are for the same column");
    panic!("{}", message.as_str())
}

/// A text that is put together by the compiler.
struct Message {
    bytes: [u8; 256],
    length: usize,
}

impl Message {
    const fn new() -> Self {
        Self {
            bytes: [0; 256],
            length: 0,
        }
    }

    /// Appends what there is room for.
    const fn push(&mut self, text: &str) {
        let mut text = text.as_bytes();
        while let [byte, rest @ ..] = text
            && self.length < self.bytes.len()
        {
            self.bytes[self.length] = *byte;
            self.length += 1;
            text = rest;
        }
    }

    const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.length);
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "two keys, one of them of a flattened field, are for the same column",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_underscores_nor_case_tell_columns_apart() {
        for (one, other, same) in [
            ("zipCode", "ZIP_CODE", true),
            ("_a_", "A", true),
            ("a", "ab", false),
            ("", "_", true),
            ("zipCode", "zipCodes", false),
        ] {
            assert_eq!(same_column(one.as_bytes(), other.as_bytes()), same);
            assert_eq!(same_column(other.as_bytes(), one.as_bytes()), same);
        }
    }

    #[test]
    fn a_message_is_cut_where_there_is_no_more_room() {
        let mut message = Message::new();
        message.push(&"x".repeat(300));
        assert_eq!(message.as_str().len(), 256);
    }
}
