//! The root of a generated crate: the façade `crate::runtime`, and the client.

use super::doc_lines;
use crate::plan::{EXPORTS, Helper, Package};

/// The width of a line of a list, as rustfmt fills it: one column less than that of other lines.
const WIDTH: usize = 99;

pub(crate) fn crate_root(package: &Package) -> String {
    let endpoints = if package.has_endpoints {
        "generated::ENDPOINTS"
    } else {
        "&[&[]]"
    };
    let settings = if package.authentication.defers_missing_credentials {
        "        let settings = settings.into().defer_missing_credentials();\n"
    } else {
        ""
    };
    let items = include_str!("crate_root/lib.rs")
        .replace("    // {exports}\n", &filled(EXPORTS))
        .replace("{endpoints}", endpoints)
        .replace("        // {settings}\n", settings)
        .replace("{service_error}", &package.service_error)
        .replace("{title}", &package.title)
        .replace("{crate}", &package.name.replace('-', "_"));
    let items = with_part(
        &items,
        "paginate",
        package.helpers.contains(&Helper::Paginator),
    );
    let items = with_part(&items, "wait", package.helpers.contains(&Helper::Waiter));
    format!("{}\n{items}", doc_lines("//!", &package.docs))
}

/// The text with or without the part between the line with this name and the next line with `end`.
fn with_part(text: &str, name: &str, is_present: bool) -> String {
    let start = format!("    // {{{name}}}\n");
    let (before, rest) = text.split_once(&start).unwrap_or((text, ""));
    let (part, after) = rest.split_once("    // {end}\n").unwrap_or((rest, ""));
    let part = if is_present { part } else { "" };
    [before, part, after].concat()
}

/// Names between braces, with as many on a line as fit.
fn filled(names: &[&str]) -> String {
    const INDENT: &str = "    ";
    let mut lines = vec![INDENT.to_owned()];
    for name in names {
        let line = lines.last().map_or(0, String::len);
        if line > INDENT.len() && line + name.len() + " ,".len() > WIDTH {
            lines.push(INDENT.to_owned());
        }
        if let Some(line) = lines.last_mut() {
            if line.len() > INDENT.len() {
                line.push(' ');
            }
            line.extend([name, ","]);
        }
    }
    lines.join("\n") + "\n"
}
