//! Which names the items of a file use: the compiler tells where this table is wrong.

use super::{Constraint, Debug, Imports, Item, Operation, Properties, Structure, Type};

/// What a file with these items imports.
pub(super) fn of(items: &[Item]) -> Imports {
    let mut imports = Imports::default();
    for item in items {
        match item {
            Item::Structure(structure) => of_structure(structure, &mut imports),
            Item::Operation(operation) => of_operation(operation, &mut imports),
            Item::Error(_) => {
                imports.std.insert("fmt");
                imports.runtime.insert("Reply");
            }
            Item::Properties(properties) => of_properties(properties, &mut imports),
            Item::Enum(_) => {
                imports.std.insert("fmt");
                imports.runtime.extend([
                    "Constraint",
                    "Scope",
                    "Serialize",
                    "Serializer",
                    "UnknownValue",
                    "Validate",
                ]);
            }
            Item::Pattern(_) => imports.runtime.extend(["Pattern", "Step"]),
        }
    }
    imports
}

fn of_structure(structure: &Structure, imports: &mut Imports) {
    imports.std.insert("fmt");
    imports
        .runtime
        .extend(["Build", "Invalid", "Scope", "Serialize", "build"]);
    if structure.nested {
        imports
            .runtime
            .extend(["Constraint", "Draft", "Drafted", "Validate"]);
    }
    if structure.debug == Debug::Redacting {
        imports.runtime.insert("Redacted");
    }
    for member in &structure.members {
        of_type(&member.ty, imports);
        if let Some((_, rows)) = &member.table {
            imports.runtime.insert("Constraint");
            imports.patterns |= rows.iter().any(has_pattern);
            if rows.iter().any(has_range) {
                imports.runtime.insert("Bound");
            }
        }
    }
}

fn has_pattern(row: &Constraint) -> bool {
    match row {
        Constraint::Pattern(_) => true,
        Constraint::Each(rows) => rows.iter().any(has_pattern),
        Constraint::Json
        | Constraint::JsonObject
        | Constraint::Length(_)
        | Constraint::Range(_) => false,
    }
}

fn has_range(row: &Constraint) -> bool {
    match row {
        Constraint::Range(_) => true,
        Constraint::Each(rows) => rows.iter().any(has_range),
        Constraint::Json
        | Constraint::JsonObject
        | Constraint::Length(_)
        | Constraint::Pattern(_) => false,
    }
}

fn of_type(ty: &Type, imports: &mut Imports) {
    match ty {
        Type::Copy("Timestamp") => {
            imports.runtime.insert("Timestamp");
        }
        Type::Copy(_) | Type::String => {}
        Type::Float(_) => {
            imports.runtime.insert("float");
        }
        Type::Json => imports.runtime.extend(["Draft", "Json"]),
        Type::Structure(name) => {
            imports.siblings.insert(name.clone());
            imports.runtime.insert("Draft");
        }
        Type::Enum(name) => {
            imports.siblings.insert(name.clone());
        }
        Type::List(element) => of_type(element, imports),
    }
}

fn of_operation(operation: &Operation, imports: &mut Imports) {
    imports.std.insert("fmt");
    imports.runtime.extend([
        "Client",
        "Error",
        "Operation",
        "OperationError",
        "Reply",
        "Unhandled",
    ]);
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
