//! The place of a durable event in the spool, from which it is removed once it is stored or will never be.

#[cfg(feature = "spool")]
pub(super) use with_spool::Spooled;
#[cfg(not(feature = "spool"))]
pub(super) use without_spool::Spooled;

#[cfg(feature = "spool")]
mod with_spool {
    use std::fmt;

    pub(in super::super) struct Spooled(Box<dyn FnOnce() + Send>);

    impl Spooled {
        /// `remove` is called when the event is to be removed.
        pub(in super::super) fn new(remove: impl FnOnce() + Send + 'static) -> Self {
            Self(Box::new(remove))
        }

        pub(in super::super) fn remove(self) {
            (self.0)();
        }
    }

    impl fmt::Debug for Spooled {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Spooled")
        }
    }
}

#[cfg(not(feature = "spool"))]
mod without_spool {
    /// No event is on disk.
    #[derive(Debug)]
    pub(in super::super) enum Spooled {}

    impl Spooled {
        pub(in super::super) fn remove(self) {
            match self {}
        }
    }
}
