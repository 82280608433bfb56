//! The formats of values whose type has several.

/// The format of a value if it is not the default of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A type of `crate::runtime::format`.
    Of(&'static str),
    /// The format of the elements of a list or of the values of a map.
    ListOf(Box<Self>),
    /// The format of an optional value.
    OptionOf(Box<Self>),
}

impl Format {
    /// Whether reading depends on it: numbers are read in every format.
    pub(crate) fn is_for_reading(&self) -> bool {
        match self {
            Self::Of(name) => *name != "Number",
            Self::ListOf(inner) | Self::OptionOf(inner) => inner.is_for_reading(),
        }
    }
}
