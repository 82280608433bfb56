//! Examines texts of a few bytes, eight of them at once: most values are so short that a faster search would take longer to
//! start, and a loop over bytes would end where the processor does not expect it.

/// The low bit of each byte.
pub(crate) const LOW_BITS: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGH_BITS: u64 = u64::from_ne_bytes([0x80; 8]);

/// Whether there is a byte for which `find` sets the high bit. Other bits are ignored, and other bytes after the first one
/// that is found may be set too. `find` is called with all bytes, some of them twice.
#[inline]
pub(crate) fn any_byte(text: &[u8], find: impl Fn(u64) -> u64) -> bool {
    let mut found = 0;
    if let Some(end) = text.last_chunk() {
        found |= find(u64::from_le_bytes(*end));
        let mut rest = text;
        while let Some((chunk, others)) = rest.split_first_chunk() {
            found |= find(u64::from_le_bytes(*chunk));
            rest = others;
        }
    } else if let (Some(start), Some(end)) = (text.first_chunk(), text.last_chunk()) {
        let (start, end) = (u32::from_le_bytes(*start), u32::from_le_bytes(*end));
        found |= find(u64::from(start) | u64::from(end) << u32::BITS);
    } else if let (Some(first), Some(last)) = (text.first(), text.last()) {
        let middle = text[text.len() / 2];
        let bytes = [first, &middle, last].map(|byte| u64::from(*byte));
        let others = (LOW_BITS * bytes[0]) << 24;
        found |= find(bytes[0] | bytes[1] << 8 | bytes[2] << 16 | others);
    }
    found & HIGH_BITS != 0
}

/// Sets the high bit of each byte that is equal to another one ("Bit Twiddling Hacks", Anderson).
#[inline]
pub(crate) fn equal_bytes(bytes: u64, byte: u8) -> u64 {
    let difference = bytes ^ (LOW_BITS * u64::from(byte));
    difference.wrapping_sub(LOW_BITS) & !difference
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_at_each_place_of_texts_of_each_length() {
        for length in 0..40 {
            for other in [b'|' - 1, b'|' + 1, 0, 0x7f, 0x80, 0xff] {
                let mut text = vec![other; length];
                let has_separator = |text: &[u8]| any_byte(text, |bytes| equal_bytes(bytes, b'|'));
                assert!(!has_separator(&text), "{text:?}");
                for place in 0..length {
                    text[place] = b'|';
                    assert!(has_separator(&text), "{text:?}");
                    text[place] = other;
                }
            }
        }
    }
}
