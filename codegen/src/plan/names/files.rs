//! Files, which are no part of the API: the name of one depends on those that were named before.

use std::collections::HashSet;

use super::convert::file;

/// The names of files in use.
#[derive(Debug, Default)]
pub(crate) struct Files(HashSet<String>);

impl Files {
    /// The name of a file with this type, without the extension.
    pub(crate) fn claim(&mut self, type_name: &str) -> String {
        let mut name = file(type_name);
        while !self.0.insert(name.clone()) {
            name.push_str("_shape");
        }
        name
    }
}
