//! Compression of bodies, for the trait `requestCompression`.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::RequestWriter;

const CONTENT_ENCODING: &str = "content-encoding";
const GZIP: &str = "gzip";

impl RequestWriter {
    /// Compresses the body, if it has the minimum size of the settings and is in memory: the length of a compressed source
    /// is not known before it is sent. Call it after the body is written.
    pub fn gzip(&mut self) {
        let is_large = self.gzip_from.is_some_and(|size| self.body.len() >= size);
        if !is_large || self.body.is_empty() {
            return;
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        let written = encoder.write_all(&self.body);
        match written.and_then(|()| encoder.finish()) {
            Ok(compressed) => self.body = compressed,
            Err(error) => return self.note(format!("the body cannot be compressed: {error}")),
        }
        let mut headers = self.headers.iter_mut();
        match headers.find(|(name, _)| name == CONTENT_ENCODING) {
            Some((_, encodings)) => *encodings = format!("{encodings}, {GZIP}").into(),
            None => self.headers.push((CONTENT_ENCODING.into(), GZIP.into())),
        }
    }
}
