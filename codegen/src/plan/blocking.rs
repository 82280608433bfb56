//! The operations as methods of the blocking client.

use super::{BlockingCall, Context, docs, example, operation};
use crate::ir;

pub(super) fn call(
    context: &Context<'_>,
    shape: &ir::Operation,
    planned: &super::Operation,
) -> BlockingCall {
    let members = shape.input.as_ref();
    let members = members.map_or(&[][..], |input| &input.structure.members);
    let example = example::of_blocking(context, members, &planned.request, &planned.method);
    let mut lines = operation::call_docs(shape, &planned.error);
    docs::paragraph(&mut lines, example);
    BlockingCall {
        method: planned.method.clone(),
        docs: lines,
        request: planned.request.clone(),
        response: planned.response.clone(),
        error: planned.error.clone(),
    }
}
