//! Examples: the shortest builder call that sets what is required.

use super::{Context, names};
use crate::ir::{self, Constraint, Structure, Target, Type};

/// The documentation of `builder()`.
pub(super) fn of_structure(context: &Context<'_>, shape: &Structure) -> Vec<String> {
    let name = names::type_name(&shape.id);
    let mut example = Example::new(context);
    let call = example.builder(shape);
    let mut docs = vec![
        format!("A builder of [`{name}`] with nothing set."),
        String::new(),
        "# Example".to_owned(),
        String::new(),
        "```".to_owned(),
    ];
    docs.push(example.imports());
    docs.push(String::new());
    docs.extend(statement("result", &call, "build();"));
    docs.push("```".to_owned());
    docs
}

/// The lines of an example that sends a request.
pub(super) fn of_operation(context: &Context<'_>, shape: &Structure, method: &str) -> Vec<String> {
    let mut example = Example::new(context);
    example.uses.push("Client".to_owned());
    let call = example.builder(shape);
    let mut lines = vec![
        "```no_run".to_owned(),
        example.imports(),
        String::new(),
        "# async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
    ];
    lines.extend(statement("request", &call, "build()?;"));
    lines.push(format!("client.{method}(&request).await?;"));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// A chain of calls, a line each if there are many.
fn statement(name: &str, calls: &[String], end: &str) -> Vec<String> {
    if calls.len() <= 2 {
        return vec![format!("let {name} = {}.{end}", calls.join("."))];
    }
    let mut calls = calls.iter();
    let first = calls.next().map_or("", String::as_str);
    let mut lines = vec![format!("let {name} = {first}")];
    lines.extend(calls.map(|call| format!("    .{call}")));
    lines.push(format!("    .{end}"));
    lines
}

struct Example<'a> {
    context: &'a Context<'a>,
    uses: Vec<String>,
}

impl<'a> Example<'a> {
    fn new(context: &'a Context<'a>) -> Self {
        let uses = Vec::new();
        Self { context, uses }
    }

    fn imports(&mut self) -> String {
        self.uses.sort();
        self.uses.dedup();
        let name = &self.context.crate_name;
        match self.uses.as_slice() {
            [one] => format!("use {name}::{one};"),
            many => format!("use {name}::{{{}}};", many.join(", ")),
        }
    }

    /// `X::builder()` and the setters of what is required.
    fn builder(&mut self, shape: &Structure) -> Vec<String> {
        let name = names::type_name(&shape.id);
        let mut calls = vec![format!("{name}::builder()")];
        self.uses.push(name);
        for member in shape.members.iter().filter(|member| member.required) {
            let value = self.value(&member.target, &member.name);
            calls.push(format!("{}({value})", names::field(&member.name)));
        }
        calls
    }

    fn value(&mut self, target: &Target, name: &str) -> String {
        match &target.ty {
            Type::Boolean => "true".to_owned(),
            Type::Byte | Type::Short | Type::Integer | Type::Long => {
                bound(target).unwrap_or_else(|| "1".to_owned())
            }
            Type::Float | Type::Double => {
                let bound = bound(target).unwrap_or_else(|| "1".to_owned());
                if bound.contains(['.', 'e']) {
                    bound
                } else {
                    bound + ".0"
                }
            }
            Type::String => format!("\"{}\"", names::sample(name)),
            Type::Json => "\"{}\"".to_owned(),
            Type::Timestamp => {
                self.uses.push("Timestamp".to_owned());
                "Timestamp::from_secs(1_700_000_000)".to_owned()
            }
            Type::List(element) => format!("[{}]", self.value(element, name)),
            Type::Enum(id) => {
                let enums: &'a [ir::Enum] = &self.context.service.enums;
                let shape = enums.iter().find(|shape| shape.id == *id);
                let first = shape.and_then(|shape| shape.members.first());
                let name = names::type_name(id);
                let variant = first.map(|member| names::enum_variant(&member.name));
                self.uses.push(name.clone());
                format!("{name}::{}", variant.unwrap_or_default())
            }
            Type::Structure(id) => {
                let structures: &'a [ir::Structure] = &self.context.service.structures;
                match structures.iter().find(|structure| structure.id == *id) {
                    Some(structure) => self.builder(structure).join("."),
                    None => String::new(),
                }
            }
        }
    }
}

/// A number that is allowed, where 1 is not.
fn bound(target: &Target) -> Option<String> {
    let ranges = target
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Range(range) => Some(range),
            Constraint::Length(_) | Constraint::Pattern { .. } => None,
        });
    let number = |bound: &Option<serde_json::Number>| bound.as_ref()?.as_f64();
    let mut beyond = ranges.filter(|range| {
        number(&range.min).is_some_and(|min| min > 1.0)
            || number(&range.max).is_some_and(|max| max < 1.0)
    });
    let range = beyond.next()?;
    let nearest = range.min.as_ref().filter(|min| min.as_f64() > Some(1.0));
    nearest.or(range.max.as_ref()).map(ToString::to_string)
}
