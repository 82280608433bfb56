//! Pagination: the trait of operations, whose service has defaults for it.

use personalize_events_ast::Trait;

use super::value::{Malformed, VALUE, non_empty, object};

/// Paths to members of input and output; the service has those that an operation lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paginated {
    pub(crate) input_token: Option<String>,
    pub(crate) output_token: Option<String>,
    pub(crate) items: Option<String>,
}

impl Paginated {
    /// Adds what is absent from the trait of the service.
    pub(crate) fn or(self, service: &Self) -> Self {
        let or = |own: Option<String>, service: &Option<String>| own.or_else(|| service.clone());
        Self {
            input_token: or(self.input_token, &service.input_token),
            output_token: or(self.output_token, &service.output_token),
            items: or(self.items, &service.items),
        }
    }
}

pub(super) fn read(value: &Trait) -> Result<Paginated, Malformed> {
    let keys = ["inputToken", "outputToken", "items", "pageSize"];
    let mut fields = object(&value.node, VALUE, &keys)?;
    // Applications set the size of pages like any member.
    fields.optional("pageSize", non_empty);
    let paginated = Paginated {
        input_token: fields.optional("inputToken", non_empty),
        output_token: fields.optional("outputToken", non_empty),
        items: fields.optional("items", non_empty),
    };
    fields.finish(Some(paginated))
}
