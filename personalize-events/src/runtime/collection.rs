//! How values that hold others are checked: lists, maps, boxes, and elements that may be absent.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::body::write_json;
use super::check::check_length;
use super::{Constraint, Scope, Validate};
use crate::validation_error::ViolationKind;

impl<V: Validate> Validate for Box<V> {
    type Valid = Box<V::Valid>;

    fn validate(
        self,
        constraints: &'static [Constraint],
        scope: &mut Scope<'_>,
    ) -> Option<Self::Valid> {
        (*self).validate(constraints, scope).map(Box::new)
    }
}

/// An element of a list or a value of a map that may be null.
impl<V: Validate> Validate for Option<V> {
    type Valid = Option<V::Valid>;

    fn validate(
        self,
        constraints: &'static [Constraint],
        scope: &mut Scope<'_>,
    ) -> Option<Self::Valid> {
        match self {
            Some(value) => value.validate(constraints, scope).map(Some),
            None => Some(None),
        }
    }
}

impl<V: Validate> Validate for Vec<V> {
    type Valid = Vec<V::Valid>;

    fn validate(
        self,
        constraints: &'static [Constraint],
        scope: &mut Scope<'_>,
    ) -> Option<Self::Valid> {
        let before = scope.count();
        check_length(self.len(), constraints, "element", scope);
        let each = rows(constraints, |constraint| {
            if let Constraint::Each(rows) = constraint {
                Some(rows)
            } else {
                None
            }
        });
        let unique = constraints
            .iter()
            .any(|constraint| matches!(constraint, Constraint::UniqueItems));
        let mut seen = Seen::default();
        let mut valid = Vec::with_capacity(self.len());
        for (index, value) in self.into_iter().enumerate() {
            let Some(value) = value.validate(each, &mut scope.element(index)) else {
                continue;
            };
            if unique && let Some(first) = seen.before(index, &value) {
                let second = index;
                scope.violated::<()>(ViolationKind::UniqueItems { first, second });
            }
            valid.push(value);
        }
        (scope.count() == before).then_some(valid)
    }
}

/// A map; its entries are told by their index in the order of keys, for keys are user data.
impl<K, V> Validate for BTreeMap<K, V>
where
    K: Validate<Valid = K> + Ord + Serialize,
    V: Validate,
{
    type Valid = BTreeMap<K, V::Valid>;

    fn validate(
        self,
        constraints: &'static [Constraint],
        scope: &mut Scope<'_>,
    ) -> Option<Self::Valid> {
        let before = scope.count();
        check_length(self.len(), constraints, "entry", scope);
        let keys = rows(constraints, |constraint| {
            if let Constraint::Keys(rows) = constraint {
                Some(rows)
            } else {
                None
            }
        });
        let values = rows(constraints, |constraint| {
            if let Constraint::Values(rows) = constraint {
                Some(rows)
            } else {
                None
            }
        });
        let mut valid = BTreeMap::new();
        for (index, (key, value)) in self.into_iter().enumerate() {
            let mut entry = scope.element(index);
            let key = key.validate(keys, &mut entry.member("key"));
            let value = value.validate(values, &mut entry.member("value"));
            if let (Some(key), Some(value)) = (key, value) {
                valid.insert(key, value);
            }
        }
        (scope.count() == before).then_some(valid)
    }
}

/// The rows of the table within a table that `pick` picks.
fn rows(
    constraints: &'static [Constraint],
    pick: fn(&'static Constraint) -> Option<&'static [Constraint]>,
) -> &'static [Constraint] {
    constraints.iter().find_map(pick).unwrap_or_default()
}

/// The elements of a list that have been met, as they are sent.
#[derive(Default)]
struct Seen(HashMap<Vec<u8>, usize>);

impl Seen {
    /// Where an equal element has been met. What cannot be written is equal to nothing.
    fn before(&mut self, index: usize, element: &impl Serialize) -> Option<usize> {
        let mut written = Vec::new();
        write_json(&mut written, element).ok()?;
        match self.0.entry(written) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(place) => {
                place.insert(index);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
