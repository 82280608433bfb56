//! Members: their fields, types and places in requests and responses.

use std::collections::HashSet;

use personalize_events_ast::ShapeId;

use super::{
    Context, Format, Getter, Member, Named, Part, Payload, Presence, Setter, Type, constraint,
    default, docs, names,
};
use crate::ir::{self, Binding, Checksum, EndpointMember, Number, TimestampFormat};

/// Plans the members of a shape; `structure` is its name in Rust.
pub(super) fn members(
    context: &Context<'_>,
    shape: &ShapeId,
    structure: &str,
    members: &[ir::Member],
) -> Vec<Member> {
    let planned = members.iter();
    let planned = planned.map(|one| member(context, shape, structure, one));
    let mut planned: Vec<Member> = planned.collect();
    let fields: HashSet<String> = planned.iter().map(|member| member.field.clone()).collect();
    for member in &mut planned {
        let must_be_set = member.presence.is_required() && !member.token;
        member.maybe_setter = (!must_be_set).then(|| names::maybe_setter(&member.field, &fields));
    }
    planned
}

fn member(context: &Context<'_>, shape: &ShapeId, structure: &str, member: &ir::Member) -> Member {
    let field = context.names.field(shape, &member.name).to_owned();
    let own = format!("The member `{}`.", member.name);
    let mut docs = docs::or(member.documentation.as_deref(), own);
    let link = names::link(&field);
    let is_list = matches!(member.target.ty, ir::Type::List { .. });
    let is_map = matches!(member.target.ty, ir::Type::Map { .. });
    let verb = if is_list || is_map { "Extends" } else { "Sets" };
    let later = if is_map {
        "; later values of a key replace earlier ones"
    } else {
        ""
    };
    let mut setter_docs = vec![format!("{verb} [`{link}`]({structure}::{link}){later}.")];
    let endpoint = (member.endpoint == Some(EndpointMember::MustBeUnset)).then(|| {
        "Must not be set: it would select another endpoint, which is not supported.".to_owned()
    });
    let traits = [
        docs::constraints(&member.target),
        docs::default(member),
        endpoint,
    ];
    for text in traits.into_iter().flatten() {
        docs::paragraph(&mut docs, &text);
        docs::paragraph(&mut setter_docs, &text);
    }
    let docs = docs::noted(docs, context.names.note(shape, &member.name));
    let rows = constraint::rows(context, &member.target, context.record_kind(shape));
    Member {
        table: (!rows.is_empty()).then(|| (names::constant(link), rows)),
        ty: ty(context, shape, &member.target.ty),
        wire: member.name.clone(),
        part: part(member),
        field,
        docs,
        setter_docs,
        maybe_setter: None,
        presence: presence(context, member),
        token: member.idempotency_token,
        redacted: member.target.sensitive,
    }
}

fn presence(context: &Context<'_>, member: &ir::Member) -> Presence {
    match &member.presence {
        ir::Presence::Optional => Presence::Optional,
        ir::Presence::ClientOptional => Presence::ClientOptional,
        ir::Presence::Required => Presence::Required,
        ir::Presence::Default(value) => {
            Presence::Default(default::default(context, value, &member.target.ty))
        }
    }
}

/// The Rust type of what a member of `shape` holds.
pub(super) fn ty(context: &Context<'_>, shape: &ShapeId, ty: &ir::Type) -> Type {
    // An element, key or value needs no `Box`, since its list or map is on the heap: the ID of the service, which
    // contains no members, excludes that.
    let held = |target: &ir::Target| Box::new(self::ty(context, &context.service.id, &target.ty));
    let members_of = |id, setter| {
        Type::Named(Named {
            name: context.names.type_of(id).to_owned(),
            boxed: context.boxed.has(shape, id),
            setter,
            getter: Getter::Reference,
        })
    };
    match ty {
        ir::Type::Boolean => named("bool", Setter::Value, Getter::Copy),
        ir::Type::Number(number) if number.is_big() => {
            named(number_type(*number), Setter::Into, Getter::Reference)
        }
        ir::Type::Number(number) => named(number_type(*number), Setter::Value, Getter::Copy),
        ir::Type::Timestamp(_) => named("Timestamp", Setter::Into, Getter::Copy),
        ir::Type::String => named("String", Setter::Into, Getter::Text),
        ir::Type::Json => named("JsonString", Setter::Buildable, Getter::Reference),
        ir::Type::Blob => named("Blob", Setter::Into, Getter::Reference),
        ir::Type::Stream => named("ByteStream", Setter::Value, Getter::Mutable),
        ir::Type::Source => named("StreamingBlob", Setter::Into, Getter::Reference),
        ir::Type::Document => named("Document", Setter::Into, Getter::Reference),
        ir::Type::Enum(id) => named(context.names.type_of(id), Setter::Into, Getter::Reference),
        ir::Type::Structure(id) => members_of(id, Setter::Buildable),
        ir::Type::Union(id) => members_of(id, Setter::Value),
        ir::Type::List { element, sparse } => Type::List {
            element: held(element),
            sparse: *sparse,
        },
        ir::Type::Map { key, value, sparse } => Type::Map {
            key: held(key),
            value: held(value),
            sparse: *sparse,
        },
        ir::Type::Unit => Type::Unit,
    }
}

fn named(name: &str, setter: Setter, getter: Getter) -> Type {
    Type::Named(Named {
        name: name.to_owned(),
        boxed: false,
        setter,
        getter,
    })
}

fn number_type(number: Number) -> &'static str {
    match number {
        Number::Byte => "i8",
        Number::Short => "i16",
        Number::Integer => "i32",
        Number::Long => "i64",
        Number::Float => "f32",
        Number::Double => "f64",
        Number::BigInteger => "BigInteger",
        Number::BigDecimal => "BigDecimal",
    }
}

fn part(member: &ir::Member) -> Part {
    let ty = &member.target.ty;
    match &member.binding {
        Binding::Body => Part::Body(member.json_name.clone(), json_format(ty)),
        Binding::Label => Part::Label(text_format(ty, TimestampFormat::DateTime)),
        Binding::Query(name) => {
            Part::Query(name.clone(), text_format(ty, TimestampFormat::DateTime))
        }
        Binding::QueryParams => Part::QueryParams,
        Binding::Header(name) => Part::Header(name.clone(), header_format(member)),
        Binding::PrefixHeaders(prefix) => Part::PrefixHeaders(prefix.clone()),
        Binding::Payload => Part::Payload(payload(&member.target)),
        Binding::StatusCode => Part::StatusCode,
    }
}

fn payload(target: &ir::Target) -> Payload {
    let content_type = |own: &str| target.media_type.clone().unwrap_or_else(|| own.to_owned());
    match &target.ty {
        ir::Type::Structure(_) => Payload::Structure,
        ir::Type::Blob => Payload::Blob(content_type("application/octet-stream")),
        ir::Type::Stream | ir::Type::Source => {
            Payload::Stream(content_type("application/octet-stream"))
        }
        ir::Type::String | ir::Type::Json | ir::Type::Enum(_) => {
            Payload::Text(content_type("text/plain"))
        }
        ir::Type::Boolean
        | ir::Type::Number(_)
        | ir::Type::Timestamp(_)
        | ir::Type::Document
        | ir::Type::List { .. }
        | ir::Type::Map { .. }
        | ir::Type::Union(_)
        | ir::Type::Unit => Payload::Json,
    }
}

/// The format of a value in JSON if it is not the default of its type.
pub(super) fn json_format(ty: &ir::Type) -> Option<Format> {
    if matches!(ty, ir::Type::Number(Number::Float | Number::Double)) {
        return Some(Format::Of("Number"));
    }
    if let ir::Type::Timestamp(format) = ty {
        return match format {
            Some(TimestampFormat::DateTime) => Some(Format::Of("DateTime")),
            Some(TimestampFormat::HttpDate) => Some(Format::Of("HttpDate")),
            Some(TimestampFormat::EpochSeconds) | None => None,
        };
    }
    let (ir::Type::List {
        element: held,
        sparse,
    }
    | ir::Type::Map {
        value: held,
        sparse,
        ..
    }) = ty
    else {
        return None;
    };
    let format = json_format(&held.ty)?;
    let format = if *sparse {
        Format::OptionOf(Box::new(format))
    } else {
        format
    };
    Some(Format::ListOf(Box::new(format)))
}

/// The format of a value in a path, query or header; only timestamps have several.
fn text_format(ty: &ir::Type, default: TimestampFormat) -> Option<Format> {
    if let ir::Type::List { element, .. } = ty {
        return text_format(&element.ty, default);
    }
    let ir::Type::Timestamp(format) = ty else {
        return None;
    };
    Some(Format::Of(match format.unwrap_or(default) {
        TimestampFormat::EpochSeconds => "EpochSeconds",
        TimestampFormat::DateTime => "DateTime",
        TimestampFormat::HttpDate => "HttpDate",
    }))
}

/// In headers, a string with a media type is encoded in base64.
fn header_format(member: &ir::Member) -> Option<Format> {
    let target = &member.target;
    if target.media_type.is_some() && matches!(target.ty, ir::Type::String | ir::Type::Json) {
        return Some(Format::Of("Base64"));
    }
    text_format(&target.ty, TimestampFormat::HttpDate)
}

/// The enums that are bound to paths, queries, headers or payloads, and those of checksums.
pub(super) fn bound_enums(service: &ir::Service) -> HashSet<&ShapeId> {
    let mut found = HashSet::new();
    for operation in &service.operations {
        for member in members_of(operation.input.as_ref()) {
            let selects = matches!(&operation.checksum, Some(Checksum::Selected(name)) if *name == member.name);
            if selects || is_bound(member) {
                add_enums(&member.target.ty, &mut found);
            }
        }
    }
    let outputs = service.operations.iter();
    let outputs = outputs.flat_map(|operation| members_of(operation.output.as_ref()));
    let errors = service.errors.iter();
    let errors = errors.flat_map(|error| &error.structure.members);
    for member in outputs.chain(errors).filter(|member| is_bound(member)) {
        add_enums(&member.target.ty, &mut found);
    }
    found
}

fn members_of(message: Option<&ir::Message>) -> impl Iterator<Item = &ir::Member> {
    message.into_iter().flat_map(|it| &it.structure.members)
}

fn is_bound(member: &ir::Member) -> bool {
    member.binding != Binding::Body || member.host_label
}

/// Adds an enum, or those in a list or map.
fn add_enums<'a>(ty: &'a ir::Type, found: &mut HashSet<&'a ShapeId>) {
    if let ir::Type::Enum(id) = ty {
        found.insert(id);
    }
    for held in ty.held() {
        add_enums(&held.ty, found);
    }
}
