//! All problems of a struct, collected to be told at once.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// What has been found wrong so far. It has to be finished.
#[derive(Default)]
#[must_use]
pub(crate) struct Problems(Option<syn::Error>);

impl Problems {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.add(syn::Error::new(span, message));
    }

    /// A problem that spans several tokens.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(first) => first.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// The value, or nothing and one more problem.
    pub(crate) fn sort<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    /// The value, if neither it nor anything before was a problem.
    pub(crate) fn finish_with<T>(self, result: syn::Result<T>) -> syn::Result<T> {
        match (self.0, result) {
            (None, result) => result,
            (Some(found), Ok(_)) => Err(found),
            (Some(mut found), Err(error)) => {
                found.combine(error);
                Err(found)
            }
        }
    }

    /// The value, if there was no problem.
    pub(crate) fn finish<T>(self, value: T) -> syn::Result<T> {
        match self.0 {
            Some(error) => Err(error),
            None => Ok(value),
        }
    }
}
