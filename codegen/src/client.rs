//! What the client's own model may have. Its runtime has what that model needs, and outputs; the rest is in
//! `codegen/runtime`, which users of the client do not build. The code that is written by hand uses today's operations.

use personalize_events_ast::{Position, ShapeId};

use crate::diagnostics::{Collector, Diagnostic};
use crate::fixups::SERVICE;
use crate::ir::{
    Authentication, Binding, Member, Number, Operation, Service, Shape, TimestampFormat, Type,
};
use crate::traits::{
    HTTP_HEADER, HTTP_LABEL, HTTP_PAYLOAD, HTTP_PREFIX_HEADERS, HTTP_QUERY, HTTP_QUERY_PARAMS,
    HTTP_RESPONSE_CODE,
};

/// The operations that code of the client uses, and its files. A test compares the table with them.
const USED: [(&str, &[&str]); 5] = [
    ("PutUsers", &OF_DATASETS),
    ("PutItems", &OF_DATASETS),
    ("PutActions", &OF_DATASETS),
    (
        "PutEvents",
        &["src/lib.rs", "src/bulk/session_records.rs", "src/events"],
    ),
    (
        "PutActionInteractions",
        &[
            "src/lib.rs",
            "src/bulk.rs",
            "src/bulk/session_records.rs",
            "src/blocking/bulk.rs",
            "src/events",
        ],
    ),
];

const OF_DATASETS: [&str; 5] = [
    "src/lib.rs",
    "src/bulk.rs",
    "src/bulk/dataset_records.rs",
    "src/blocking/bulk.rs",
    "src/events",
];

/// Returns a problem for each part of a service that the client does not support.
pub(crate) fn unsupported(service: &Service) -> Vec<Diagnostic> {
    let mut check = Check(Collector::default());
    for operation in &service.operations {
        check.operation(operation);
    }
    for shape in service.structures.iter().chain(&service.unions) {
        check.members(shape, shape.usage.sent);
    }
    for error in &service.errors {
        check.members(&error.structure, false);
    }
    check.0.into_problems()
}

/// Returns a warning for each operation that the service lacks and the client uses.
pub(crate) fn missing(service: &Service) -> Vec<Diagnostic> {
    let has = |name: &str| service.operations.iter().any(|it| it.id.name() == name);
    let is_client = service.id.as_str() == SERVICE;
    let missing = USED.iter();
    let missing = missing.filter(|(name, _)| is_client && !has(name));
    let warnings = missing.map(|(name, files)| {
        let files: Vec<String> = files.iter().map(|file| format!("`{file}`")).collect();
        Diagnostic {
            at: Position::START,
            shape: Some(service.id.clone()),
            message: format!(
                "the service lacks the operation `{name}`, which code of the client uses; remove it from {}",
                files.join(", ")
            ),
        }
    });
    warnings.collect()
}

struct Check(Collector);

impl Check {
    fn report(&mut self, at: Position, shape: &ShapeId, what: &str) {
        let message = format!(
            "the client does not support {what}, only crates of other models do; change the model, or move \
             the support from `codegen/runtime` into `personalize-events`"
        );
        self.0.push(at, shape, message);
    }

    fn operation(&mut self, operation: &Operation) {
        let input = operation.input.as_ref().map(|input| &input.structure);
        let mut members = input.into_iter().flat_map(|input| &input.members);
        for (has, what) in [
            (operation.host_prefix.is_some(), "prefixes of hosts"),
            (
                operation.authentication != Authentication::SigV4
                    || operation.authentication_is_optional,
                "requests without a signature",
            ),
            (operation.unsigned_payload, "bodies that are not signed"),
            (operation.compresses, "compressed requests"),
            (operation.checksum.is_some(), "checksums of requests"),
            (operation.http.path.contains('?'), "queries in paths"),
            (
                !members.any(|member| member.binding == Binding::Body),
                "requests without a member in the body",
            ),
        ] {
            if has {
                self.report(operation.at, &operation.id, what);
            }
        }
        for (message, is_sent) in [(&operation.input, true), (&operation.output, false)] {
            if let Some(message) = message {
                self.members(&message.structure, is_sent);
            }
        }
    }

    fn members(&mut self, shape: &Shape<Member>, is_sent: bool) {
        for member in &shape.members {
            let binding = binding(&member.binding);
            let binding = binding.map(|id| format!("the trait `{id}`"));
            let ty = unsupported_type(&member.target.ty, is_sent).map(str::to_owned);
            for what in binding.into_iter().chain(ty) {
                self.report(member.at, &shape.id, &what);
            }
        }
    }
}

/// The trait of a binding to another part than the body.
fn binding(binding: &Binding) -> Option<&'static str> {
    match binding {
        Binding::Body => None,
        Binding::Label => Some(HTTP_LABEL.id),
        Binding::Query(_) => Some(HTTP_QUERY.id),
        Binding::QueryParams => Some(HTTP_QUERY_PARAMS.id),
        Binding::Header(_) => Some(HTTP_HEADER.id),
        Binding::PrefixHeaders(_) => Some(HTTP_PREFIX_HEADERS.id),
        Binding::Payload => Some(HTTP_PAYLOAD.id),
        Binding::StatusCode => Some(HTTP_RESPONSE_CODE.id),
    }
}

/// What is not supported of a type.
fn unsupported_type(ty: &Type, is_sent: bool) -> Option<&'static str> {
    match ty {
        Type::Blob | Type::Stream | Type::Source => Some("blobs"),
        Type::Document => Some("documents"),
        Type::Number(number) if number.is_big() => Some("numbers of any size"),
        Type::Timestamp(Some(TimestampFormat::DateTime | TimestampFormat::HttpDate)) => {
            Some("timestamps in another format than `epoch-seconds`")
        }
        Type::List { element, .. } | Type::Map { value: element, .. } => {
            let is_float = matches!(element.ty, Type::Number(Number::Float | Number::Double));
            if is_sent && is_float {
                return Some("floating-point numbers in lists and maps of requests");
            }
            unsupported_type(&element.ty, is_sent)
        }
        Type::Boolean
        | Type::Number(_)
        | Type::String
        | Type::Json
        | Type::Timestamp(None | Some(TimestampFormat::EpochSeconds))
        | Type::Structure(_)
        | Type::Union(_)
        | Type::Enum(_)
        | Type::Unit => None,
    }
}
