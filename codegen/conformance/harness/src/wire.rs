//! A request on the wire.

/// A request on the wire.
#[derive(Debug)]
pub struct WireRequest {
    pub(crate) method: String,
    /// The path and the query.
    pub(crate) target: String,
    /// The headers; names are in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl WireRequest {
    /// The values of a header.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        let name = name.to_ascii_lowercase();
        let headers = self.headers.iter().filter(|(found, _)| *found == name);
        headers.map(|(_, value)| value.as_str()).collect()
    }
}
