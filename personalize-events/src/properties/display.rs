//! Values that are sent as their `Display` text: `#[personalize(display)]`.

use std::fmt::{Display, Write as _};

use super::value_writer::ValueWriter;

/// A type with [`Display`]; the trait has a message for fields without it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be displayed",
    label = "no `Display`",
    note = "`#[personalize(display)]` is for types with `Display`, and for `Option` of them; \
            for other types write a function and set `#[personalize(with = \"…\")]`"
)]
pub trait Displayed {
    /// Writes the text.
    fn write_displayed(&self, property: ValueWriter<'_>);

    /// Writes the text of an optional value.
    fn write_option(value: Option<&Self>, property: ValueWriter<'_>) {
        match value {
            Some(value) => value.write_displayed(property),
            None => property.none(),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Display> Displayed for T {
    /// Writes the text.
    fn write_displayed(&self, property: ValueWriter<'_>) {
        property.display(self);
    }
}

/// The same for an ID.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be displayed",
    label = "no `Display`",
    note = "`#[personalize(display)]` on the ID is for types with `Display`; implement `IdValue` for other types"
)]
pub trait DisplayedId {
    /// Returns the text; it is empty, which no ID can be, if the implementation of `Display` returns an error.
    fn to_id(&self) -> String;
}

#[diagnostic::do_not_recommend]
impl<T: Display> DisplayedId for T {
    /// Returns the text.
    fn to_id(&self) -> String {
        let mut id = String::new();
        if write!(id, "{self}").is_err() {
            id.clear();
        }
        id
    }
}
