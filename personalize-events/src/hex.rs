//! Hexadecimal digits, written by table: formatting each byte would cost 4 % of a call.

/// Returns `bytes` in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| b"0123456789abcdef"[usize::from(nibble)];
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]);
    String::from_utf8(digits.collect()).expect("digits are ASCII")
}
