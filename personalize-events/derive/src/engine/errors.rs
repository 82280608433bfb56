//! Collects all errors of an item, so that the compiler reports them at once.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// The errors so far. Call a `finish` method to return them.
#[derive(Default)]
#[must_use]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.add(syn::Error::new(span, message));
    }

    /// Adds an error that spans several tokens.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(first) => first.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// Returns the value, or adds the error and returns `None`.
    pub(crate) fn ok<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    /// Returns the result if no error was added before.
    pub(crate) fn finish_with<T>(self, result: syn::Result<T>) -> syn::Result<T> {
        match (self.0, result) {
            (Some(mut errors), Err(error)) => {
                errors.combine(error);
                Err(errors)
            }
            (Some(errors), Ok(_)) => Err(errors),
            (None, result) => result,
        }
    }

    /// Returns the value if no error was added.
    pub(crate) fn finish<T>(self, value: T) -> syn::Result<T> {
        self.finish_with(Ok(value))
    }
}
