//! Values that are sent as what they display: `#[personalize(display)]`.

use std::fmt::Display;

use super::ValueWriter;

/// What [`Display`] is, with a message for a field that is marked so and is not.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be displayed",
    label = "no `Display`",
    note = "`#[personalize(display)]` is for types with `Display`, and for `Option` of them; \
            for others write a function and name it with `#[personalize(with = \"…\")]`"
)]
pub trait Displayed {
    /// Writes it as a string.
    fn write_displayed(&self, property: ValueWriter<'_>);

    /// Writes what may be absent.
    fn write_option(value: Option<&Self>, property: ValueWriter<'_>) {
        match value {
            Some(value) => value.write_displayed(property),
            None => property.absent(),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Display> Displayed for T {
    fn write_displayed(&self, property: ValueWriter<'_>) {
        property.display(self);
    }
}
