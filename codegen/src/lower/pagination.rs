//! Pagination: the members of an operation that continue where the previous page ended.

use super::context::Lowering;
use crate::ir::{Member, Message, Operation, Pagination, Type};
use crate::traits::{PAGINATED, Reader};

impl<'a> Lowering<'a> {
    /// Finds the members of a paginated operation. Tokens that are no texts at the top of input and output are reported as a
    /// warning: the operation can be called without a paginator.
    pub(super) fn paginate(&mut self, operation: &mut Operation, traits: Reader<'a>) {
        let Some(paginated) = traits.get(&PAGINATED) else {
            return;
        };
        let paginated = paginated.or(&self.paginated);
        let token = |message: Option<&Message>, path: Option<&String>| {
            let member = member(message, path?)?;
            matches!(member.target.ty, Type::String).then(|| member.name.clone())
        };
        let input = token(operation.input.as_ref(), paginated.input_token.as_ref());
        let output = token(operation.output.as_ref(), paginated.output_token.as_ref());
        let items = paginated.items.as_ref().map(|path| {
            let member = member(operation.output.as_ref(), path)?;
            matches!(member.target.ty, Type::List { .. } | Type::Map { .. })
                .then(|| member.name.clone())
        });
        let (input, output, items) = match (input, output, items) {
            (Some(input), Some(output), None) => (input, output, None),
            (Some(input), Some(output), Some(Some(items))) => (input, output, Some(items)),
            _ => {
                let at = traits
                    .node(&PAGINATED)
                    .map_or(operation.at, |value| value.at);
                let message = format!(
                    "`{}` has no paginator: its tokens must be members of input and output that are strings, and its items \
                     a list or map of the output",
                    operation.id
                );
                self.warn(at, &operation.id, message);
                return;
            }
        };
        operation.pagination = Some(Pagination {
            input,
            output,
            items,
        });
    }
}

/// The member of a message with this name.
fn member<'a>(message: Option<&'a Message>, name: &str) -> Option<&'a Member> {
    let mut members = message?.structure.members.iter();
    members.find(|member| member.name == name)
}
