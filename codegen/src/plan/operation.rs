//! Operations: the response, the errors, the client's method.

use super::{Context, ErrorShape, Operation, Variant, docs, example, names};
use crate::ir;
use names::{Names, Owner};

pub(super) fn owner(shape: &ir::Operation) -> Owner<'_> {
    Owner {
        what: "the operation",
        shape: &shape.id,
        at: shape.at,
    }
}

pub(super) fn error_owner(shape: &ir::ErrorShape) -> Owner<'_> {
    Owner {
        what: "the error",
        shape: &shape.id,
        at: shape.at,
    }
}

/// Plans what an operation is besides its request.
pub(super) fn operation(
    context: &Context<'_>,
    shape: &ir::Operation,
    names: &mut Names,
) -> Operation {
    let name = shape.id.name().to_owned();
    let type_name = names::type_name(&shape.id);
    let response = format!("{type_name}Response");
    let error = format!("{type_name}Error");
    let made = [
        (response.as_str(), "the response of"),
        (error.as_str(), "the error enum of"),
    ];
    names.claim_all(&type_name, owner(shape), &made);
    // Methods are as distinct as the types that they are named like.
    let method = names::method(&shape.id);
    Operation {
        http: shape.http.clone(),
        request: names::type_name(&shape.input.id),
        response_docs: vec![format!("What `{name}` answers with: it took the request.")],
        error_docs: vec![format!("What `{name}` can refuse a request with.")],
        variants: variants(context, shape, names),
        method_docs: method_docs(context, shape, &error, &method),
        name,
        response,
        error,
        method,
    }
}

fn variants(context: &Context<'_>, shape: &ir::Operation, names: &mut Names) -> Vec<Variant> {
    let errors = shape.errors.iter().filter_map(|id| {
        let mut known = context.service.errors.iter();
        known.find(|error| error.id == *id)
    });
    let variants: Vec<Variant> = errors
        .map(|error| {
            let ty = names::type_name(&error.id);
            Variant {
                name: variant(&ty),
                docs: docs::or(
                    error.documentation.as_deref(),
                    format!("The error `{}`.", error.id.name()),
                )
                .into_iter()
                .take_while(|line| !line.is_empty())
                .collect(),
                code: error.id.name().to_owned(),
                ty,
            }
        })
        .collect();
    let called = variants
        .iter()
        .map(|variant| (variant.code.as_str(), variant.name.clone(), shape.at));
    names.distinct(called, &shape.id);
    variants
}

/// `InvalidInputException` → `InvalidInput`, unless that means something else.
fn variant(ty: &str) -> String {
    match ty.strip_suffix("Exception") {
        Some("" | "Unhandled" | "Self") | None => ty.to_owned(),
        Some(short) => short.to_owned(),
    }
}

fn method_docs(
    context: &Context<'_>,
    shape: &ir::Operation,
    error: &str,
    method: &str,
) -> Vec<String> {
    let ours = format!("Calls `{}`.", shape.id.name());
    let mut docs = docs::or(shape.documentation.as_deref(), ours);
    docs::paragraph(&mut docs, ["# Errors".to_owned()]);
    docs::paragraph(
        &mut docs,
        [format!(
            "[`Error::Service`] with [`{error}`] when the service refuses, else [`Error`]."
        )],
    );
    docs::paragraph(&mut docs, ["# Example".to_owned()]);
    docs::paragraph(
        &mut docs,
        example::of_operation(context, &shape.input, method),
    );
    docs
}

/// Plans an error of the service.
pub(super) fn error(shape: &ir::ErrorShape, names: &mut Names) -> ErrorShape {
    let name = names::type_name(&shape.id);
    names.claim(&name, error_owner(shape));
    let ours = format!("The error `{}`.", shape.id.name());
    let mut docs = docs::or(shape.documentation.as_deref(), ours);
    docs::paragraph(&mut docs, [format!("HTTP status {}.", shape.status)]);
    ErrorShape {
        code: shape.id.name().to_owned(),
        message_docs: docs::or(shape.message.as_deref(), "What the service says about it."),
        name,
        docs,
    }
}
