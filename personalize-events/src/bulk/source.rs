//! What a run reads: iterators and streams of records, which may fail.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::record::Record;
use crate::validation::{Buildable, ValidationError, build};

/// A tag and a record, or the error of the input.
type Parts<T, R, E> = Result<(T, Result<R, ValidationError>), E>;

/// The next item of the input.
type PollParts<T, R, E> = Poll<Option<Parts<T, R, E>>>;

/// An item of the input: `(tag, record)`, or `Result<(tag, record), E>` if the input can fail.
///
/// A record is the value, its builder, or the result of building it (`to_user()`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record of type `{R}` with its tag",
    label = "expected `(tag, record)` or `Result<(tag, record), E>`",
    note = "convert structs with a derive: `viewers.iter().enumerate().map(|(line, viewer)| (line, viewer.to_user()))`"
)]
pub trait SourceItem<R: Record>: sealed::Sealed {
    /// What is returned with the result of the record.
    type Tag: Send + 'static;
    /// The error of the input; `Infallible` if it cannot fail.
    type Error;

    #[doc(hidden)]
    fn into_record(self) -> Parts<Self::Tag, R, Self::Error>;
}

impl<T, D, R> SourceItem<R> for (T, D)
where
    T: Send + 'static,
    D: Buildable<R>,
    R: Record,
{
    type Tag = T;
    type Error = Infallible;

    fn into_record(self) -> Parts<T, R, Infallible> {
        let (tag, record) = self;
        Ok((tag, build(record.into_build_input())))
    }
}

impl<T, D, E, R> SourceItem<R> for Result<(T, D), E>
where
    T: Send + 'static,
    D: Buildable<R>,
    R: Record,
{
    type Tag = T;
    type Error = E;

    fn into_record(self) -> Parts<T, R, E> {
        self.map(|(tag, record)| (tag, build(record.into_build_input())))
    }
}

mod sealed {
    pub trait Sealed {}

    impl<T, D> Sealed for (T, D) {}
    impl<T, D, E> Sealed for Result<(T, D), E> {}
}

/// The input of a run: any [`Stream`] whose items are a [`SourceItem`].
pub trait Source<R: Record>: Stream<Item: SourceItem<R>> {
    /// What is returned with the result of a record.
    type Tag: Send + 'static;
    /// The error of the input; `Infallible` if it cannot fail.
    type Error;

    #[doc(hidden)]
    fn poll_record(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> PollParts<Self::Tag, R, Self::Error>;
}

impl<S, R> Source<R> for S
where
    S: Stream<Item: SourceItem<R>>,
    R: Record,
{
    type Tag = <S::Item as SourceItem<R>>::Tag;
    type Error = <S::Item as SourceItem<R>>::Error;

    fn poll_record(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> PollParts<Self::Tag, R, Self::Error> {
        let item = self.poll_next(context);
        item.map(|item| item.map(SourceItem::into_record))
    }
}

/// The stream of an iterator, which is always ready.
#[derive(Debug)]
pub struct Iter<I>(I);

impl<I> Iter<I> {
    pub(super) fn new(iterator: I) -> Self {
        Self(iterator)
    }
}

impl<I: Iterator> Stream for Iter<I> {
    type Item = I::Item;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.get_mut().0.next())
    }
}

impl<I> Unpin for Iter<I> {}
