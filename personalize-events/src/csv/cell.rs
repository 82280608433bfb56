//! Encodes a cell.

use crate::short_text::{LOW_BITS, any_byte, equal_bytes};

/// Appends a cell, quoted if required. Returns `false` if it is not textual and has a line break.
#[inline]
pub(super) fn write_cell(text: &str, is_textual: bool, line: &mut Vec<u8>) -> bool {
    if !is_textual && is_plain(text.as_bytes()) {
        line.extend_from_slice(text.as_bytes());
        return true;
    }
    write_other_cell(text, is_textual, line)
}

/// The same for a text that may need quotation marks.
#[inline(never)]
fn write_other_cell(text: &str, is_textual: bool, line: &mut Vec<u8>) -> bool {
    let has_line_break = text.bytes().any(|byte| matches!(byte, b'\n' | b'\r'));
    let is_special = |byte| matches!(byte, b',' | b'"' | b'\\');
    if !is_textual && !text.is_empty() && text.trim() == text && !text.bytes().any(is_special) {
        line.extend_from_slice(text.as_bytes());
        return !has_line_break;
    }
    line.push(b'"');
    let mut previous = 0;
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => line.extend_from_slice(&[b'\\', byte]),
            // `\r\n` is a single line break.
            b'\n' if previous == b'\r' => {}
            b'\r' | b'\n' => line.push(b' '),
            _ => line.push(byte),
        }
        previous = byte;
    }
    line.push(b'"');
    is_textual || !has_line_break
}

/// Whether a text surely needs no quotation marks and has no line break.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    let is_graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    is_graphic(text.first()) && is_graphic(text.last()) && !any_byte(text, special_bytes)
}

/// The line breaks, `"` and `,` are smaller, and so are some bytes that need no quotation marks.
const LEAST_PLAIN: u64 = b',' as u64 + 1;

#[inline]
fn special_bytes(bytes: u64) -> u64 {
    let smaller = bytes.wrapping_sub(LOW_BITS * LEAST_PLAIN) & !bytes;
    smaller | equal_bytes(bytes, b'\\')
}
