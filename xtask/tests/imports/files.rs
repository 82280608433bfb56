//! Which file of a crate imports what from which other, and the cycles among them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use crate::modules::Module;

/// How many imports may lead to each other before a name is taken to be of another crate.
const MAX_DEPTH: usize = 32;

/// The names that one file imports from another.
pub(crate) type Edges = BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>;

/// What each file imports. An item counts for the file that defines it, wherever it is re-exported.
pub(crate) fn edges(modules: &[Module]) -> Edges {
    let mut edges = Edges::new();
    for (index, module) in modules.iter().enumerate() {
        let mut add = |target: Option<usize>, path: &[String]| {
            let Some(target) = target.map(|target| &modules[target].file) else {
                return;
            };
            if *target != module.file {
                let files = edges.entry(module.file.clone()).or_default();
                let names = files.entry(target.clone()).or_default();
                names.extend(path.last().cloned());
            }
        };
        for import in &module.imports {
            let target = definition(modules, index, &import.path, 0);
            let is_below = target.is_some_and(|target| is_below(modules, target, index));
            if !(import.is_public && is_below) {
                add(target, &import.path);
            }
        }
        for path in &module.paths {
            // `child::function` in the module that has the child: `mod child` declares as much.
            if path.len() > 1 && module.children.contains_key(&path[0]) {
                continue;
            }
            add(definition(modules, index, path, 0), path);
        }
    }
    edges
}

fn is_below(modules: &[Module], module: usize, ancestor: usize) -> bool {
    let parent = modules[module].parent;
    parent.is_some_and(|parent| parent == ancestor || is_below(modules, parent, ancestor))
}

/// The module that defines the item of a path; `None` for a module itself and for items of other crates.
fn definition(modules: &[Module], start: usize, path: &[String], depth: usize) -> Option<usize> {
    match find(modules, start, path, depth)? {
        Found::Item(module) => Some(module),
        Found::Module(_) => None,
    }
}

enum Found {
    Module(usize),
    /// The module that defines it.
    Item(usize),
}

fn find(modules: &[Module], start: usize, path: &[String], depth: usize) -> Option<Found> {
    if depth == MAX_DEPTH {
        return None;
    }
    let mut found = Found::Module(start);
    for segment in path {
        let Found::Module(module) = found else {
            // A variant, or a function of a type.
            break;
        };
        found = match segment.as_str() {
            "crate" => Found::Module(0),
            "self" => Found::Module(module),
            "super" => Found::Module(modules[module].parent?),
            name => lookup(modules, module, name, path, depth + 1)?,
        };
    }
    Some(found)
}

/// A name in a module; `path` is the one that is being looked up.
fn lookup(
    modules: &[Module],
    index: usize,
    name: &str,
    path: &[String],
    depth: usize,
) -> Option<Found> {
    let module = &modules[index];
    if let Some(child) = module.children.get(name) {
        return Some(Found::Module(*child));
    }
    if module.items.contains(name) {
        return Some(Found::Item(index));
    }
    let mut imports = module.imports.iter();
    if let Some(import) = imports.find(|import| import.name == name && import.path != path) {
        return find(modules, index, &import.path, depth);
    }
    module.globs.iter().find_map(|glob| {
        let Found::Module(target) = find(modules, index, glob, depth)? else {
            return None;
        };
        (target != index)
            .then(|| lookup(modules, target, name, path, depth + 1))
            .flatten()
    })
}

/// The shortest cycle through each file that is in one; each cycle once.
pub(crate) fn cycles(edges: &Edges) -> BTreeSet<Vec<PathBuf>> {
    let shortest = edges.keys().filter_map(|file| cycle(edges, file));
    shortest
        .map(|mut cycle| {
            let first = cycle
                .iter()
                .enumerate()
                .min_by_key(|(_, file)| file.as_os_str());
            let first = first.map_or(0, |(index, _)| index);
            cycle.rotate_left(first);
            cycle
        })
        .collect()
}

fn cycle(edges: &Edges, start: &Path) -> Option<Vec<PathBuf>> {
    let mut from: BTreeMap<&Path, &Path> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for target in edges.get(file).into_iter().flatten().map(|(file, _)| file) {
            if target == start {
                let mut cycle = vec![file.to_owned()];
                let mut file = file;
                while file != start {
                    file = from[file];
                    cycle.push(file.to_owned());
                }
                cycle.reverse();
                return Some(cycle);
            }
            if !from.contains_key(target.as_path()) {
                from.insert(target, file);
                queue.push_back(target);
            }
        }
    }
    None
}

/// `a.rs → b.rs (B) → a.rs (A)`
pub(crate) fn show(edges: &Edges, cycle: &[PathBuf]) -> String {
    let next = cycle.iter().cycle().skip(1);
    let steps = cycle.iter().zip(next).map(|(file, next)| {
        let names: Vec<&str> = edges[file][next].iter().map(String::as_str).collect();
        format!(" → {} ({})", next.display(), names.join(", "))
    });
    let steps: String = steps.collect();
    cycle[0].display().to_string() + &steps
}
