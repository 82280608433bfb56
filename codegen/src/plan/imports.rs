//! Which names the items of a file use: the compiler tells where this table is wrong.

use super::{
    Constraint, Debug, Enum, Format, Imports, Item, Literal, Member, Operation, Part, Presence,
    Properties, Received, Structure, Type, Union,
};

/// What a file with these items imports.
pub(super) fn of(items: &[Item]) -> Imports {
    let mut imports = Imports::default();
    for item in items {
        match item {
            Item::Structure(structure) => of_structure(structure, &mut imports),
            Item::Union(union) => of_union(union, &mut imports),
            Item::Operation(operation) => of_operation(operation, &mut imports),
            Item::Error(error) => {
                imports.std.insert("fmt");
                imports.runtime.insert("Reply");
                if error.debug == Debug::Redacting {
                    imports.runtime.insert("Redacted");
                }
                for member in &error.members {
                    of_type(&member.ty, false, &mut imports);
                    of_read(member, &mut imports);
                }
                if !error.members.is_empty() {
                    imports.runtime.extend(["http", "json"]);
                }
            }
            Item::Blocking(calls) => {
                imports.runtime.extend(["BlockingClient", "Error"]);
                for call in calls {
                    let named = [&call.request, &call.response, &call.error];
                    imports.siblings.extend(named.map(Clone::clone));
                }
            }
            Item::Properties(properties) => of_properties(properties, &mut imports),
            Item::Enum(item) => of_enum(item, &mut imports),
            Item::Pattern(_) => imports.runtime.extend(["Pattern", "Step"]),
        }
    }
    // What holds itself is here already.
    for defined in items.iter().filter_map(defined) {
        imports.siblings.remove(defined);
    }
    imports
}

/// The type that an item is, as members name it.
fn defined(item: &Item) -> Option<&str> {
    Some(match item {
        Item::Structure(item) => &item.name,
        Item::Union(item) => &item.name,
        Item::Enum(item) => &item.name,
        Item::Error(item) => &item.name,
        Item::Operation(item) => &item.response,
        Item::Properties(item) => &item.name,
        Item::Pattern(item) => &item.name,
        Item::Blocking(_) => return None,
    })
}

fn of_structure(structure: &Structure, imports: &mut Imports) {
    if structure.debug != Debug::All {
        imports.std.insert("fmt");
    }
    if structure.debug == Debug::Redacting {
        imports.runtime.insert("Redacted");
    }
    for member in &structure.members {
        of_type(&member.ty, structure.sent.is_some(), imports);
        if let Presence::Default(literal) = &member.presence {
            of_literal(literal, imports);
        }
    }
    if let Some(sent) = &structure.sent {
        imports.std.insert("fmt");
        imports
            .runtime
            .extend(["Build", "Invalid", "Scope", "Serialize", "build"]);
        if sent.nested {
            imports
                .runtime
                .extend(["Constraint", "Draft", "Drafted", "Validate"]);
        }
        for member in &structure.members {
            of_write(member, imports);
        }
    }
    match structure.received {
        None => {}
        Some(Received::Nested) => {
            imports.runtime.insert("json");
        }
        Some(Received::Output { .. }) => imports.runtime.extend(["http", "json"]),
    }
    if structure.received.is_some() {
        for member in &structure.members {
            of_read(member, imports);
        }
    }
}

/// What a builder and a body need.
fn of_write(member: &Member, imports: &mut Imports) {
    if let Some((_, rows)) = &member.table {
        imports.runtime.insert("Constraint");
        of_rows(rows, imports);
    }
    if member.token {
        imports.runtime.insert("idempotency_token");
    }
    if let Part::Body(_, Some(_)) = member.part {
        imports.runtime.insert(writing(&member.ty));
    }
}

/// The module that writes values of a type that are spelled in a way of their own.
fn writing(ty: &Type) -> &'static str {
    if matches!(ty, Type::Float(_)) {
        "float"
    } else {
        "format"
    }
}

/// What reading needs besides `json` and `http`.
fn of_read(member: &Member, imports: &mut Imports) {
    let format = match &member.part {
        Part::Body(_, format) => format.as_ref().filter(|format| format.is_for_reading()),
        Part::Header(_, format) => format.as_ref(),
        Part::Label(_)
        | Part::Query(..)
        | Part::QueryParams
        | Part::PrefixHeaders(_)
        | Part::Payload(_)
        | Part::StatusCode => None,
    };
    if format.is_some() {
        imports.runtime.insert("format");
    }
}

fn of_union(union: &Union, imports: &mut Imports) {
    if union.debug != Debug::All {
        imports.std.insert("fmt");
    }
    if union.debug == Debug::Redacting {
        imports.runtime.insert("Redacted");
    }
    for variant in &union.variants {
        of_type(&variant.ty, false, imports);
        if union.usage.sent {
            if let Some((_, rows)) = &variant.table {
                of_rows(rows, imports);
            }
            if variant.format.is_some() {
                imports.runtime.insert(writing(&variant.ty));
            }
            if variant.ty == Type::Unit {
                imports.runtime.insert("json");
            }
        }
        let format = variant.format.as_ref();
        if union.usage.received && format.is_some_and(Format::is_for_reading) {
            imports.runtime.insert("format");
        }
    }
    if union.usage.sent {
        imports
            .runtime
            .extend(["Constraint", "Scope", "Serialize", "Validate"]);
    }
    if union.usage.received {
        imports.runtime.insert("json");
    }
}

fn of_enum(item: &Enum, imports: &mut Imports) {
    imports.std.insert("fmt");
    imports.runtime.insert(if item.integers {
        "UnknownNumber"
    } else {
        "UnknownValue"
    });
    if item.usage.sent {
        imports
            .runtime
            .extend(["Constraint", "Scope", "Serialize", "Serializer", "Validate"]);
    }
    if item.usage.received {
        imports.runtime.insert("json");
    }
    if item.bound {
        imports.std.insert("borrow::Cow");
        imports.runtime.insert("http");
    }
}

fn of_rows(rows: &[Constraint], imports: &mut Imports) {
    for row in rows {
        match row {
            Constraint::Pattern(_) => imports.patterns = true,
            Constraint::Range(_) => {
                imports.runtime.insert("Bound");
            }
            Constraint::Each(rows) | Constraint::Keys(rows) | Constraint::Values(rows) => {
                of_rows(rows, imports);
            }
            Constraint::Json
            | Constraint::JsonObject
            | Constraint::Length(_)
            | Constraint::UniqueItems => {}
        }
    }
}

/// A type, and what a builder makes of it.
fn of_type(ty: &Type, built: bool, imports: &mut Imports) {
    match ty {
        Type::Copy("Timestamp") => {
            imports.runtime.insert("Timestamp");
        }
        Type::Copy(_) | Type::Float(_) | Type::String | Type::Unit => {}
        Type::Json => {
            imports.runtime.insert("Json");
            if built {
                imports.runtime.insert("Draft");
            }
        }
        Type::Blob => {
            imports.runtime.insert("Blob");
        }
        Type::Document => {
            imports.runtime.insert("Document");
        }
        Type::Stream => {
            imports.runtime.insert("ByteStream");
        }
        Type::Structure { name, .. } => {
            imports.siblings.insert(name.clone());
            if built {
                imports.runtime.insert("Draft");
            }
        }
        Type::Union { name, .. } | Type::Enum(name) => {
            imports.siblings.insert(name.clone());
        }
        Type::List { element, .. } => of_type(element, built, imports),
        Type::Map { key, value, .. } => {
            imports.std.insert("collections::BTreeMap");
            of_type(key, built, imports);
            of_type(value, built, imports);
        }
    }
}

fn of_literal(literal: &Literal, imports: &mut Imports) {
    if let Literal::Document(serde_json::Value::Object(entries)) = literal
        && entries.is_empty()
    {
        imports.std.insert("collections::BTreeMap");
    }
}

fn of_operation(operation: &Operation, imports: &mut Imports) {
    if operation.dataset.is_some() {
        imports.runtime.insert("DatasetArn");
    }
    imports.std.insert("fmt");
    imports.runtime.extend([
        "Client",
        "Error",
        "Operation",
        "OperationError",
        "Reply",
        "Unhandled",
    ]);
    if let Some(writes) = &operation.writes {
        imports.runtime.insert("http");
        for write in writes {
            if let super::Write::Member { part, .. } = write {
                match part {
                    Part::Label(Some(_)) | Part::Query(_, Some(_)) | Part::Header(_, Some(_)) => {
                        imports.runtime.insert("format");
                    }
                    Part::Body(..)
                    | Part::Label(None)
                    | Part::Query(_, None)
                    | Part::QueryParams
                    | Part::Header(_, None)
                    | Part::PrefixHeaders(_)
                    | Part::Payload(_)
                    | Part::StatusCode => {}
                }
            }
        }
    }
    if operation.variants.iter().any(|variant| variant.carries) {
        imports.runtime.insert("http");
    }
    let errors = operation.variants.iter().map(|variant| variant.ty.clone());
    imports.siblings.extend(errors);
}

fn of_properties(properties: &Properties, imports: &mut Imports) {
    imports.runtime.extend([
        "Invalid",
        "Json",
        "Properties",
        "PropertiesPart",
        "PropertiesSchema",
        "PropertiesWriter",
        "write_properties",
    ]);
    if let Some(identity) = &properties.identity {
        imports.std.insert("io");
        imports.runtime.extend(["CsvWriter", "IdColumn", "IdValue"]);
        imports.siblings.insert(identity.structure.clone());
    }
}
