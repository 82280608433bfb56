//! Calls an operation for page after page.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use personalize_events::__private::{Error, TransportError};

use crate::http::Operation;
use crate::json;
use crate::transports::Transports;

/// A request whose response has a token with which the next page is requested.
pub trait Paginated: Operation {
    /// Returns the token of the next page; `None` if this is the last one.
    fn next_token(response: &Self::Response) -> Option<&str>;

    /// Sets the token of the page to request.
    fn set_token(&mut self, token: String);
}

/// A paginated request whose pages have items.
pub trait PaginatedItems: Paginated {
    /// The items of a page: a list or a map.
    type Items: IntoIterator;

    /// Returns the items of a page.
    fn items(response: Self::Response) -> Self::Items;
}

/// The pages of an operation, which are requested one after the other.
///
/// The paginator ends after the page that has no token for a next one. After an error, [`next`](Self::next) requests the same
/// page again. If a page has the token that it was requested with, so that it would follow itself, the paginator ends with
/// an error.
///
/// # Example
///
/// ```no_run
/// # use personalize_events_codegen_runtime::{Error, Paginated, Paginator};
/// # async fn example<O: Paginated>(mut pages: Paginator<O>) -> Result<(), Error<O::Error>> {
/// while let Some(page) = pages.next().await {
///     let page = page?;
/// }
/// # Ok(())
/// # }
/// ```
pub struct Paginator<O> {
    transports: Arc<Transports>,
    state: State<O>,
}

enum State<O> {
    /// The request of the next page, and the token in it.
    Open {
        request: O,
        token: Option<String>,
    },
    /// The token of the last page was the one that it was requested with.
    Repeats,
    Done,
}

impl<O: Paginated> Paginator<O> {
    /// Creates a paginator that starts with this request.
    #[must_use]
    pub fn new(transports: Arc<Transports>, request: O) -> Self {
        let token = None;
        Self {
            transports,
            state: State::Open { request, token },
        }
    }

    /// Requests the next page; `None` after the last one.
    ///
    /// If the future is dropped, the page is requested again by the next call.
    pub async fn next(&mut self) -> Option<Result<O::Response, Error<O::Error>>> {
        let State::Open { request, token } = &mut self.state else {
            let was = std::mem::replace(&mut self.state, State::Done);
            return matches!(was, State::Repeats).then(|| {
                let problem = "has the token of this page for the next one";
                Err(TransportError::read(json::Error::new(problem)).into())
            });
        };
        let page = match self.transports.send(request).await {
            Ok(page) => page,
            Err(error) => return Some(Err(error)),
        };
        match O::next_token(&page).filter(|next| !next.is_empty()) {
            None => self.state = State::Done,
            Some(next) if token.as_deref() == Some(next) => self.state = State::Repeats,
            Some(next) => {
                request.set_token(next.to_owned());
                *token = Some(next.to_owned());
            }
        }
        Some(Ok(page))
    }
}

impl<O: PaginatedItems> Paginator<O> {
    /// Returns the items of all pages.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # use personalize_events_codegen_runtime::{Error, PaginatedItems, Paginator};
    /// # async fn example<O: PaginatedItems>(pages: Paginator<O>) -> Result<(), Error<O::Error>> {
    /// let mut items = pages.items();
    /// while let Some(item) = items.next().await {
    ///     let item = item?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn items(self) -> PaginatorItems<O> {
        PaginatorItems {
            pages: self,
            page: VecDeque::new(),
        }
    }
}

/// Members of requests are user data.
impl<O> fmt::Debug for Paginator<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paginator").finish_non_exhaustive()
    }
}

/// The items of all pages of an operation; made by [`Paginator::items`].
pub struct PaginatorItems<O: PaginatedItems> {
    pages: Paginator<O>,
    /// The items of the current page that are still to come.
    page: VecDeque<<O::Items as IntoIterator>::Item>,
}

impl<O: PaginatedItems> PaginatorItems<O> {
    /// Returns the next item, and requests the next page if this one has no more; `None` after the last item.
    ///
    /// After an error, the same page is requested again.
    pub async fn next(
        &mut self,
    ) -> Option<Result<<O::Items as IntoIterator>::Item, Error<O::Error>>> {
        loop {
            if let Some(item) = self.page.pop_front() {
                return Some(Ok(item));
            }
            match self.pages.next().await? {
                Ok(page) => self.page.extend(O::items(page)),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Returns all items that are still to come.
    ///
    /// # Errors
    ///
    /// Returns the error of the first page that cannot be requested; the items before it are dropped.
    pub async fn collect(
        mut self,
    ) -> Result<Vec<<O::Items as IntoIterator>::Item>, Error<O::Error>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }
}

/// Items are data of the service's users.
impl<O: PaginatedItems> fmt::Debug for PaginatorItems<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaginatorItems").finish_non_exhaustive()
    }
}
