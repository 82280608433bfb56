//! The enum of the errors of all operations, into which the errors of each operation convert.
//!
//! A variant is named after the type of its error, without `Exception` unless another error of the same enum is
//! called so. They are sorted, because the order of shapes in a model means
//! nothing.

use std::collections::HashMap;

use personalize_events_ast::ShapeId;

use super::{Context, Item, Module, ServiceError, Variant, docs, module, names};
use crate::ir;
use names::{Files, Names};

/// The variants of the errors of an enum.
pub(super) fn variants<'a>(
    errors: impl Iterator<Item = &'a ShapeId>,
    names: &Names<'_>,
) -> HashMap<&'a ShapeId, String> {
    let names = errors.map(|id| {
        let ty = names.type_of(id);
        (id, short(ty), ty)
    });
    let names: Vec<_> = names.collect();
    // How many errors have each name, short or not.
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, short, ty) in &names {
        *counts.entry(short).or_default() += 1;
        if ty != short {
            *counts.entry(ty).or_default() += 1;
        }
    }
    let variants = names.iter().map(|(id, short, ty)| {
        let is_taken = counts.get(short) > Some(&1);
        (*id, if is_taken { ty } else { short }.to_string())
    });
    variants.collect()
}

/// `InvalidInputException` → `InvalidInput`, unless that is reserved.
fn short(ty: &str) -> &str {
    match ty.strip_suffix("Exception") {
        Some("" | "Unhandled" | "Self") | None => ty,
        Some(short) => short,
    }
}

/// Plans the variant of an error in an enum of errors.
pub(super) fn variant(context: &Context<'_>, error: &ir::Structure, name: String) -> Variant {
    let documentation = error.documentation.as_deref();
    let docs = docs::or(documentation, format!("The error `{}`.", error.id.name()));
    let first = docs.into_iter().take_while(|line| !line.is_empty());
    let in_service = context.service_variants.get(&error.id);
    Variant {
        in_service: in_service.unwrap_or(&name).clone(),
        carries: !error.members.is_empty(),
        name,
        docs: first.collect(),
        code: error.id.name().to_owned(),
        ty: context.names.type_of(&error.id).to_owned(),
        boxed: context.boxed.has_error(&error.id),
    }
}

/// Plans the enum and its file.
pub(super) fn module(context: &Context<'_>, files: &mut Files) -> Module {
    let service = context.service;
    let errors = service.errors.iter().map(|error| &error.structure);
    let mut errors: Vec<&ir::Structure> = errors.collect();
    errors.sort_by(|a, b| a.id.cmp(&b.id));
    let variants = errors.into_iter().map(|error| {
        let name = context.service_variants.get(&error.id);
        let name = name.cloned().unwrap_or_default();
        variant(context, error, name)
    });
    let file = files.claim(names::SERVICE_ERROR);
    let item = Item::ServiceError(ServiceError {
        name: names::SERVICE_ERROR.to_owned(),
        docs: docs_of_enum(context),
        variants: variants.collect(),
    });
    module::of_service_error(&file, &service.id, item)
}

fn docs_of_enum(context: &Context<'_>) -> Vec<String> {
    let mut all = vec!["An error that the service returned for any operation.".to_owned()];
    let conversion = if context.converts_errors {
        "\
The error of each operation, such as `Error<PutUsersError>`, converts into [`Error`](crate::Error)
without a parameter, so a function that calls several operations can use `?`."
    } else {
        "\
`Error::map_service_error` converts the error of each operation into [`Error`](crate::Error) without
a parameter: `.map_err(|error| error.map_service_error(From::from))?`."
    };
    docs::paragraph(&mut all, conversion);
    all
}
