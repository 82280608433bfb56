//! How values are spelled where a type has several ways.

/// How a value is spelled where that is not the way of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// That of the runtime with this name.
    Of(&'static str),
    /// That of elements or of the values of a map.
    Each(Box<Self>),
    /// That of what may be absent.
    Maybe(Box<Self>),
}

impl Format {
    /// Whether it has to be known to read a value: numbers are read in every spelling.
    pub(crate) fn is_for_reading(&self) -> bool {
        match self {
            Self::Of(name) => *name != "Number",
            Self::Each(inner) | Self::Maybe(inner) => inner.is_for_reading(),
        }
    }
}
