//! Texts that the compiler puts together, for errors that only it can find.

/// A text of which the end is cut off if there is too much of it.
pub(super) struct Message {
    bytes: [u8; 1024],
    length: usize,
}

impl Message {
    /// One text behind the other.
    pub(super) const fn of(texts: &[&str]) -> Self {
        let mut message = Self {
            bytes: [0; 1024],
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
            // Cut in the middle of a character.
            Err(error) => match std::str::from_utf8(text.split_at(error.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }
}

const DIGITS: &[u8; 10] = b"0123456789";

/// A number in decimal digits, as many as it has.
pub(super) struct Number {
    digits: [u8; 20],
    start: usize,
}

impl Number {
    pub(super) const fn of(mut number: usize) -> Self {
        let mut digits = [b'0'; 20];
        let mut start = digits.len();
        while start == digits.len() || number > 0 {
            start -= 1;
            digits[start] = DIGITS[number % 10];
            number /= 10;
        }
        Self { digits, start }
    }

    pub(super) const fn as_str(&self) -> &str {
        let (_, digits) = self.digits.split_at(self.start);
        match std::str::from_utf8(digits) {
            Ok(digits) => digits,
            Err(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_cut_where_there_is_no_more_room() {
        let long = "x".repeat(1200);
        assert_eq!(Message::of(&["`", &long]).as_str().len(), 1024);
        let wide = "é".repeat(600);
        assert_eq!(Message::of(&["`", &wide]).as_str().len(), 1023);
        assert_eq!(Message::of(&["a", "", "b"]).as_str(), "ab");
    }

    #[test]
    fn a_number_is_spelled_in_decimal() {
        for number in [0, 7, 10, 25, 100, usize::MAX] {
            assert_eq!(Number::of(number).as_str(), number.to_string());
        }
    }
}
