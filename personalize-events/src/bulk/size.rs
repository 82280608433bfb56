//! The size of records in the body of a request.

use serde::Serialize;

use crate::body::write_json;

/// The number of bytes of a value in a body.
pub(super) fn json_bytes<T: Serialize>(value: &T) -> usize {
    struct Count(usize);

    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let mut count = Count(0);
    // A record of strings serializes without an error.
    let _ = write_json(&mut count, value);
    count.0
}
