//! Formats messages at compile time, for errors in constants.

/// A string of limited length; excess text is truncated.
pub(super) struct ConstString {
    bytes: [u8; 1024],
    length: usize,
}

impl ConstString {
    /// Concatenates texts.
    pub(super) const fn concat(texts: &[&str]) -> Self {
        let mut string = Self {
            bytes: [0; 1024],
            length: 0,
        };
        let mut index = 0;
        while index < texts.len() {
            string.push(texts[index]);
            index += 1;
        }
        string
    }

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
            // Truncated within a character.
            Err(error) => match std::str::from_utf8(text.split_at(error.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }
}

const DIGITS: &[u8; 10] = b"0123456789";

/// A number in decimal digits.
pub(super) struct ConstNumber {
    digits: [u8; 20],
    start: usize,
}

impl ConstNumber {
    pub(super) const fn new(mut number: usize) -> Self {
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
    fn a_string_is_truncated_at_a_character_boundary() {
        let long = "x".repeat(1200);
        assert_eq!(ConstString::concat(&["`", &long]).as_str().len(), 1024);
        let wide = "é".repeat(600);
        assert_eq!(ConstString::concat(&["`", &wide]).as_str().len(), 1023);
        assert_eq!(ConstString::concat(&["a", "", "b"]).as_str(), "ab");
    }

    #[test]
    fn a_number_is_formatted_in_decimal() {
        for number in [0, 7, 10, 25, 100, usize::MAX] {
            assert_eq!(ConstNumber::new(number).as_str(), number.to_string());
        }
    }
}
