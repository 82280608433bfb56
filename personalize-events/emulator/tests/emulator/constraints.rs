//! Validation at and around every limit of the model, with its own reading of the model's traits.

use personalize_events_ast::{Kind, Members, Model as Ast, Node, Object, Traits};
use personalize_events_emulator::Model;
use serde_json::{Value, json};

const ARN: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/";

/// A value in an input and its constraints in the model.
struct Site {
    pointer: String,
    path: String,
    required: bool,
    min: Option<usize>,
    max: Option<usize>,
    form: Form,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Text,
    Arn,
    Json,
    List,
    Number,
    Structure,
}

struct Walk<'a> {
    ast: &'a Ast,
    sites: Vec<Site>,
}

impl Walk<'_> {
    /// Collects every member below `members`, and returns a valid value with one element in each list.
    fn members(&mut self, members: &Members, pointer: &str, path: &str) -> Value {
        let mut object = serde_json::Map::new();
        for (name, member) in members {
            let path = match path {
                "" => name.clone(),
                _ => format!("{path}.{name}"),
            };
            let required = member.traits.contains_key("smithy.api#required");
            let target = member.target.target.as_str();
            let value = self.site(target, &format!("{pointer}/{name}"), &path, required);
            object.insert(name.clone(), value);
        }
        Value::Object(object)
    }

    fn site(&mut self, target: &str, pointer: &str, path: &str, required: bool) -> Value {
        let shape = &self.ast.shapes[target];
        let (form, value) = match &shape.kind {
            Kind::Structure(members) => (Form::Structure, self.members(members, pointer, path)),
            Kind::List(element) => {
                let target = element.target.target.as_str();
                let (pointer, path) = (format!("{pointer}/0"), format!("{path}[0]"));
                (
                    Form::List,
                    json!([self.site(target, &pointer, &path, false)]),
                )
            }
            Kind::Simple(simple) if simple.name() == "string" => text_form(&shape.traits),
            Kind::Simple(_) => (Form::Number, json!(1)),
            Kind::Enum(_)
            | Kind::IntEnum(_)
            | Kind::Map { .. }
            | Kind::Union(_)
            | Kind::Service(_)
            | Kind::Operation(_)
            | Kind::Resource(_) => panic!("{target} is a shape this table knows nothing of"),
        };
        let length = shape.traits.get("smithy.api#length");
        let length = length.and_then(|length| length.node.as_object());
        self.sites.push(Site {
            pointer: pointer.to_owned(),
            path: path.to_owned(),
            required,
            min: bound(length, "min"),
            max: bound(length, "max"),
            form,
        });
        value
    }
}

fn bound(length: Option<&Object>, key: &str) -> Option<usize> {
    let bound = length?.get(key).and_then(Node::as_u64)?;
    usize::try_from(bound).ok()
}

fn text_form(traits: &Traits) -> (Form, Value) {
    let pattern = traits.get("smithy.api#pattern");
    if pattern.is_some_and(|pattern| pattern.node.as_str().unwrap().contains("personalize")) {
        (Form::Arn, json!(format!("{ARN}USERS")))
    } else if traits.contains_key("smithy.api#mediaType") {
        (Form::Json, json!("{}"))
    } else {
        (Form::Text, json!("x"))
    }
}

impl Form {
    /// Returns a value of this length, with multi-byte characters where they are allowed.
    fn sized(self, length: usize, one: &Value, ascii: bool) -> Value {
        match self {
            Self::List => Value::Array(vec![one[0].clone(); length]),
            Self::Arn => format!("{ARN}{}", "x".repeat(length - ARN.len())).into(),
            Self::Json if length < 8 => format!("{}{{}}", " ".repeat(length - 2)).into(),
            Self::Json => format!(r#"{{"k":"{}"}}"#, "é".repeat(length - 8)).into(),
            Self::Text if ascii => "x".repeat(length).into(),
            Self::Text => "😀".repeat(length).into(),
            Self::Number | Self::Structure => unreachable!("it has no length"),
        }
    }

    fn wrong(self) -> Value {
        match self {
            Self::Text | Self::Arn | Self::Json | Self::Structure => json!([]),
            Self::List | Self::Number => json!("x"),
        }
    }
}

/// Returns every operation with a valid input that has every member, and the values in it.
fn inputs() -> Vec<(String, Value, Vec<Site>)> {
    let ast = Ast::parse(include_str!("../../model.json")).unwrap();
    let mut inputs = Vec::new();
    for (id, shape) in &ast.shapes {
        let Kind::Operation(operation) = &shape.kind else {
            continue;
        };
        let mut walk = Walk {
            ast: &ast,
            sites: Vec::new(),
        };
        let target = operation.input.as_ref().unwrap().target.as_str();
        let Kind::Structure(members) = &ast.shapes[target].kind else {
            panic!("{target} is no structure");
        };
        let input = walk.members(members, "", "");
        inputs.push((id.name().to_owned(), input, walk.sites));
    }
    inputs
}

/// Returns the constraint and path of each violation if the site has this value, or none.
fn found(operation: &str, input: &Value, site: &Site, value: Option<Value>) -> Vec<String> {
    let mut input = input.clone();
    if let Some(value) = value {
        *input.pointer_mut(&site.pointer).unwrap() = value;
    } else {
        let (parent, name) = site.pointer.rsplit_once('/').unwrap();
        let parent = input.pointer_mut(parent).unwrap();
        parent.as_object_mut().unwrap().remove(name);
    }
    let violations = Model::embedded().validate(operation, &input).unwrap();
    violations
        .iter()
        .map(|violation| format!("{} {}", violation.constraint(), violation.path()))
        .collect()
}

#[test]
fn an_input_with_every_member_is_valid() {
    let inputs = inputs();
    assert_eq!(inputs.len(), 5);
    for (operation, input, _) in inputs {
        let violations = Model::embedded().validate(&operation, &input).unwrap();
        assert_eq!(violations, [], "{operation}");
    }
}

#[test]
fn a_length_is_valid_up_to_its_limits_and_invalid_beyond() {
    let mut checked = 0;
    for (operation, input, sites) in inputs() {
        for site in &sites {
            let one = input.pointer(&site.pointer).unwrap();
            let ascii = site.path.ends_with("eventAttributionSource");
            let at = |length| {
                let value = site.form.sized(length, one, ascii);
                found(&operation, &input, site, Some(value))
            };
            let beyond = [format!("length {}", site.path)];
            if let Some(max) = site.max {
                assert_eq!(at(max), [""; 0], "{operation} {}", site.path);
                assert_eq!(at(max + 1), beyond, "{operation} {}", site.path);
                checked += 1;
            }
            // The shortest ARN and JSON object are longer than their `min`.
            let shortest = site.form == Form::Text || site.form == Form::List;
            if let Some(min) = site.min.filter(|min| *min > 0 && shortest) {
                assert_eq!(at(min), [""; 0], "{operation} {}", site.path);
                assert_eq!(at(min - 1), beyond, "{operation} {}", site.path);
                checked += 1;
            }
        }
    }
    assert!(checked > 60, "only {checked} limits");
}

#[test]
fn a_member_may_be_absent_unless_it_is_required() {
    let mut required = 0;
    for (operation, input, sites) in inputs() {
        for site in sites.iter().filter(|site| !site.path.ends_with(']')) {
            let expected = if site.required {
                required += 1;
                vec![format!("required {}", site.path)]
            } else {
                Vec::new()
            };
            for value in [None, Some(Value::Null)] {
                let found = found(&operation, &input, site, value);
                assert_eq!(found, expected, "{operation} {}", site.path);
            }
        }
    }
    assert_eq!(required, 21, "the model has that many required members");
}

#[test]
fn a_value_of_another_json_type_is_rejected() {
    for (operation, input, sites) in inputs() {
        for site in &sites {
            let found = found(&operation, &input, site, Some(site.form.wrong()));
            let expected = [format!("type {}", site.path)];
            assert_eq!(found, expected, "{operation} {}", site.path);
        }
    }
}

#[test]
fn a_string_must_match_its_pattern() {
    let mut checked = 0;
    for (operation, input, sites) in inputs() {
        for site in &sites {
            let (good, bad): (&[&str], &[&str]) = match site.form {
                Form::Arn => (
                    &[
                        "arn:aws:personalize:::x",
                        "arn:aws-us-gov:personalize:r:1:a:b/\"é",
                    ],
                    &[
                        "",
                        "x",
                        "arn:AWS:personalize:::x",
                        "arn::personalize:::x",
                        "arn:aws:personalize:r:1:",
                        "arn:aws:personalize:r:1",
                        "arn:aws:s3:::x",
                        " arn:aws:personalize:::x",
                        "arn:aws:personalize:::\n",
                    ],
                ),
                Form::Text if site.path.ends_with("eventAttributionSource") => {
                    (&["a", " a ", "~!"], &["", " ", "é", "a\n", "\t"])
                }
                Form::Text | Form::Json | Form::List | Form::Number | Form::Structure => continue,
            };
            for text in good {
                let found = found(&operation, &input, site, Some(json!(text)));
                assert_eq!(found, [""; 0], "{operation} {text:?}");
            }
            for text in bad {
                let found = found(&operation, &input, site, Some(json!(text)));
                let expected = [format!("pattern {}", site.path)];
                assert_eq!(found, expected, "{operation} {text:?}");
            }
            checked += 1;
        }
    }
    assert_eq!(checked, 4, "three datasets and a source");
}

#[test]
fn json_text_must_be_an_object() {
    let mut checked = 0;
    for (operation, input, sites) in inputs() {
        for site in sites.iter().filter(|site| site.form == Form::Json) {
            for text in ["x", "{", "\"{}\"", "1"] {
                let found = found(&operation, &input, site, Some(json!(text)));
                let expected = [format!("mediaType {}", site.path)];
                assert_eq!(found, expected, "{operation} {text:?}");
            }
            checked += 1;
        }
    }
    assert_eq!(checked, 5, "every record has properties");
}
