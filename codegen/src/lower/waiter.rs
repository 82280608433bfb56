//! Waiters: their acceptors, whose JMESPath expressions become conditions on the members of requests and responses.
//!
//! Everything has a type here, so that no value is absent where an expression would fail, with two exceptions: `length`
//! and `contains` fail if there is no list, and an acceptor whose expression fails does not match. Where the result of an
//! operator would hide such a failure, the expression is unsupported.

use std::collections::{HashMap, HashSet};

use personalize_events_ast::ShapeId;

use super::context::Lowering;
use crate::ir::{
    Acceptor, Comparator, EnumValue, Matcher, Message, Operand, Operator, Path, PathKind,
    Predicate, Presence, Service, Step, Structure, Type, Waiter,
};
use crate::jmespath::{self, Expression, Part};
use crate::traits::{self, PathMatcher, Reader, WAITABLE, Waitable};

impl Lowering<'_> {
    /// Finds the waiters of all operations. One with an expression that is unsupported is reported as a warning: the
    /// operation can be called without it.
    pub(super) fn waiters(&mut self, service: &Service) -> Vec<Vec<Waiter>> {
        let structures = service.structures.iter();
        let structures: HashMap<_, _> = structures.map(|shape| (&shape.id, shape)).collect();
        let enums = service.enums.iter().filter(|shape| {
            let mut values = shape.members.iter().map(|member| &member.value);
            values.all(|value| matches!(value, EnumValue::Text(_)))
        });
        let enums: HashSet<_> = enums.map(|shape| &shape.id).collect();
        let mut names = HashSet::new();
        let mut all = Vec::new();
        for operation in &service.operations {
            let shape = self.model.shapes.get(operation.id.as_str());
            let traits = shape.map(|shape| Reader::checked(&shape.traits, &shape.id));
            let waitable = traits.and_then(|traits| traits.get(&WAITABLE));
            let at = traits.and_then(|traits| traits.node(&WAITABLE));
            let at = at.map_or(operation.at, |value| value.at);
            let scope = Scope {
                input: operation.input.as_ref(),
                output: operation.output.as_ref(),
                structures: &structures,
                enums: &enums,
            };
            let mut waiters = Vec::new();
            for (name, waitable) in waitable.into_iter().flatten() {
                if !names.insert(name.to_lowercase()) {
                    let message =
                        format!("the waiter `{name}` is the second with this name; rename one");
                    self.report(at, &operation.id, message);
                }
                match scope.waiter(&name, waitable) {
                    Ok(waiter) => waiters.push(waiter),
                    Err(matcher) => {
                        let message = format!(
                            "the waiter `{name}` is left out: its matcher `{matcher}` is unsupported"
                        );
                        self.warn(at, &operation.id, message);
                    }
                }
            }
            all.push(waiters);
        }
        all
    }
}

/// What the expressions of an operation can name.
struct Scope<'a> {
    input: Option<&'a Message>,
    output: Option<&'a Message>,
    structures: &'a HashMap<&'a ShapeId, &'a Structure>,
    /// Those of strings.
    enums: &'a HashSet<&'a ShapeId>,
}

impl Scope<'_> {
    /// Returns the first matcher that is unsupported otherwise.
    fn waiter(&self, name: &str, waitable: Waitable) -> Result<Waiter, String> {
        let acceptors = waitable.acceptors.into_iter().map(|acceptor| {
            let matcher = match acceptor.matcher {
                traits::Matcher::Output(matcher) => {
                    Matcher::Output(self.condition(&matcher, false).ok_or(matcher.path)?)
                }
                traits::Matcher::InputOutput(matcher) => {
                    Matcher::Output(self.condition(&matcher, true).ok_or(matcher.path)?)
                }
                traits::Matcher::Success(success) => Matcher::Success(success),
                // Only the name of a shape is compared.
                traits::Matcher::ErrorType(id) => {
                    let name = id.rsplit('#').next().unwrap_or_default();
                    Matcher::ErrorType(name.to_owned())
                }
                traits::Matcher::Unknown(key) => return Err(key),
            };
            Ok(Acceptor {
                state: acceptor.state,
                matcher,
            })
        });
        Ok(Waiter {
            acceptors: acceptors.collect::<Result<_, _>>()?,
            name: name.to_owned(),
            documentation: waitable.documentation,
            min_delay: waitable.min_delay,
            max_delay: waitable.max_delay,
        })
    }

    /// The condition that a path matcher is; `both` if its path starts with `input` or `output`.
    fn condition(&self, matcher: &PathMatcher, both: bool) -> Option<Predicate> {
        let expression = jmespath::parse(&matcher.path)?;
        let expected = matcher.expected.clone();
        match matcher.comparator {
            Comparator::StringEquals => {
                let left = self.operand(&expression, both)?;
                comparison(left, Operator::Equal, Operand::Text(expected)).map(|it| it.0)
            }
            Comparator::AllStringEquals => {
                Some(Predicate::All(self.texts(&expression, both)?, expected))
            }
            Comparator::AnyStringEquals => {
                Some(Predicate::Any(self.texts(&expression, both)?, expected))
            }
            Comparator::BooleanEquals => {
                let expected = expected.parse().ok()?;
                if let Expression::Path(_) = expression {
                    let left = self.operand(&expression, both)?;
                    let condition = comparison(left, Operator::Equal, Operand::Boolean(expected));
                    return condition.map(|it| it.0);
                }
                match self.boolean(&expression, both)? {
                    (condition, _) if expected => Some(condition),
                    (condition, false) => condition.negated(),
                    (_, true) => None,
                }
            }
        }
    }

    /// An expression whose result is a boolean, and whether it can have none.
    fn boolean(&self, expression: &Expression, both: bool) -> Option<(Predicate, bool)> {
        match expression {
            Expression::Compare(left, operator, right) => {
                let (left, right) = (self.operand(left, both)?, self.operand(right, both)?);
                comparison(left, *operator, right)
            }
            Expression::Contains(list, text) => {
                let Expression::Text(text) = &**text else {
                    return None;
                };
                Some((Predicate::Any(self.texts(list, both)?, text.clone()), true))
            }
            Expression::Not(inner) => match self.boolean(inner, both)? {
                (inner, false) => Some((inner.negated()?, false)),
                (_, true) => None,
            },
            Expression::And(left, right) => {
                let (left, right) = (self.boolean(left, both)?, self.boolean(right, both)?);
                let condition = Predicate::And(Box::new(left.0), Box::new(right.0));
                Some((condition, left.1 || right.1))
            }
            Expression::Or(left, right) => match self.boolean(left, both)? {
                (left, false) => {
                    let (right, may_fail) = self.boolean(right, both)?;
                    Some((Predicate::Or(Box::new(left), Box::new(right)), may_fail))
                }
                (_, true) => None,
            },
            Expression::Path(_) => {
                let left = self.operand(expression, both)?;
                let (condition, _) = comparison(left, Operator::Equal, Operand::Boolean(true))?;
                Some((condition, true))
            }
            Expression::Text(_)
            | Expression::Integer(_)
            | Expression::Boolean(_)
            | Expression::Length(_) => None,
        }
    }

    fn operand(&self, expression: &Expression, both: bool) -> Option<Operand> {
        match expression {
            Expression::Path(parts) => {
                let path = self.path(parts, both)?;
                (!path.has_elements()).then_some(Operand::Value(path))
            }
            Expression::Text(text) => Some(Operand::Text(text.clone())),
            Expression::Integer(integer) => Some(Operand::Integer(*integer)),
            Expression::Boolean(value) => Some(Operand::Boolean(*value)),
            Expression::Length(of) => {
                let Expression::Path(parts) = &**of else {
                    return None;
                };
                let mut path = self.path(parts, both)?;
                // All elements of one list.
                if let [before @ .., Step::Elements { sparse: false }] = path.steps.as_slice()
                    && before
                        .iter()
                        .all(|step| matches!(step, Step::Member { .. }))
                {
                    path.steps.pop();
                    path.kind = PathKind::List;
                }
                let is_collection = matches!(path.kind, PathKind::List | PathKind::Map);
                // The elements of lists in a list are no single list.
                (path.has_elements() != is_collection).then_some(Operand::Length(path))
            }
            Expression::Contains(..)
            | Expression::Compare(..)
            | Expression::Not(_)
            | Expression::And(..)
            | Expression::Or(..) => None,
        }
    }

    /// A path to the texts in lists.
    fn texts(&self, expression: &Expression, both: bool) -> Option<Path> {
        let Expression::Path(parts) = expression else {
            return None;
        };
        let mut path = self.path(parts, both)?;
        if path.kind == PathKind::List && !path.has_elements() {
            let elements = [parts.as_slice(), &[Part::Elements]].concat();
            path = self.path(&elements, both)?;
            // An element that is absent would be no text.
            if path.steps.last() == Some(&Step::Elements { sparse: true }) {
                return None;
            }
        }
        let is_text = matches!(path.kind, PathKind::String | PathKind::Enum(_));
        (path.has_elements() && is_text).then_some(path)
    }

    fn path(&self, parts: &[Part], both: bool) -> Option<Path> {
        let (of_input, parts) = match parts {
            [Part::Member(root), rest @ ..] if both && root == "input" => (true, rest),
            [Part::Member(root), rest @ ..] if both && root == "output" => (false, rest),
            _ if both => return None,
            _ => (false, parts),
        };
        let message = if of_input { self.input } else { self.output };
        let mut structure = message.map(|message| &message.structure);
        let mut ty = None;
        let mut steps = Vec::new();
        for part in parts {
            match part {
                Part::Member(name) => {
                    let shape = structure?;
                    let member = shape.members.iter().find(|member| member.name == *name)?;
                    ty = Some(&member.target.ty);
                    steps.push(Step::Member {
                        shape: shape.id.clone(),
                        name: name.clone(),
                        is_option: match member.presence {
                            Presence::Optional | Presence::ClientOptional => true,
                            Presence::Required | Presence::Default(_) => false,
                        },
                    });
                }
                Part::Elements => {
                    let Some(Type::List { element, sparse }) = ty else {
                        return None;
                    };
                    // Elements that are lists would be flattened too.
                    if matches!(element.ty, Type::List { .. }) {
                        return None;
                    }
                    ty = Some(&element.ty);
                    steps.push(Step::Elements { sparse: *sparse });
                }
            }
            structure = if let Some(Type::Structure(id)) = ty {
                self.structures.get(id).copied()
            } else {
                None
            };
        }
        Some(Path {
            of_input,
            steps,
            kind: self.kind(ty?)?,
        })
    }

    fn kind(&self, ty: &Type) -> Option<PathKind> {
        match ty {
            Type::String => Some(PathKind::String),
            Type::Enum(id) => self.enums.contains(id).then(|| PathKind::Enum(id.clone())),
            Type::Boolean => Some(PathKind::Boolean),
            Type::Number(number) => number.integer_bits().map(|_| PathKind::Integer(*number)),
            Type::List { .. } => Some(PathKind::List),
            Type::Map { .. } => Some(PathKind::Map),
            Type::Structure(_) => Some(PathKind::Structure),
            Type::Json
            | Type::Blob
            | Type::Stream
            | Type::Source
            | Type::Timestamp(_)
            | Type::Document
            | Type::Union(_)
            | Type::Unit => None,
        }
    }
}

/// A comparison, and whether it can have no result; `None` if the operands have different types. The literal of a comparison
/// is its right operand.
fn comparison(left: Operand, operator: Operator, right: Operand) -> Option<(Predicate, bool)> {
    if matches!(
        left,
        Operand::Text(_) | Operand::Integer(_) | Operand::Boolean(_)
    ) {
        let is_literal = matches!(
            right,
            Operand::Text(_) | Operand::Integer(_) | Operand::Boolean(_)
        );
        return (!is_literal).then(|| comparison(right, operator.mirrored(), left))?;
    }
    let has_length = [&left, &right]
        .iter()
        .any(|it| matches!(it, Operand::Length(_)));
    let (operator, right) = if let Operand::Integer(limit) = right
        && has_length
    {
        // A length is always at least 0, which the compiler knows too.
        let (operator, limit) = length_limit(operator, limit)?;
        (operator, Operand::Integer(limit))
    } else {
        (operator, right)
    };
    let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
    let has_order = match &left {
        Operand::Length(_) => true,
        Operand::Value(path) => matches!(path.kind, PathKind::Integer(_)),
        Operand::Text(_) | Operand::Integer(_) | Operand::Boolean(_) => false,
    };
    let fits = are_comparable(&left, &right) && (is_equality || has_order);
    let may_fail = has_length || !is_equality;
    fits.then_some((Predicate::Compare(left, operator, right), may_fail))
}

/// A comparison of a length with a limit, which is one for equality if the limit is 0; `None` if it is always true or false.
fn length_limit(operator: Operator, limit: i64) -> Option<(Operator, i64)> {
    match (operator, limit) {
        (_, i64::MIN..0) | (Operator::Less | Operator::GreaterOrEqual, 0) => None,
        (Operator::Less, 1) | (Operator::LessOrEqual, 0) => Some((Operator::Equal, 0)),
        (Operator::GreaterOrEqual, 1) | (Operator::Greater, 0) => Some((Operator::NotEqual, 0)),
        (operator, limit) => Some((operator, limit)),
    }
}

/// Whether two operands, the first of which is a path, have the same type in Rust.
fn are_comparable(left: &Operand, right: &Operand) -> bool {
    match (left, right) {
        (Operand::Value(left), Operand::Value(right)) => match (&left.kind, &right.kind) {
            (PathKind::String | PathKind::Enum(_), PathKind::String | PathKind::Enum(_))
            | (PathKind::Boolean, PathKind::Boolean) => true,
            (PathKind::Integer(left), PathKind::Integer(right)) => left == right,
            _ => false,
        },
        (Operand::Value(path), Operand::Text(_)) => {
            matches!(path.kind, PathKind::String | PathKind::Enum(_))
        }
        (Operand::Value(path), Operand::Boolean(_)) => path.kind == PathKind::Boolean,
        (Operand::Value(path), Operand::Integer(integer)) => {
            matches!(path.kind, PathKind::Integer(number) if number.holds(&(*integer).into()))
        }
        (Operand::Length(_), Operand::Integer(integer)) => u32::try_from(*integer).is_ok(),
        (Operand::Length(_), Operand::Length(_)) => true,
        _ => false,
    }
}
