//! The root of a generated crate: the façade `crate::runtime`, and the client.

use super::doc_lines;
use crate::plan::Package;

pub(crate) fn crate_root(package: &Package) -> String {
    let items = include_str!("crate_root/lib.rs").replace("{title}", &package.title);
    format!("{}\n{items}", doc_lines("//!", &package.docs))
}
