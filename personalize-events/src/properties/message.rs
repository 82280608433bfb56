//! Texts that the compiler puts together, for errors that only it can find.

/// A text of which the end is cut off if there is too much of it.
pub(super) struct Message {
    bytes: [u8; 512],
    length: usize,
}

impl Message {
    /// One text behind the other.
    pub(super) const fn of(texts: &[&str]) -> Self {
        let mut message = Self {
            bytes: [0; 512],
            length: 0,
        };
        let mut index = 0;
        while index < texts.len() {
            message.push(texts[index]);
            index += 1;
        }
        message
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

    pub(super) const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.length);
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "names of columns are ASCII",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_cut_where_there_is_no_more_room() {
        let long = "x".repeat(600);
        assert_eq!(Message::of(&["`", &long]).as_str().len(), 512);
        assert_eq!(Message::of(&["a", "", "b"]).as_str(), "ab");
    }
}
