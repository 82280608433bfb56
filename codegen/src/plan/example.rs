//! Examples: the shortest calls of builders that set all required members.

use personalize_events_ast::ShapeId;

use super::{Context, authentication, docs, names};
use crate::ir::{self, Constraint, Number, Range, Structure, Target, Type};

/// The documentation of `builder()`.
pub(super) fn of_structure(context: &Context<'_>, shape: &Structure, name: &str) -> Vec<String> {
    let mut example = Example::new(context);
    let call = example.builder(Some(shape), name);
    let (imports, statement) = (example.imports(), statement("result", &call, "build();"));
    docs::lines(&format!(
        "\
Returns a builder for [`{name}`] with no member set.

# Example

```
{imports}

{statement}
```"
    ))
}

/// An example that sends a request, with the client or the blocking client.
pub(super) fn of_call(
    context: &Context<'_>,
    input: Option<&Structure>,
    request: &str,
    method: &str,
    is_async: bool,
) -> String {
    let (client, keyword, wait) = if is_async {
        ("Client", "async ", ".await")
    } else {
        ("blocking::Client", "", "")
    };
    let mut example = Example::new(context);
    example.uses.push(client.to_owned());
    let built = example.builder(input, request);
    let (imports, statement) = (example.imports(), statement("request", &built, "build()?;"));
    format!(
        "\
```no_run
{imports}

# {keyword}fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {{
{statement}
client.{method}(&request){wait}?;
# Ok(())
# }}
```"
    )
}

/// An example that waits with a waiter.
pub(super) fn of_waiter(
    context: &Context<'_>,
    input: Option<&Structure>,
    request: &str,
    method: &str,
) -> String {
    let mut example = Example::new(context);
    example.uses.push("Client".to_owned());
    let built = example.builder(input, request);
    let (imports, statement) = (example.imports(), statement("request", &built, "build()?;"));
    format!(
        "\
```no_run
use std::time::Duration;

{imports}

# async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {{
{statement}
let waiter = client.{method}(request);
waiter.wait(Duration::from_secs(300)).await?;
# Ok(())
# }}
```"
    )
}

/// An example that creates a client and sends a request, for the documentation of the crate.
pub(super) fn of_crate(
    context: &Context<'_>,
    input: Option<&Structure>,
    request: &str,
    method: &str,
) -> String {
    let mut example = Example::new(context);
    let (uses, client): (&[&str], _) = if authentication::has_bearer_tokens(context.service) {
        let settings = "\
let token = BearerToken::new(std::env::var(\"BEARER_TOKEN\")?);
let settings = ClientSettings::default().bearer_token(token);
let client = Client::new(settings)?;";
        (&["BearerToken", "Client", "ClientSettings"], settings)
    } else {
        let client = "let client = Client::new(ConfigBuilder::default())?;";
        (&["Client", "ConfigBuilder"], client)
    };
    example
        .uses
        .extend(uses.iter().map(|name| (*name).to_owned()));
    let built = example.builder(input, request);
    let (imports, statement) = (example.imports(), statement("request", &built, "build()?;"));
    format!(
        "\
```no_run
{imports}

# async fn example() -> Result<(), Box<dyn std::error::Error>> {{
{client}
{statement}
let response = client.{method}(&request).await?;
# Ok(())
# }}
```"
    )
}

/// A chain of calls, on a line each if there are more than two.
fn statement(name: &str, calls: &[String], end: &str) -> String {
    let separator = if calls.len() > 2 { "\n    ." } else { "." };
    format!("let {name} = {}{separator}{end}", calls.join(separator))
}

/// The maximum depth of nested structures in an example.
const DEEPEST: usize = 5;

/// The prefix of the ARNs of datasets in examples.
const DATASET_GROUP: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films";

struct Example<'a> {
    context: &'a Context<'a>,
    uses: Vec<String>,
    /// The structures that are being built, outermost first.
    open: Vec<String>,
}

impl<'a> Example<'a> {
    fn new(context: &'a Context<'a>) -> Self {
        Self {
            context,
            uses: Vec::new(),
            open: Vec::new(),
        }
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

    /// `X::builder()` and the setters of required members.
    fn builder(&mut self, structure: Option<&Structure>, name: &str) -> Vec<String> {
        let mut calls = vec![format!("{name}::builder()")];
        self.uses.push(name.to_owned());
        self.open.push(name.to_owned());
        let members = structure.into_iter().flat_map(|structure| {
            let members = structure.members.iter();
            members.map(|member| (&structure.id, member))
        });
        for (id, member) in
            members.filter(|(_, member)| member.presence.is_required() && !member.idempotency_token)
        {
            // A structure that contains itself in a list would never end.
            if self.open.len() <= DEEPEST && !self.is_open(&member.target.ty) {
                let value = match &member.dataset_type {
                    Some(kind) => format!("\"{DATASET_GROUP}/{kind}\""),
                    None => self.value(&member.target, &member.name),
                };
                let setter = self.context.names.field(id, &member.name);
                calls.push(format!("{setter}({value})"));
            }
        }
        self.open.pop();
        calls
    }

    fn is_open(&self, ty: &Type) -> bool {
        let held = ty.held().into_iter();
        let name = ty.shape().map(|id| self.context.names.type_of(id));
        name.is_some_and(|name| self.open.iter().any(|open| open == name))
            || held.into_iter().any(|target| self.is_open(&target.ty))
    }

    fn value(&mut self, target: &Target, name: &str) -> String {
        match &target.ty {
            Type::Boolean | Type::Document => "true".to_owned(),
            Type::Number(number) => {
                let bound = bound(target).unwrap_or_else(|| "1".to_owned());
                if number.is_big() {
                    return self.big_number(*number, &bound);
                }
                let is_float = matches!(number, Number::Float | Number::Double);
                if is_float && !bound.contains(['.', 'e']) {
                    bound + ".0"
                } else {
                    bound
                }
            }
            Type::String => format!("\"{}\"", names::sample(name)),
            Type::Json => "\"{}\"".to_owned(),
            Type::Timestamp(_) => {
                self.uses.push("Timestamp".to_owned());
                "Timestamp::from_secs(1_700_000_000)".to_owned()
            }
            Type::Blob | Type::Source => "\"bytes\"".to_owned(),
            Type::List { element, sparse } => {
                format!("[{}]", optional(self.value(element, name), *sparse))
            }
            Type::Map { key, value, sparse } => {
                let key = self.value(key, "key");
                let value = optional(self.value(value, name), *sparse);
                format!("[({key}, {value})]")
            }
            Type::Enum(id) => self.variant(id),
            Type::Structure(id) => match self.context.structures.get(id) {
                Some(structure) => {
                    let name = self.context.names.type_of(&structure.id);
                    self.builder(Some(structure), name).join(".")
                }
                None => String::new(),
            },
            Type::Union(id) => self.union(id),
            // Required members never have these types.
            Type::Stream | Type::Unit => String::new(),
        }
    }

    /// A number of any size, which is parsed from its text if it is no integer of Rust.
    fn big_number(&mut self, number: Number, text: &str) -> String {
        let ty = if number == Number::BigInteger {
            "BigInteger"
        } else {
            "BigDecimal"
        };
        self.uses.push(ty.to_owned());
        match text.parse::<i32>() {
            Ok(integer) => format!("{ty}::from({integer})"),
            Err(_) => format!("\"{text}\".parse::<{ty}>().unwrap_or_default()"),
        }
    }

    /// The first value of an enum.
    fn variant(&mut self, id: &ShapeId) -> String {
        let names = &self.context.names;
        let (name, variants) = (names.type_of(id), names.variants(id));
        self.uses.push(name.to_owned());
        format!("{name}::{}", variants.first().map_or("", String::as_str))
    }

    /// The first variant of a union whose value is short.
    fn union(&mut self, id: &ShapeId) -> String {
        let shape = self.context.unions.get(id);
        let names = &self.context.names;
        let name = names.type_of(id);
        self.uses.push(name.to_owned());
        let members = shape.into_iter().flat_map(|shape| &shape.members);
        for (member, variant) in members.zip(names.variants(id)) {
            let ty = &member.target.ty;
            let value = if matches!(ty, Type::Unit) {
                return format!("{name}::{variant}");
            } else if matches!(ty, Type::String) {
                format!("\"{}\".to_owned()", names::sample(&member.name))
            } else if ty.has_text() && !matches!(ty, Type::Json) {
                self.value(&member.target, &member.name)
            } else {
                continue;
            };
            return format!("{name}::{variant}({value})");
        }
        format!("{name}::Unknown")
    }
}

fn optional(value: String, is_optional: bool) -> String {
    if is_optional {
        format!("Some({value})")
    } else {
        value
    }
}

/// An allowed number if 1 is not allowed.
fn bound(target: &Target) -> Option<String> {
    target.constraints.iter().find_map(|constraint| {
        let Constraint::Range(Range { min, max }) = constraint else {
            return None;
        };
        let above = min.as_ref().filter(|min| min.as_f64() > Some(1.0));
        let below = max.as_ref().filter(|max| max.as_f64() < Some(1.0));
        above.or(below).map(ir::decimal)
    })
}
