//! Operations: the request, the response, the errors and the method of the client.
//!
//! A request or response has the name of its shape if the shape has no other use. If operations share the shape, or
//! a member targets it, each operation gets a `…Request` and a `…Response` of its own.

use super::{
    Context, ErrorShape, Item, Member, Method, Operation, Part, Structure, Variant, Write, docs,
    example, member, names, structure,
};
use crate::ir::{self, Binding};
use names::{Names, Owner};

pub(super) fn owner(shape: &ir::Operation) -> Owner<'_> {
    Owner {
        what: "the operation",
        shape: &shape.id,
        at: shape.at,
    }
}

/// Plans an operation: its request, its response unless that has no members, and the rest.
pub(super) fn operation(
    context: &Context<'_>,
    shape: &ir::Operation,
    names: &mut Names,
) -> Vec<Item> {
    let name = shape.id.name().to_owned();
    let type_name = names::type_name(&shape.id);
    let request = request(context, shape, &type_name, names);
    names.claim(&type_name, owner(shape));
    let made = |what| Owner {
        what,
        ..owner(shape)
    };
    let of_response = made("the response of");
    let response = match &shape.output {
        Some(output) if output.dedicated => {
            let name = names::type_name(&output.structure.id);
            names.claim(&name, of_response);
            name
        }
        Some(_) | None => names.of_operation(&type_name, "Response", of_response),
    };
    let error = names.of_operation(&type_name, "Error", made("the error enum of"));
    // Methods are distinct because the types of operations are.
    let method = names::method(&shape.id);
    let ours = format!("The response to `{name}`");
    let output = shape.output.as_ref().map(|output| &output.structure);
    let output = output.filter(|output| !output.members.is_empty());
    let planned = output.map(|output| {
        let docs = docs::or(output.documentation.as_deref(), format!("{ours}."));
        structure::response(context, output, &response, docs, names)
    });
    let operation = Operation {
        http: shape.http.clone(),
        host_prefix: shape.host_prefix.clone(),
        request: request.name.clone(),
        writes: writes(shape, &request.members),
        dataset: dataset(shape, &request.members),
        response_docs: planned
            .is_none()
            .then(|| vec![format!("{ours}: the service accepted the request.")]),
        error_docs: vec![format!("An error that the service returned for `{name}`.")],
        variants: variants(context, shape, names),
        service_error: context.service_error.clone(),
        converts_error: context.converts_errors,
        methods: methods(context, shape, &request.name, &error, &method),
        name,
        response,
        error,
        method,
    };
    let structures = [request].into_iter().chain(planned);
    let items = structures.map(Item::Structure);
    items.chain([Item::Operation(operation)]).collect()
}

fn request(
    context: &Context<'_>,
    shape: &ir::Operation,
    type_name: &str,
    names: &mut Names,
) -> Structure {
    let ours = format!("The request of `{}`.", shape.id.name());
    let made = Owner {
        what: "the request of",
        ..owner(shape)
    };
    let Some(ir::Message {
        structure,
        dedicated,
    }) = &shape.input
    else {
        let nothing = ir::Structure {
            id: shape.id.clone(),
            at: shape.at,
            documentation: None,
            sensitive: false,
            usage: ir::Usage::default(),
            members: Vec::new(),
        };
        let own = names.of_operation(type_name, "Request", made);
        return structure::request(context, &nothing, made, &own, vec![ours], names);
    };
    let docs = docs::or(structure.documentation.as_deref(), ours);
    let (owner, name) = if *dedicated {
        let owner = Owner::of("the structure", structure);
        let name = names::type_name(&structure.id);
        names.claim(&name, owner);
        (owner, name)
    } else {
        (made, names.of_operation(type_name, "Request", made))
    };
    structure::request(context, structure, owner, &name, docs, names)
}

fn dataset(shape: &ir::Operation, members: &[Member]) -> Option<(String, String)> {
    let lowered = &shape.input.as_ref()?.structure.members;
    lowered.iter().zip(members).find_map(|(lowered, member)| {
        let dataset_type = lowered.dataset_type.clone()?;
        Some((member.field.clone(), dataset_type))
    })
}

/// The steps that write a request; `None` if all members are in the body.
fn writes(shape: &ir::Operation, members: &[Member]) -> Option<Vec<Write>> {
    let input = shape.input.as_ref();
    let lowered = input.map_or(&[][..], |input| &input.structure.members);
    let in_body = |member: &ir::Member| member.binding == Binding::Body && !member.host_label;
    if !lowered.is_empty() && lowered.iter().all(in_body) {
        return None;
    }
    let mut writes = Vec::new();
    for (lowered, member) in lowered.iter().zip(members) {
        if lowered.host_label {
            let (wire, field) = (member.wire.clone(), member.field.clone());
            writes.push(Write::Host { wire, field });
        }
    }
    // Maps fill the names that no other member has, so they are last.
    let mut maps = Vec::new();
    for member in members {
        let writes = match member.part {
            Part::Body(..) | Part::StatusCode => continue,
            Part::QueryParams | Part::PrefixHeaders(_) => &mut maps,
            Part::Label(_) | Part::Query(..) | Part::Header(..) | Part::Payload(_) => &mut writes,
        };
        writes.push(Write::Member {
            wire: member.wire.clone(),
            field: member.field.clone(),
            part: member.part.clone(),
        });
    }
    writes.append(&mut maps);
    if lowered.iter().any(|member| member.binding == Binding::Body) {
        writes.push(Write::Body);
    }
    Some(writes)
}

fn variants(context: &Context<'_>, shape: &ir::Operation, names: &mut Names) -> Vec<Variant> {
    let errors = shape.errors.iter();
    let errors = errors.filter_map(|id| context.errors.get(id));
    let variants: Vec<Variant> = errors.map(|error| variant(context, error)).collect();
    let called = variants
        .iter()
        .map(|variant| (variant.code.as_str(), variant.name.clone(), shape.at));
    names.distinct(called, &shape.id);
    variants
}

/// Plans the variant of an error in an enum of errors.
pub(super) fn variant(context: &Context<'_>, error: &ir::Structure) -> Variant {
    let ty = names::type_name(&error.id);
    let name = short(&ty);
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
        ty,
    }
}

/// `InvalidInputException` → `InvalidInput`, unless that is reserved.
pub(super) fn short(ty: &str) -> String {
    match ty.strip_suffix("Exception") {
        Some("" | "Unhandled" | "Self") | None => ty.to_owned(),
        Some(short) => short.to_owned(),
    }
}

fn methods(
    context: &Context<'_>,
    shape: &ir::Operation,
    request: &str,
    error: &str,
    method: &str,
) -> Vec<Method> {
    let members = shape.input.as_ref();
    let members = members.map_or(&[][..], |input| &input.structure.members);
    let ours = format!("Calls `{}`.", shape.id.name());
    let mut call_docs = docs::or(shape.documentation.as_deref(), ours);
    let errors = format!(
        "\
# Errors

Returns [`Error::Service`] with [`{error}`] if the service rejects the request, and
another [`Error`] if the call fails otherwise.

# Example"
    );
    docs::paragraph(&mut call_docs, &errors);
    let documented = |is_async| {
        let mut docs = call_docs.clone();
        let example = example::of_call(context, members, request, method, is_async);
        docs::paragraph(&mut docs, &example);
        docs
    };
    let mut methods = vec![Method {
        client: "Client",
        feature: None,
        is_async: true,
        docs: documented(true),
    }];
    if context.blocking {
        methods.push(Method {
            client: "BlockingClient",
            feature: Some("blocking"),
            is_async: false,
            docs: documented(false),
        });
    }
    methods
}

/// Plans an error of the service.
pub(super) fn error(
    context: &Context<'_>,
    error: &ir::ErrorShape,
    names: &mut Names,
) -> ErrorShape {
    let shape = &error.structure;
    let name = names::type_name(&shape.id);
    names.claim(&name, Owner::of("the error", shape));
    let ours = format!("The error `{}`.", shape.id.name());
    let mut docs = docs::or(shape.documentation.as_deref(), ours);
    docs::paragraph(&mut docs, &format!("The HTTP status is {}.", error.status));
    let members = member::members(context, &shape.id, &name, &shape.members, names);
    let text = error.message.as_ref();
    let secret = text.is_some_and(|text| text.sensitive);
    let message_docs = text.and_then(|text| text.documentation.as_deref());
    let message_docs = docs::or(message_docs, "The error message of the service.");
    let redacted = members.iter().map(|member| member.redacted);
    ErrorShape {
        code: shape.id.name().to_owned(),
        debug: structure::debug(shape.sensitive, redacted.chain([secret])),
        message: members
            .iter()
            .all(|member| member.field != "message")
            .then_some((message_docs, secret || shape.sensitive)),
        name,
        docs,
        members,
    }
}
