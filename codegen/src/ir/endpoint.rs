//! Endpoint rules, their tests, and the table that results from them.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use personalize_events_ast::Position;

/// `smithy.rules#endpointRuleSet`
#[derive(Debug)]
pub(crate) struct RuleSet {
    pub(crate) parameters: IndexMap<String, Parameter>,
    pub(crate) rules: Vec<EndpointRule>,
}

/// A parameter of a rule set.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) built_in: Option<BuiltIn>,
    pub(crate) required: bool,
    pub(crate) default: Option<ParameterValue>,
}

/// The settings of a client that are parameters. It has no others, such as an account ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BuiltIn {
    Region,
    Fips,
    DualStack,
    Endpoint,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ParameterValue {
    Text(String),
    Boolean(bool),
}

/// The values of parameters.
pub(crate) type Static = BTreeMap<String, ParameterValue>;

/// The parameters that an operation sets.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OperationParameters {
    /// Those with the same value in all requests.
    pub(crate) fixed: Static,
    /// The one whose value is the ARN in a request.
    pub(crate) arn: Option<String>,
}

/// A rule: what applies if all conditions are true.
#[derive(Debug)]
pub(crate) struct EndpointRule {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) then: Then,
}

/// The result of a rule.
#[derive(Debug)]
pub(crate) enum Then {
    Rules(Vec<EndpointRule>),
    Endpoint(EndpointValue),
    Error(Expression),
}

/// A condition: a call, and the name of its result.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) call: Call,
    pub(crate) assign: Option<String>,
}

/// A call of a function.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) function: String,
    pub(crate) arguments: Vec<Expression>,
}

/// An expression.
#[derive(Debug)]
pub(crate) enum Expression {
    Boolean(bool),
    Template(Vec<Piece>),
    Reference(String),
    Call(Call),
    /// A value that only unsupported functions have, such as a number.
    Other,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// A name, and perhaps an attribute: `{PartitionResult#dnsSuffix}`.
    Reference(String, Option<String>),
}

/// The endpoint of a rule.
#[derive(Debug)]
pub(crate) struct EndpointValue {
    pub(crate) url: Expression,
    /// The property `authSchemes`, if there is one.
    pub(crate) auth_schemes: Option<Vec<AuthScheme>>,
    /// What else it has, which is unsupported: properties and `headers`.
    pub(crate) others: Vec<String>,
}

/// How to sign.
#[derive(Debug)]
pub(crate) struct AuthScheme {
    pub(crate) name: Expression,
    pub(crate) signing_name: Option<Expression>,
    pub(crate) signing_region: Option<Expression>,
    pub(crate) region_set: Option<Vec<Expression>>,
}

/// A case of `smithy.rules#endpointTests`.
#[derive(Debug)]
pub(crate) struct EndpointTest {
    pub(crate) at: Position,
    pub(crate) documentation: String,
    pub(crate) parameters: IndexMap<String, ParameterValue>,
    pub(crate) expected: Expected,
}

/// What a case expects.
#[derive(Debug)]
pub(crate) enum Expected {
    Error(String),
    /// An endpoint whose value has no references.
    Endpoint(EndpointValue),
}

/// An endpoint or an error. In a table, URL, signing region and message may have the placeholders `{region}`, `{dnsSuffix}`,
/// `{dualStackDnsSuffix}` and `{partition}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Error(String),
    Endpoint {
        url: String,
        /// If it is not that of the service.
        signing_name: Option<String>,
        /// If it is not that of the client.
        signing_region: Option<String>,
        /// The regions of a signature of Version 4A, separated by commas, if that is the authentication scheme.
        region_set: Option<String>,
    },
}

/// What the rules require of an ARN that a request has, and how the host name depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArnEndpoint {
    /// The message if it is no ARN.
    pub(crate) invalid: String,
    pub(crate) checks: Vec<ArnCheck>,
    /// The part before the host name.
    pub(crate) host_label: ArnPart,
}

/// A condition on a part of an ARN, and the message if it is false, with placeholders such as `{service}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArnCheck {
    pub(crate) part: ArnPart,
    pub(crate) value: String,
    /// Whether the part must be equal to the value, or different from it.
    pub(crate) is_equal: bool,
    pub(crate) message: String,
}

/// A part of an ARN: `arn:{partition}:{service}:{region}:{accountId}:{resourceType}/…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArnPart {
    Partition,
    Service,
    Region,
    AccountId,
    /// What the resource has before the first `:` or `/`.
    ResourceType,
}

/// The endpoints that are not the standard ones; the first row that matches applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EndpointTable {
    /// The parameters that the operations with these endpoints set.
    pub(crate) parameters: OperationParameters,
    pub(crate) rows: Vec<EndpointRow>,
    pub(crate) arn: Option<ArnEndpoint>,
    /// The regions of all signatures, if they are of Version 4A.
    pub(crate) region_set: Option<String>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EndpointRow {
    pub(crate) scope: EndpointScope,
    pub(crate) fips: bool,
    pub(crate) dual_stack: bool,
    pub(crate) outcome: Outcome,
    /// Whether the error applies to an endpoint URL of the application too.
    pub(crate) rejects_urls: bool,
}

/// The regions that a row is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EndpointScope {
    Regions(Vec<String>),
    Partitions(Vec<&'static str>),
    All,
}

impl ArnPart {
    pub(crate) const ALL: [Self; 5] = [
        Self::Partition,
        Self::Service,
        Self::Region,
        Self::AccountId,
        Self::ResourceType,
    ];

    /// The one with this attribute in endpoint rules.
    pub(crate) fn with_attribute(attribute: &str) -> Option<Self> {
        match attribute {
            "partition" => Some(Self::Partition),
            "service" => Some(Self::Service),
            "region" => Some(Self::Region),
            "accountId" => Some(Self::AccountId),
            "resourceId[0]" => Some(Self::ResourceType),
            _ => None,
        }
    }

    /// Its placeholder in a table, without braces.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Partition => "partition",
            Self::Service => "service",
            Self::Region => "region",
            Self::AccountId => "accountId",
            Self::ResourceType => "resourceType",
        }
    }
}

impl BuiltIn {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Region, "AWS::Region", "Region"),
        (Self::Fips, "AWS::UseFIPS", "UseFIPS"),
        (Self::DualStack, "AWS::UseDualStack", "UseDualStack"),
        (Self::Endpoint, "SDK::Endpoint", "Endpoint"),
    ];

    /// The one with this id, such as `AWS::Region`.
    pub(crate) fn with_id(id: &str) -> Option<Self> {
        let row = Self::ALL.iter().find(|row| row.1 == id)?;
        Some(row.0)
    }

    /// The one for which AWS's models have a parameter with this name.
    pub(crate) fn by_convention(name: &str) -> Option<Self> {
        let row = Self::ALL.iter().find(|row| row.2 == name)?;
        Some(row.0)
    }
}
