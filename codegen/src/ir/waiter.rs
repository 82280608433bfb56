//! Waiters: what ends them, as conditions on the members of requests and responses.

use personalize_events_ast::ShapeId;

use super::value::Number;

/// A waiter of an operation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Waiter {
    pub(crate) name: String,
    pub(crate) documentation: Option<String>,
    /// In seconds, as the next.
    pub(crate) min_delay: u32,
    pub(crate) max_delay: u32,
    /// In the order in which they are tried.
    pub(crate) acceptors: Vec<Acceptor>,
}

/// The state of a waiter after a call that matches.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Acceptor<C = Predicate> {
    pub(crate) state: AcceptorState,
    pub(crate) matcher: Matcher<C>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AcceptorState {
    Success,
    Failure,
    Retry,
}

/// The calls that match; `C` is the form of conditions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Matcher<C = Predicate> {
    /// Successes whose response, with the request, satisfies the condition.
    Output(C),
    /// All successes, or all errors of the service.
    Success(bool),
    /// The errors of the service with this name.
    ErrorType(String),
}

/// How the value at a path is compared with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}

/// A condition on a request and its response; `P` is the form of paths.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Predicate<P = Path> {
    Compare(Operand<P>, Operator, Operand<P>),
    /// There are texts at the path, and all equal this one.
    All(P, String),
    Any(P, String),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

/// An absent value equals another that is absent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operand<P = Path> {
    Value(P),
    /// The number of elements or entries at a path, which no other number equals if the path is absent.
    Length(P),
    Text(String),
    Integer(i64),
    Boolean(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The way from a request or response to values in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path {
    pub(crate) of_input: bool,
    pub(crate) steps: Vec<Step>,
    /// The type of the values.
    pub(crate) kind: PathKind,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// A member of a structure, which may be absent.
    Member {
        shape: ShapeId,
        name: String,
        is_option: bool,
    },
    /// All elements of a list that are present.
    Elements { sparse: bool },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathKind {
    String,
    /// An enum of strings.
    Enum(ShapeId),
    Boolean,
    Integer(Number),
    List,
    Map,
    Structure,
}

impl<P> Predicate<P> {
    /// Converts all paths.
    pub(crate) fn map<Q>(self, convert: &impl Fn(P) -> Q) -> Predicate<Q> {
        let boxed = |inner: Box<Self>| Box::new(inner.map(convert));
        match self {
            Self::Compare(left, operator, right) => {
                Predicate::Compare(left.map(convert), operator, right.map(convert))
            }
            Self::All(path, text) => Predicate::All(convert(path), text),
            Self::Any(path, text) => Predicate::Any(convert(path), text),
            Self::And(left, right) => Predicate::And(boxed(left), boxed(right)),
            Self::Or(left, right) => Predicate::Or(boxed(left), boxed(right)),
        }
    }
}

impl Predicate {
    /// The opposite of a condition on values that are present or absent, not on numbers of elements; `None` for texts in
    /// lists.
    pub(crate) fn negated(self) -> Option<Self> {
        let boxed = |inner: Box<Self>| inner.negated().map(Box::new);
        Some(match self {
            Self::Compare(left, operator, right) => Self::Compare(left, operator.negated(), right),
            Self::And(left, right) => Self::Or(boxed(left)?, boxed(right)?),
            Self::Or(left, right) => Self::And(boxed(left)?, boxed(right)?),
            Self::All(..) | Self::Any(..) => return None,
        })
    }
}

impl Operator {
    /// The operator with the operands in the other order.
    pub(crate) fn mirrored(self) -> Self {
        match self {
            Self::Equal | Self::NotEqual => self,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }

    fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }
}

impl<P> Operand<P> {
    fn map<Q>(self, convert: &impl Fn(P) -> Q) -> Operand<Q> {
        match self {
            Self::Value(path) => Operand::Value(convert(path)),
            Self::Length(path) => Operand::Length(convert(path)),
            Self::Text(text) => Operand::Text(text),
            Self::Integer(integer) => Operand::Integer(integer),
            Self::Boolean(value) => Operand::Boolean(value),
        }
    }
}

impl Path {
    /// Whether it leads to any number of values.
    pub(crate) fn has_elements(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| matches!(step, Step::Elements { .. }))
    }
}
