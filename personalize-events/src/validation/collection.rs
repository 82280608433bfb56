//! Validates lists, maps and boxes.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::check::check_length;
use super::constraint::Constraint;
use super::context::ValidationContext;
use super::kind::ViolationKind;
use super::validate::Validate;
use crate::body::write_json;

impl<V: Validate> Validate for Box<V> {
    type Valid = Box<V::Valid>;

    fn validate(
        self,
        constraints: &'static [Constraint],
        context: &mut ValidationContext<'_>,
    ) -> Option<Self::Valid> {
        (*self).validate(constraints, context).map(Box::new)
    }
}

impl<V: Validate> Validate for Vec<V> {
    type Valid = Vec<V::Valid>;

    fn validate(
        self,
        constraints: &'static [Constraint],
        context: &mut ValidationContext<'_>,
    ) -> Option<Self::Valid> {
        let nested = Nested::of(constraints);
        let mut seen = Seen::default();
        let mut valid = Vec::with_capacity(self.len());
        let is_valid = context.is_valid(|context| {
            check_length(self.len(), constraints, "element", context);
            for (index, value) in self.into_iter().enumerate() {
                let value = value.validate(nested.elements, &mut context.element(index));
                let Some(value) = value else { continue };
                if nested.has_unique_items
                    && let Some(first) = seen.insert(index, &value)
                {
                    let second = index;
                    context.add(ViolationKind::UniqueItems { first, second });
                }
                valid.push(value);
            }
        });
        is_valid.then_some(valid)
    }
}

/// The path of an entry has its index in the order of the keys, because keys are user data.
impl<K, V> Validate for BTreeMap<K, V>
where
    K: Validate<Valid = K> + Ord + Serialize,
    V: Validate,
{
    type Valid = BTreeMap<K, V::Valid>;

    fn validate(
        self,
        constraints: &'static [Constraint],
        context: &mut ValidationContext<'_>,
    ) -> Option<Self::Valid> {
        let nested = Nested::of(constraints);
        let mut valid = BTreeMap::new();
        let is_valid = context.is_valid(|context| {
            check_length(self.len(), constraints, "entry", context);
            for (index, (key, value)) in self.into_iter().enumerate() {
                let mut entry = context.element(index);
                let key = key.validate(nested.keys, &mut entry.member("key"));
                let value = value.validate(nested.values, &mut entry.member("value"));
                valid.extend(key.zip(value));
            }
        });
        is_valid.then_some(valid)
    }
}

/// The constraints of the parts of a collection.
#[derive(Default)]
struct Nested {
    has_unique_items: bool,
    elements: &'static [Constraint],
    keys: &'static [Constraint],
    values: &'static [Constraint],
}

impl Nested {
    fn of(constraints: &'static [Constraint]) -> Self {
        let mut nested = Self::default();
        for constraint in constraints {
            match constraint {
                Constraint::UniqueItems => nested.has_unique_items = true,
                Constraint::Each(constraints) => nested.elements = constraints,
                Constraint::Keys(constraints) => nested.keys = constraints,
                Constraint::Values(constraints) => nested.values = constraints,
                Constraint::Length { .. }
                | Constraint::Range { .. }
                | Constraint::Pattern(_)
                | Constraint::Json
                | Constraint::Properties(_)
                | Constraint::NotNullText
                | Constraint::InSeconds => {}
            }
        }
        nested
    }
}

/// The JSON of the elements of a list, with their indices.
#[derive(Default)]
struct Seen(HashMap<Vec<u8>, usize>);

impl Seen {
    /// Adds an element, and returns the index of an equal one. An element that cannot be serialized equals no other.
    fn insert(&mut self, index: usize, element: &impl Serialize) -> Option<usize> {
        let mut json = Vec::new();
        write_json(&mut json, element).ok()?;
        match self.0.entry(json) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(entry) => {
                entry.insert(index);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
