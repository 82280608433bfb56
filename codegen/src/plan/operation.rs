//! Operations: the request, the response, the errors and the method of the client.
//!
//! A request or response has the name of its shape if the shape has no other use. If operations share the shape, or
//! a member targets it, each operation gets a `…Request` and a `…Response` of its own.

use super::{
    Context, ErrorShape, Item, Member, Method, Operation, Pagination, Part, Structure, Variant,
    Write, authentication, docs, example, member, names, service_error, structure, waiter,
};
use crate::customizations::{self, Step};
use crate::ir::{self, Binding, Checksum, EndpointMember};
use names::OperationNames;

/// Plans an operation: its request, its response unless that has no members, and the rest.
pub(super) fn operation(context: &Context<'_>, shape: &ir::Operation) -> Vec<Item> {
    let name = shape.id.name().to_owned();
    let names = context.names.operation(&shape.id);
    let note = |part| context.names.note(&shape.id, part);
    let request = request(context, shape, names);
    let ours = format!("The response to `{name}`");
    let output = shape.output.as_ref();
    let output = output.filter(|output| !output.structure.members.is_empty());
    let planned = output.map(|ir::Message { structure, .. }| {
        let docs = docs::or(structure.documentation.as_deref(), format!("{ours}."));
        let docs = docs::noted(
            docs,
            note_on(context, shape, shape.output.as_ref(), names::RESPONSE),
        );
        structure::response(context, structure, &names.response, docs)
    });
    let error_docs = vec![format!("An error that the service returned for `{name}`.")];
    let customization = customizations::of(&context.service.id);
    let operation = Operation {
        http: shape.http.clone(),
        host_prefix: shape.host_prefix.clone(),
        headers: customization.headers,
        authentication: shape.authentication.clone(),
        authentication_is_optional: shape.authentication_is_optional,
        unsigned_payload: shape.unsigned_payload,
        endpoint: endpoint(context.service, shape),
        request: request.name.clone(),
        writes: writes(shape, &request.members, customization.step(&shape.id)),
        dataset: dataset(shape, &request.members),
        response_docs: planned.is_none().then(|| {
            let docs = vec![format!("{ours}: the service accepted the request.")];
            docs::noted(
                docs,
                note_on(context, shape, shape.output.as_ref(), names::RESPONSE),
            )
        }),
        error_docs: docs::noted(error_docs, note(names::ERROR)),
        variants: variants(context, shape),
        pagination: pagination(context, shape, &request, planned.as_ref()),
        waiters: waiter::waiters(context, shape),
        service_error: names::SERVICE_ERROR.to_owned(),
        converts_error: context.converts_errors,
        methods: methods(context, shape, names),
        name,
        response: names.response.clone(),
        error: names.error.clone(),
        method: names.method.clone(),
    };
    let structures = [request].into_iter().chain(planned);
    let items = structures.map(Item::Structure);
    items.chain([Item::Operation(operation)]).collect()
}

/// The note on the name of a request or response, which may be that of its shape.
fn note_on<'a>(
    context: &'a Context<'_>,
    shape: &ir::Operation,
    message: Option<&ir::Message>,
    part: &str,
) -> Option<&'a str> {
    match message.filter(|message| message.dedicated) {
        Some(message) => context.names.note(&message.structure.id, ""),
        None => context.names.note(&shape.id, part),
    }
}

fn request(context: &Context<'_>, shape: &ir::Operation, names: &OperationNames) -> Structure {
    let nothing = ir::Structure {
        id: shape.id.clone(),
        at: shape.at,
        documentation: None,
        sensitive: false,
        usage: ir::Usage::default(),
        members: Vec::new(),
    };
    let input = shape.input.as_ref().map(|input| &input.structure);
    let input = input.unwrap_or(&nothing);
    let ours = format!("The request of `{}`.", shape.id.name());
    let docs = docs::or(input.documentation.as_deref(), ours);
    let docs = docs::noted(
        docs,
        note_on(context, shape, shape.input.as_ref(), names::REQUEST),
    );
    structure::request(context, input, &names.request, docs)
}

/// The number of its list of endpoint rules.
fn endpoint(service: &ir::Service, shape: &ir::Operation) -> usize {
    let mut tables = service.endpoints.iter();
    let found = tables.position(|table| table.parameters == shape.parameters);
    found.unwrap_or_default()
}

fn pagination(
    context: &Context<'_>,
    shape: &ir::Operation,
    request: &Structure,
    response: Option<&Structure>,
) -> Option<Pagination> {
    let pagination = shape
        .pagination
        .as_ref()
        .filter(|_| context.has_helpers())?;
    let found = |structure: &Structure, name: &str| {
        let member = structure
            .members
            .iter()
            .find(|member| member.wire == name)?;
        let field = (member.field.clone(), member.is_option());
        Some((field, member.ty.clone()))
    };
    let response = response?;
    let items = pagination.items.as_ref();
    Some(Pagination {
        input: found(request, &pagination.input)?.0,
        output: found(response, &pagination.output)?.0,
        items: items.and_then(|items| found(response, items)),
    })
}

fn dataset(shape: &ir::Operation, members: &[Member]) -> Option<(String, String)> {
    let lowered = &shape.input.as_ref()?.structure.members;
    lowered.iter().zip(members).find_map(|(lowered, member)| {
        let dataset_type = lowered.dataset_type.clone()?;
        Some((member.field.clone(), dataset_type))
    })
}

/// The steps that write a request; `None` if all members are in the body.
fn writes(shape: &ir::Operation, members: &[Member], last: Option<Step>) -> Option<Vec<Write>> {
    let input = shape.input.as_ref();
    let lowered = input.map_or(&[][..], |input| &input.structure.members);
    let in_body = |member: &ir::Member| {
        member.binding == Binding::Body && !member.host_label && member.endpoint.is_none()
    };
    let of_body = of_body(shape, members);
    if !lowered.is_empty() && lowered.iter().all(in_body) && of_body.is_empty() && last.is_none() {
        return None;
    }
    let mut writes = Vec::new();
    for (lowered, member) in lowered.iter().zip(members) {
        if lowered.host_label {
            let (wire, field) = (member.wire.clone(), member.field.clone());
            writes.push(Write::Host { wire, field });
        }
        let (wire, field) = (member.wire.clone(), member.field.clone());
        writes.extend(lowered.endpoint.map(|endpoint| match endpoint {
            EndpointMember::Arn => Write::EndpointArn { wire, field },
            EndpointMember::MustBeUnset => Write::WithoutEndpoint { wire, field },
        }));
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
    writes.extend(of_body);
    writes.extend(last.map(Write::Last));
    Some(writes)
}

/// The steps after the body is written.
fn of_body(shape: &ir::Operation, members: &[Member]) -> Vec<Write> {
    let gzip = shape.compresses.then_some(Write::Gzip);
    let checksum = shape.checksum.as_ref().and_then(|checksum| match checksum {
        Checksum::Md5 => Some(Write::ContentMd5),
        Checksum::Selected(name) => {
            let member = members.iter().find(|member| member.wire == *name)?;
            let header = if let Part::Header(header, _) = &member.part {
                Some(header.clone())
            } else {
                None
            };
            Some(Write::Checksum {
                wire: member.wire.clone(),
                field: member.field.clone(),
                header,
            })
        }
    });
    // The checksum is that of what is sent.
    gzip.into_iter().chain(checksum).collect()
}

fn variants(context: &Context<'_>, shape: &ir::Operation) -> Vec<Variant> {
    let mut named = service_error::variants(shape.errors.iter(), &context.names);
    let errors = shape.errors.iter().filter_map(|id| {
        let name = named.remove(id)?;
        Some(service_error::variant(
            context,
            context.errors.get(id)?,
            name,
        ))
    });
    errors.collect()
}

fn methods(context: &Context<'_>, shape: &ir::Operation, names: &OperationNames) -> Vec<Method> {
    let OperationNames {
        request,
        error,
        method,
        ..
    } = names;
    let input = shape.input.as_ref().map(|input| &input.structure);
    let ours = format!("Calls `{}`.", shape.id.name());
    let call_docs = docs::or(shape.documentation.as_deref(), ours);
    let mut call_docs = docs::noted(call_docs, context.names.note(&shape.id, ""));
    if let Some(sentence) = authentication::of_operation(shape) {
        docs::paragraph(&mut call_docs, &sentence);
    }
    if context.has_helpers() && shape.pagination.is_some() {
        let pages = "The response is a page. [`paginate`](crate::Client::paginate) returns all pages or their items.";
        docs::paragraph(&mut call_docs, pages);
    }
    let mut waiters = shape
        .waiters
        .iter()
        .filter(|_| context.has_helpers())
        .peekable();
    if waiters.peek().is_some() {
        let links = waiters
            .map(|one| waiter::link(context, one))
            .collect::<Vec<_>>();
        docs::paragraph(&mut call_docs, &format!("Waiters:\n\n{}", links.join("\n")));
    }
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
        let example = example::of_call(context, input, request, method, is_async);
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

/// An example that calls an operation, for the documentation of the crate.
pub(super) fn example(context: &Context<'_>, shape: &ir::Operation) -> String {
    let names = context.names.operation(&shape.id);
    let input = shape.input.as_ref().map(|input| &input.structure);
    example::of_crate(context, input, &names.request, &names.method)
}

/// Plans an error of the service.
pub(super) fn error(context: &Context<'_>, error: &ir::ErrorShape) -> ErrorShape {
    let shape = &error.structure;
    let name = context.names.type_of(&shape.id).to_owned();
    let ours = format!("The error `{}`.", shape.id.name());
    let mut docs = docs::or(shape.documentation.as_deref(), ours);
    docs::paragraph(&mut docs, &format!("The HTTP status is {}.", error.status));
    let members = member::members(context, &shape.id, &name, &shape.members);
    let text = error.message.as_ref();
    let secret = text.is_some_and(|text| text.sensitive);
    let message_docs = text.and_then(|text| text.documentation.as_deref());
    let redacted = members.iter().map(|member| member.redacted);
    ErrorShape {
        code: shape.id.name().to_owned(),
        debug: structure::debug(shape.sensitive, redacted.chain([secret])),
        message_docs: docs::or(message_docs, "The error message of the service."),
        secret_message: secret || shape.sensitive,
        docs: docs::noted(docs, context.names.note(&shape.id, "")),
        name,
        members,
    }
}
