//! The input of generation.

use personalize_events_ast::ShapeId;

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

/// How strict the generation is. By default, whatever has no known meaning is a problem.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether to leave out operations that reach unsupported features, or shapes with a problem.
    /// [`Output::skipped`](crate::Output::skipped) lists them.
    pub skip_unsupported: bool,
    /// Traits to ignore although they are unknown: they must change neither requests nor responses. The documentation of
    /// the generated crate lists them.
    pub allowed_traits: Vec<ShapeId>,
}
