//! Names of models become names of Rust.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use personalize_events_ast::ShapeId;
use syn::visit::{self, Visit};
use syn::{Item, TypeParam, UseTree};

use super::convert::{
    camel, constant, field, file, is_reserved, method, module, plural, type_name, variant,
};
use super::reserved::{CLIENT_EXPORTS, RESERVED_IN_ERRORS, RESERVED_MEMBERS, RESERVED_METHODS};
use crate::emit::crate_root;
use crate::plan::{Helper, Package, PackageAuthentication};

fn id(name: &str) -> ShapeId {
    ShapeId::parse(&format!("a#{name}")).unwrap()
}

#[test]
fn types_are_camel_case_and_never_reserved() {
    for (name, expected) in [
        ("PutUsersRequest", "PutUsersRequest"),
        ("HTTPThing_v2", "HttpThingV2"),
        ("userId", "UserId"),
        ("String", "StringShape"),
        ("self", "SelfShape"),
        ("JSONString", "JsonStringShape"),
        ("_1", "Shape1"),
        ("StringShape", "StringShapeShape"),
        ("FilmShape", "FilmShape"),
        ("FilmBuilder", "FilmBuilderShape"),
        ("Iterator", "IteratorShape"),
        ("ServiceError", "ServiceErrorShape"),
        // Its builder would be `ConfigBuilder`.
        ("Config", "ConfigShape"),
        ("__a", "A"),
        ("UserIDs", "UserIds"),
    ] {
        assert_eq!(type_name(&id(name)), expected);
    }
}

#[test]
fn members_are_snake_case_and_never_keywords_or_reserved() {
    for (name, expected) in [
        ("userId", "user_id"),
        ("eventARN", "event_arn"),
        ("userIDs", "user_ids"),
        ("ARNsOfUsers", "arns_of_users"),
        ("URLset", "ur_lset"),
        ("top10Weeks", "top10_weeks"),
        ("type", "r#type"),
        ("self", "self_"),
        ("Self", "self_"),
        ("crate", "crate_"),
        ("build", "build_"),
        ("clone", "clone_"),
        ("new", "new_"),
        ("len", "len_"),
        ("union", "union"),
        ("_1", "n1"),
    ] {
        let is_reserved = |name: &str| RESERVED_MEMBERS.contains(&name);
        assert_eq!(field(name, is_reserved), expected);
    }
}

#[test]
fn operations_never_hide_methods_of_the_client() {
    for (name, expected) in [
        ("PutUsers", "put_users"),
        ("New", "new_"),
        ("Send", "send_"),
        ("Clone", "clone_"),
        ("Match", "r#match"),
        ("Super", "super_"),
    ] {
        assert_eq!(method(&camel(&id(name))), expected);
    }
}

#[test]
fn files_are_named_after_types_and_valid_on_all_systems() {
    for (name, expected) in [
        ("PutUsers", "put_users"),
        ("Type", "type"),
        ("Con", "con_shape"),
        ("Patterns", "patterns_shape"),
        ("Mod", "mod_shape"),
        ("Super", "super_shape"),
        ("Std", "std_shape"),
        ("Com1", "com1_shape"),
        ("Comb", "comb"),
        // The name of the folder, which is a module too.
        ("Generated", "generated_shape"),
    ] {
        assert_eq!(file(name), expected);
    }
    assert_eq!(module("type"), "r#type");
    assert_eq!(constant("User$idOf2"), "USER_ID_OF2");
}

#[test]
fn reserved_variants_get_a_suffix_and_stay_distinct() {
    for (name, expected) in [
        ("ACTION", "Action"),
        ("Unknown", "UnknownValue"),
        ("UnknownValue", "UnknownValueValue"),
        ("self", "SelfValue"),
        ("Value", "Value"),
        ("", "Value"),
        ("4k", "Value4k"),
        ("a-b c", "ABC"),
    ] {
        assert_eq!(variant(name), expected, "{name}");
    }
}

#[test]
fn plurals_follow_the_rules_of_english() {
    for (word, expected) in [
        ("user", "users"),
        ("category", "categories"),
        ("display", "displays"),
        ("box", "boxes"),
        ("match", "matches"),
    ] {
        assert_eq!(plural(word), expected);
    }
}

/// The types that the items of a file import by name, and those that they define.
fn names_of(items: &[Item]) -> BTreeSet<String> {
    fn leaves(tree: &UseTree, names: &mut BTreeSet<String>) {
        match tree {
            UseTree::Path(path) => leaves(&path.tree, names),
            UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
            UseTree::Rename(rename) => drop(names.insert(rename.rename.to_string())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
            UseTree::Glob(_) => {}
        }
    }
    let mut names = BTreeSet::new();
    for item in items {
        if let Item::Use(item) = item {
            leaves(&item.tree, &mut names);
        }
        if let Item::Struct(syn::ItemStruct { ident, .. })
        | Item::Enum(syn::ItemEnum { ident, .. })
        | Item::Trait(syn::ItemTrait { ident, .. }) = item
        {
            names.insert(ident.to_string());
        }
    }
    names.retain(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
    names
}

fn parsed(path: &Path) -> syn::File {
    let text = fs::read_to_string(path).expect("a file of this repository");
    syn::parse_file(&text).expect("Rust")
}

#[test]
fn what_the_root_of_a_generated_crate_names_is_reserved() {
    let package = Package {
        name: "films".to_owned(),
        runtime: String::new(),
        title: "Films".to_owned(),
        plain_title: "Films".to_owned(),
        example: String::new(),
        authentication: PackageAuthentication {
            docs: String::new(),
            defers_missing_credentials: true,
            needs_sigv4a: true,
        },
        is_of_aws: false,
        docs: Vec::new(),
        service_error: "ServiceError".to_owned(),
        has_endpoints: true,
        helpers: vec![Helper::Paginator, Helper::Waiter],
    };
    let root = syn::parse_file(&crate_root(&package)).unwrap();
    let names = names_of(&root.items);
    assert!(names.contains("StreamError") && names.contains("Client") && names.contains("Arc"));
    for name in names {
        assert!(is_reserved(&name), "{name}");
        assert_eq!(type_name(&id(&name)), format!("{name}Shape"));
    }
}

#[test]
fn what_the_root_of_the_client_exports_is_reserved() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../personalize-events/src/lib.rs");
    let expected: BTreeSet<&str> = CLIENT_EXPORTS.iter().copied().collect();
    // Derives are in the namespace of macros.
    let is_of_derives = |item: &Item| {
        matches!(item, Item::Use(syn::ItemUse { tree: UseTree::Path(path), .. })
            if path.ident == "personalize_events_derive")
    };
    let mut items = parsed(&root).items;
    items.retain(|item| !is_of_derives(item));
    let found = names_of(&items);
    assert_eq!(
        found.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        expected
    );
}

/// The first names of all paths, and the type parameters.
#[derive(Default)]
struct Used {
    names: BTreeSet<String>,
    parameters: BTreeSet<String>,
}

impl<'a> Visit<'a> for Used {
    fn visit_path(&mut self, path: &'a syn::Path) {
        let first = path.segments.first().map(|first| first.ident.to_string());
        self.names.extend(first);
        visit::visit_path(self, path);
    }

    fn visit_type_param(&mut self, parameter: &'a TypeParam) {
        self.parameters.insert(parameter.ident.to_string());
        visit::visit_type_param(self, parameter);
    }
}

#[test]
fn every_name_that_generated_code_uses_and_does_not_define_is_reserved() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut checked = BTreeSet::new();
    for case in fs::read_dir(golden).unwrap() {
        let mut defined = BTreeSet::new();
        let mut used = BTreeSet::new();
        for file in fs::read_dir(case.unwrap().path().join("generated")).unwrap() {
            let items = parsed(&file.unwrap().path()).items;
            let mut found = Used::default();
            for item in &items {
                found.visit_item(item);
            }
            used.extend(found.names.difference(&found.parameters).cloned());
            let own = items.iter().filter(|item| !matches!(item, Item::Use(_)));
            defined.extend(names_of(&own.cloned().collect::<Vec<_>>()));
            used.extend(names_of(&items));
        }
        let is_type = |name: &&String| name.chars().any(|c| c.is_ascii_lowercase());
        let is_camel = |name: &&String| name.starts_with(|c: char| c.is_ascii_uppercase());
        let foreign = used.difference(&defined).filter(is_type).filter(is_camel);
        for name in foreign {
            assert!(is_reserved(name), "{name}");
            checked.insert(name.clone());
        }
    }
    assert!(checked.len() > 40, "{checked:?}");
}

/// The public methods of types.
fn methods_of(items: &[Item], types: &[&str]) -> BTreeSet<String> {
    let mut methods = BTreeSet::new();
    for item in items {
        let Item::Impl(item) = item else { continue };
        let syn::Type::Path(ty) = &*item.self_ty else {
            continue;
        };
        let is_one = types.iter().any(|name| ty.path.is_ident(name));
        for item in item
            .items
            .iter()
            .filter(|_| is_one && item.trait_.is_none())
        {
            if let syn::ImplItem::Fn(item) = item
                && matches!(item.vis, syn::Visibility::Public(_))
            {
                methods.insert(item.sig.ident.to_string());
            }
        }
    }
    methods
}

#[test]
fn the_methods_of_clients_are_reserved() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../personalize-events/src");
    let clients = [
        root.join("client.rs"),
        root.join("blocking.rs"),
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src/emit/crate_root/lib.rs"),
    ];
    for path in clients {
        let text = fs::read_to_string(&path).unwrap();
        let text = text.replace("{service_error}", "ServiceError");
        let items = syn::parse_file(&text).expect("Rust").items;
        let methods = methods_of(&items, &["Client"]);
        assert!(methods.contains("new"), "{methods:?}");
        for name in methods {
            assert!(RESERVED_METHODS.contains(&name.as_str()), "{name}");
        }
    }
}

#[test]
fn the_methods_of_builders_and_errors_are_reserved() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/");
    let hollow = parsed(&golden.join("structures/generated/hollow.rs"));
    let methods = methods_of(&hollow.items, &["Hollow", "HollowBuilder"]);
    assert_eq!(methods, ["build", "builder"].map(str::to_owned).into());
    for name in methods {
        assert!(RESERVED_MEMBERS.contains(&name.as_str()), "{name}");
    }
    let error = parsed(&golden.join("clashes/generated/bad.rs"));
    for name in methods_of(&error.items, &["Bad"]) {
        assert!(RESERVED_IN_ERRORS.contains(&name.as_str()), "{name}");
    }
}
