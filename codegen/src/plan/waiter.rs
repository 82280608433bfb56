//! Waiters: their methods, and the calls that their conditions are made of.

use super::model::{Path, Step, Waiter};
use super::{Context, docs, example, names};
use crate::ir::{self, Acceptor, Matcher, PathKind};

/// Plans the waiters of an operation.
pub(super) fn waiters(context: &Context<'_>, shape: &ir::Operation) -> Vec<Waiter> {
    let waiters = shape.waiters.iter().filter(|_| context.has_helpers());
    waiters.map(|one| waiter(context, shape, one)).collect()
}

/// A line of a list with a link to the method of a waiter.
pub(super) fn link(context: &Context<'_>, waiter: &ir::Waiter) -> String {
    let method = method(context, waiter);
    format!("- [`{method}`](crate::Client::{method})")
}

fn method(context: &Context<'_>, waiter: &ir::Waiter) -> String {
    let operations = context.service.operations.iter();
    let methods = operations.map(|one| context.names.operation(&one.id).method.as_str());
    names::waiter(&waiter.name, &methods.collect())
}

fn waiter(context: &Context<'_>, shape: &ir::Operation, waiter: &ir::Waiter) -> Waiter {
    let names = context.names.operation(&shape.id);
    let method = method(context, waiter);
    let ir::Waiter {
        min_delay,
        max_delay,
        ..
    } = *waiter;
    let ours = format!("Waits for `{}`.", waiter.name);
    let mut docs = docs::or(waiter.documentation.as_deref(), ours);
    let delays = if min_delay == max_delay {
        format!("delays of {min_delay} s")
    } else {
        format!("delays of {min_delay} to {max_delay} s")
    };
    let wait = format!(
        "[`wait`](crate::Waiter::wait) calls `{}` until the result is final or the time is\nover, with {delays}.\n\n# Example",
        shape.id.name()
    );
    docs::paragraph(&mut docs, &wait);
    let input = shape.input.as_ref().map(|input| &input.structure);
    let example = example::of_waiter(context, input, &names.request, &method);
    docs::paragraph(&mut docs, &example);
    let acceptors = waiter.acceptors.iter().map(|acceptor| Acceptor {
        state: acceptor.state,
        matcher: match acceptor.matcher.clone() {
            Matcher::Output(condition) => {
                Matcher::Output(condition.map(&|path| self::path(context, &path)))
            }
            Matcher::Success(success) => Matcher::Success(success),
            Matcher::ErrorType(name) => Matcher::ErrorType(name),
        },
    });
    Waiter {
        acceptors: acceptors.collect(),
        method,
        docs,
        min_delay,
        max_delay,
    }
}

fn path(context: &Context<'_>, path: &ir::Path) -> Path {
    let steps = path.steps.iter().map(|step| match step {
        ir::Step::Member {
            shape,
            name,
            is_option,
        } => Step::Method {
            ty: context.names.type_of(shape).to_owned(),
            name: context.names.field(shape, name).to_owned(),
            is_option: *is_option,
        },
        ir::Step::Elements { sparse } => Step::Elements { sparse: *sparse },
    });
    let text = match &path.kind {
        PathKind::Enum(id) => Some(context.names.type_of(id)),
        // Getters return texts as `&str`, but elements are strings.
        PathKind::String => {
            let is_element = matches!(path.steps.last(), Some(ir::Step::Elements { .. }));
            is_element.then_some("String")
        }
        PathKind::Boolean
        | PathKind::Integer(_)
        | PathKind::List
        | PathKind::Map
        | PathKind::Structure => None,
    };
    let text = text.map(|ty| Step::Method {
        ty: ty.to_owned(),
        name: "as_str".to_owned(),
        is_option: false,
    });
    Path {
        of_input: path.of_input,
        steps: steps.chain(text).collect(),
        is_map: path.kind == PathKind::Map,
    }
}
