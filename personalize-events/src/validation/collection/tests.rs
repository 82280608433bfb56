//! Constraints of lists and maps, and the paths of violations in them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::types::Timestamp;
use crate::validation::{
    Build, BuildInput, Buildable, Constraint, HasBuilder, Validate, ValidationContext,
    ValidationError, build,
};

/// Validates a value as the member `value`.
struct Checked<V>(V, &'static [Constraint]);

impl<V: Validate> Build for Checked<V> {
    type Output = V::Valid;

    fn build_in(self, context: &mut ValidationContext<'_>) -> Option<V::Valid> {
        context.required("value", Some(self.0), self.1)
    }
}

fn wrong<V: Validate>(value: V, constraints: &'static [Constraint]) -> String {
    let built = build(Checked(value, constraints));
    built
        .err()
        .map_or_else(String::new, |error| error.to_string())
}

fn map<const N: usize>(entries: [(&str, &str); N]) -> BTreeMap<String, String> {
    let entries = entries.map(|(key, value)| (key.to_owned(), value.to_owned()));
    entries.into()
}

#[test]
fn a_map_counts_its_entries_and_reports_keys_and_values_by_index() {
    const ROWS: &[Constraint] = &[
        Constraint::length(1, 2),
        Constraint::Keys(&[Constraint::length(1, 2)]),
        Constraint::Values(&[Constraint::min_length(1)]),
    ];
    assert_eq!(wrong(map([("a", "b"), ("c", "d")]), ROWS), "");
    assert_eq!(
        wrong(map([]), ROWS),
        "value has 0 entries, but at least 1 is required"
    );
    assert_eq!(
        wrong(map([("a", ""), ("b", "x"), ("key", "y")]), ROWS),
        "value has 3 entries, but at most 2 are allowed; value[0].value has 0 characters, but at least 1 is required; value[2].key has 3 characters, but at most 2 are allowed"
    );
}

#[test]
fn equal_elements_are_reported_with_their_indices() {
    const ROWS: &[Constraint] = &[Constraint::UniqueItems];
    let texts = |texts: &[&str]| {
        wrong(
            texts.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ROWS,
        )
    };
    assert_eq!(texts(&["a", "b", "A", ""]), "");
    assert_eq!(
        texts(&["secret", "b", "secret", "b"]),
        "value has equal elements 0 and 2, but elements must be unique; value has equal elements 1 and 3, but elements must be unique"
    );
    assert_eq!(wrong(vec![vec![1, 2], vec![2, 1], vec![]], ROWS), "");
    assert_eq!(
        wrong(
            vec![Timestamp::from_secs(1), Timestamp::from_millis(1000)],
            ROWS
        ),
        "value has equal elements 0 and 1, but elements must be unique"
    );
    assert_eq!(wrong(vec![1, 1], &[]), "");
}

#[test]
fn an_element_that_may_be_absent_is_checked_where_it_is_there() {
    const ROWS: &[Constraint] = &[Constraint::Each(&[Constraint::min_length(2)])];
    let list = vec![None, Some("ab".to_owned()), Some("c".to_owned())];
    assert_eq!(
        wrong(list, ROWS),
        "value[2] has 1 character, but at least 2 are required"
    );
}

#[test]
fn a_demanded_member_must_be_set() {
    struct Demanding(Option<String>);

    impl Build for Demanding {
        type Output = Option<String>;

        fn build_in(self, context: &mut ValidationContext<'_>) -> Option<Option<String>> {
            context.demanded("name", self.0, &[])
        }
    }

    assert_eq!(build(Demanding(Some("n".into()))), Ok(Some("n".into())));
    assert_eq!(
        build(Demanding(None)).unwrap_err().to_string(),
        "name is required but missing"
    );
}

/// A recursive structure, as the generator writes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Tree {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<Box<Tree>>,
}

#[derive(Clone, Default)]
struct TreeBuilder {
    name: Option<String>,
    left: Option<Box<BuildInput<Tree>>>,
}

impl TreeBuilder {
    fn name(mut self, value: impl Into<String>) -> Self {
        self.name = Some(value.into());
        self
    }

    fn left(mut self, value: impl Buildable<Tree>) -> Self {
        self.left = Some(Box::new(value.into_build_input()));
        self
    }
}

impl Build for TreeBuilder {
    type Output = Tree;

    fn build_in(self, context: &mut ValidationContext<'_>) -> Option<Tree> {
        let name = context.required("name", self.name, &[]);
        let left = context.optional("left", self.left, &[]);
        Some(Tree {
            name: name?,
            left: left?,
        })
    }
}

impl HasBuilder for Tree {
    type Builder = TreeBuilder;
}

impl Validate for Tree {
    type Valid = Self;

    fn validate(self, _: &'static [Constraint], _: &mut ValidationContext<'_>) -> Option<Self> {
        Some(self)
    }
}

impl Buildable<Tree> for TreeBuilder {
    fn into_build_input(self) -> BuildInput<Tree> {
        BuildInput::Builder(self)
    }
}

#[test]
fn a_structure_may_be_recursive() {
    let leaf = TreeBuilder::default().name("leaf");
    let tree = TreeBuilder::default().name("root").left(leaf.clone());
    let tree: Result<Tree, ValidationError> = build(tree);
    assert_eq!(
        serde_json::to_string(&tree.unwrap()).unwrap(),
        r#"{"name":"root","left":{"name":"leaf"}}"#
    );
    let nameless = TreeBuilder::default().left(leaf.left(TreeBuilder::default()));
    let found = build(nameless).unwrap_err().to_string();
    assert_eq!(
        found,
        "name is required but missing; left.left.name is required but missing"
    );
}
