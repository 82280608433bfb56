//! The enum of the errors of all operations, into which the errors of each operation convert.
//!
//! Its variants have the names that they have in the enums of operations. Errors of different operations whose names
//! would be equal have the names of their types there. They are sorted, because the order of shapes in a model means
//! nothing.

use std::collections::HashMap;

use personalize_events_ast::ShapeId;

use super::{Context, Item, Module, ServiceError, Variant, docs, module, names, operation};
use crate::ir;
use names::{Names, Owner};

fn owner(service: &ir::Service) -> Owner<'_> {
    Owner {
        what: "the enum of the errors of",
        shape: &service.id,
        at: service.at,
    }
}

/// Claims the name of the enum, before the operations claim theirs.
pub(super) fn claim(service: &ir::Service, names: &mut Names) -> String {
    names.of_operation("Service", "Error", owner(service))
}

/// The variants of the errors.
pub(super) fn variants(service: &ir::Service) -> HashMap<&ShapeId, String> {
    let ids = service.errors.iter().map(|error| &error.structure.id);
    let names = ids.map(|id| {
        let ty = names::type_name(id);
        (id, operation::short(&ty), ty)
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
        let is_taken = counts.get(short.as_str()) > Some(&1);
        (*id, if is_taken { ty } else { short }.clone())
    });
    variants.collect()
}

/// Plans the enum and its file.
pub(super) fn module(context: &Context<'_>, names: &mut Names) -> Module {
    let service = context.service;
    let errors = service.errors.iter().map(|error| &error.structure);
    let mut errors: Vec<_> = errors.collect();
    errors.sort_by(|a, b| a.id.cmp(&b.id));
    let variants = errors.into_iter().map(|error| {
        let variant = operation::variant(context, error);
        Variant {
            name: variant.in_service.clone(),
            ..variant
        }
    });
    let name = context.service_error.clone();
    let file = names.claim_file(&name, owner(service));
    let item = Item::ServiceError(ServiceError {
        name,
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
