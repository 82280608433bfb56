//! Random changes of a tree.

use fastrand::Rng;

use crate::tree::Tree;

/// Texts that valid models rarely contain: names of Rust, terminators of literals and comments, ids.
const ODD: &[&str] = &[
    "",
    " ",
    "_",
    "_1",
    "__a",
    "1a",
    "a-b",
    "Self",
    "String",
    "Vec",
    "type",
    "self",
    "scope",
    "build",
    "clone",
    "User2",
    "user10",
    "USER",
    "UserBuilder",
    "PutUsersResponse",
    "smithy.api#Unit",
    "smithy.api#String",
    "smithy.api#Integer",
    "smithy.api#Timestamp",
    "smithy.api#Double",
    "smithy.api#Blob",
    "smithy.api#length",
    "smithy.api#required",
    "smithy.api#sensitive",
    "smithy.api#default",
    "com.amazonaws.personalizeevents#User",
    "com.amazonaws.personalizeevents#Self",
    "com.amazonaws.personalizeevents#String",
    "com.amazonaws.personalizeevents#users",
    "com.amazonaws.personalizeevents#PutUsersRequest",
    "com.amazonaws.personalizeevents#UserList",
    "com.amazonaws.personalizeevents#_1",
    "com.example#User",
    "a#B$c",
    "\"quoted\" \\ */ /* // \n\r\n\t #[doc]",
    "\u{0}\u{7f}\u{202e}\u{2066}\u{feff}\u{1f600}",
    "- a\n# b\n```\npanic!()\n```\n    panic!()",
    "<p>a <b>b <a href=\"https://a b)\nc\">d</p></b></a><ul><ol><li>`` ` <code>```</code>",
    "^(a|b)$",
    "^[^\\x00-\\x{10FFFF}]{0,99999999}$",
    "[z-a]",
    "\u{2028}.*\\w{3,1}",
    "\\u{d800}",
    "/a/../b",
    "/{label}",
    "/a?b=c",
    "GET",
    "PUT",
    "server",
    "structure",
    "list",
    "string",
    "union",
    "enum",
    "map",
    "service",
    "operation",
    "resource",
    "apply",
    "document",
];

/// Values of every JSON type, and numbers of every size.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "1.5",
    "1e3",
    "1e999",
    "99999",
    "4294967296",
    "18446744073709551615",
    "99999999999999999999",
    "\"\"",
    "\"\\ud800\"",
    "[]",
    "[[]]",
    "{}",
    "{\"target\": 1}",
    "{\"min\": 5, \"max\": 4}",
];

/// Changes the tree at one path, and returns a description of the change.
pub(crate) fn mutate(root: &mut Tree, rng: &mut Rng) -> String {
    let paths = root.paths();
    let Some(path) = rng.choice(&paths) else {
        return "nothing".to_owned();
    };
    let (index, parent) = path.split_last().map_or((0, &[][..]), |(i, p)| (*i, p));
    let other = rng.choice(&paths).map(|path| root.at(path).clone());
    let what = match rng.u8(0..10) {
        0 => delete(root.at(parent), index),
        1 => duplicate(root.at(parent), index, rng),
        2 => rename(root.at(parent), index, rng),
        3 => {
            *root.at(path) = serde_json::from_str(VALUES[rng.usize(..VALUES.len())])
                .unwrap_or_else(|_| Tree::Leaf(VALUES[rng.usize(..VALUES.len())].to_owned()));
            "another type"
        }
        4 | 5 => {
            *root.at(path) = Tree::string(ODD[rng.usize(..ODD.len())]);
            "an odd string"
        }
        6 => {
            *root.at(path) = other.unwrap_or_else(|| Tree::Leaf("7".to_owned()));
            "another value of the model"
        }
        7 => insert(root.at(path), rng),
        8 => shuffle(root.at(path), rng),
        _ => scalar(root.at(path), rng),
    };
    format!("{what} at {path:?}")
}

fn delete(parent: &mut Tree, index: usize) -> &'static str {
    match parent {
        Tree::Leaf(_) => "nothing",
        Tree::Array(items) => {
            items.remove(index);
            "an item deleted"
        }
        Tree::Object(entries) => {
            entries.remove(index);
            "a key deleted"
        }
    }
}

fn duplicate(parent: &mut Tree, index: usize, rng: &mut Rng) -> &'static str {
    match parent {
        Tree::Leaf(_) => "nothing",
        Tree::Array(items) => {
            let item = items[index].clone();
            items.insert(rng.usize(..=items.len()), item);
            "an item doubled"
        }
        Tree::Object(entries) => {
            let (key, value) = entries[index].clone();
            let key = match rng.u8(0..3) {
                0 => key,
                1 => format!("{key}2"),
                _ => key.to_uppercase(),
            };
            entries.insert(rng.usize(..=entries.len()), (key, value));
            "a key doubled"
        }
    }
}

fn rename(parent: &mut Tree, index: usize, rng: &mut Rng) -> &'static str {
    match parent {
        Tree::Leaf(_) => "nothing",
        Tree::Array(items) => {
            let other = rng.usize(..items.len());
            items.swap(index, other);
            "items swapped"
        }
        Tree::Object(entries) => {
            let other = rng.usize(..entries.len());
            let (namespace, name) = match entries[index].0.split_once('#') {
                Some((namespace, name)) => (format!("{namespace}#"), name.to_owned()),
                None => (String::new(), entries[index].0.clone()),
            };
            entries[index].0 = match rng.u8(0..4) {
                0 => ODD[rng.usize(..ODD.len())].to_owned(),
                1 => format!("{namespace}{}", ODD[rng.usize(..ODD.len())]),
                2 => format!("{namespace}_{}", name.to_lowercase()),
                _ => entries[other].0.clone(),
            };
            "a key renamed"
        }
    }
}

fn insert(tree: &mut Tree, rng: &mut Rng) -> &'static str {
    let value = Tree::Leaf(VALUES[rng.usize(..VALUES.len())].to_owned());
    match tree {
        Tree::Leaf(_) => {
            *tree = Tree::Array(vec![tree.clone()]);
            "an array around it"
        }
        Tree::Array(items) => {
            items.push(value);
            "an item added"
        }
        Tree::Object(entries) => {
            let key = ODD[rng.usize(..ODD.len())].to_owned();
            entries.insert(rng.usize(..=entries.len()), (key, value));
            "a key added"
        }
    }
}

fn shuffle(tree: &mut Tree, rng: &mut Rng) -> &'static str {
    match tree {
        Tree::Leaf(text) => {
            "{}".clone_into(text);
            "an object instead"
        }
        Tree::Array(items) => {
            rng.shuffle(items);
            "items shuffled"
        }
        Tree::Object(entries) => {
            rng.shuffle(entries);
            "keys shuffled"
        }
    }
}

/// Replaces a number or string by a similar one.
fn scalar(tree: &mut Tree, rng: &mut Rng) -> &'static str {
    let Tree::Leaf(text) = tree else {
        return "nothing";
    };
    if let Ok(number) = text.parse::<i64>() {
        let changed = [
            number.wrapping_sub(1),
            number.wrapping_add(1),
            number.wrapping_neg(),
            number.wrapping_mul(1000),
            0,
        ];
        *text = changed[rng.usize(..changed.len())].to_string();
        return "another number";
    }
    let Ok(mut string) = serde_json::from_str::<String>(text) else {
        return "nothing";
    };
    let odd = ODD[rng.usize(..ODD.len())];
    match rng.u8(0..3) {
        0 => string.push_str(odd),
        1 => string.insert_str(0, odd),
        _ => string = string.chars().rev().collect(),
    }
    *tree = Tree::string(&string);
    "a string changed"
}
