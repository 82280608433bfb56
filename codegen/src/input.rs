//! The input of generation.

/// The text of a model, with the name that headers and diagnostics show for it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name: a path relative to something that readers know.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// The crate that a client is generated for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// The published crate, which has its own runtime, and derives for its JSON-valued members.
    Workspace,
    /// A new crate without derives.
    Crate {
        /// The name of its package.
        name: String,
        /// The path of the runtime's package, for the manifest.
        runtime: String,
    },
}
