//! The traits that the generator ignores, each group with the reason why it makes no difference. A namespace is ignored
//! as a whole if no trait in it can change a request or a response.

use personalize_events_ast::ShapeId;

use super::selector::ANY;
use super::selector::Selector::{self, Only};
use super::selector::ShapeType::{
    Blob, Operation, Resource, Scalar, Service, Structure, StructureMember, UnionMember,
};

/// The namespaces that are ignored but for traits in the table, with the reason. Traits that tools add to them need no new version of the
/// generator.
const NAMESPACES: &[(&str, &str)] = &[
    ("aws.apigateway", "configures Amazon API Gateway"),
    (
        "aws.cloudformation",
        "describes resources of CloudFormation",
    ),
    ("aws.cloudtrail", "describes events of CloudTrail"),
    ("aws.iam", "describes policies"),
    ("smithy.mqtt", "belongs to another protocol"),
    ("smithy.openapi", "describes the conversion to OpenAPI"),
    ("smithy.test", "tests are not generated"),
    ("smithy.waiters", "describes waiters"),
];

const PLANES: Selector = Only(&[Service, Resource, Operation]);

const IGNORED: &[(&str, Selector)] = &[
    // Retries do not depend on it.
    ("smithy.api#idempotent", Only(&[Operation])),
    ("smithy.api#readonly", Only(&[Operation])),
    // It is for browsers.
    ("smithy.api#cors", Only(&[Service])),
    // Endpoints are found by rules, or by hand-written code.
    ("aws.api#clientDiscoveredEndpoint", Only(&[Operation])),
    (
        "aws.api#clientEndpointDiscoveryId",
        Only(&[StructureMember]),
    ),
    ("aws.api#clientEndpointDiscovery", Only(&[Service])),
    ("aws.endpoints#dualStackOnlyEndpoints", Only(&[Service])),
    ("aws.endpoints#endpointsModifier", Only(&[Service])),
    ("aws.endpoints#rulesBasedEndpoints", Only(&[Service])),
    (
        "aws.endpoints#standardPartitionalEndpoints",
        Only(&[Service]),
    ),
    ("aws.endpoints#standardRegionalEndpoints", Only(&[Service])),
    ("smithy.rules#clientContextParams", Only(&[Service])),
    ("smithy.rules#endpointBdd", Only(&[Service])),
    // The lengths of all bodies are known.
    ("smithy.api#requiresLength", Only(&[Blob])),
    // Event streams are unsupported.
    ("smithy.api#eventHeader", Only(&[StructureMember])),
    ("smithy.api#eventPayload", Only(&[StructureMember])),
    // Operations with an authentication scheme that is supported use that.
    ("aws.auth#cognitoUserPools", Only(&[Service])),
    (
        "aws.auth#cognitoUserPoolsScopes",
        Only(&[Service, Operation]),
    ),
    ("aws.auth#sigv4a", Only(&[Service])),
    ("smithy.api#httpApiKeyAuth", Only(&[Service])),
    ("smithy.api#httpBasicAuth", Only(&[Service])),
    ("smithy.api#httpDigestAuth", Only(&[Service])),
    // Examples are generated from required members.
    ("smithy.api#examples", Only(&[Operation])),
    // It is for linters.
    ("smithy.api#suppress", ANY),
    // It only classifies.
    ("aws.api#data", ANY),
    ("smithy.api#tags", ANY),
    ("aws.api#controlPlane", PLANES),
    ("aws.api#dataPlane", PLANES),
    // It belongs to another protocol. A service may have several.
    ("aws.protocols#awsJson1_0", Only(&[Service])),
    ("aws.protocols#awsJson1_1", Only(&[Service])),
    ("aws.protocols#awsQuery", Only(&[Service])),
    ("aws.protocols#awsQueryCompatible", Only(&[Service])),
    ("aws.protocols#awsQueryError", Only(&[Structure])),
    ("aws.protocols#ec2Query", Only(&[Service])),
    ("aws.protocols#ec2QueryName", Only(&[StructureMember])),
    ("aws.protocols#restXml", Only(&[Service])),
    ("smithy.protocols#rpcv2Cbor", Only(&[Service])),
    ("smithy.protocols#rpcv2Json", Only(&[Service])),
    ("smithy.api#xmlAttribute", Only(&[StructureMember])),
    (
        "smithy.api#xmlFlattened",
        Only(&[StructureMember, UnionMember]),
    ),
    ("smithy.api#xmlName", ANY),
    ("smithy.api#xmlNamespace", ANY),
    // It is of Smithy 1.0: what has no default is optional.
    ("smithy.api#box", Only(&[Scalar, StructureMember])),
    // Only the operations of resources are generated.
    ("smithy.api#nestedProperties", Only(&[StructureMember])),
    ("smithy.api#notProperty", Only(&[StructureMember])),
    ("smithy.api#property", Only(&[StructureMember])),
    ("smithy.api#resourceIdentifier", Only(&[StructureMember])),
    ("aws.api#arn", Only(&[Resource])),
    ("aws.api#taggable", Only(&[Resource])),
    ("smithy.api#noReplace", Only(&[Resource])),
    ("aws.api#tagEnabled", Only(&[Service])),
    ("aws.api#arnReference", ANY),
    ("smithy.api#references", ANY),
    // Clients are generated from the newest model.
    ("smithy.api#since", ANY),
    // Operations name their inputs and outputs.
    ("smithy.api#input", Only(&[Structure])),
    ("smithy.api#output", Only(&[Structure])),
    // The documentation is enough.
    ("smithy.api#externalDocumentation", ANY),
    // A member with a default always has a value.
    ("smithy.api#addedDefault", Only(&[StructureMember])),
    // Everything in a model is generated.
    ("smithy.api#internal", ANY),
    ("smithy.api#private", ANY),
    ("smithy.api#unstable", ANY),
    // The client decides which errors are retried.
    ("smithy.api#retryable", Only(&[Structure])),
    // It defines a trait; a shape with it may also be the target of members.
    ("smithy.api#authDefinition", ANY),
    ("smithy.api#idRef", ANY),
    ("smithy.api#protocolDefinition", ANY),
    ("smithy.api#trait", ANY),
    ("smithy.api#traitValidators", ANY),
    // It only recommends a value to the caller.
    ("smithy.api#recommended", Only(&[StructureMember])),
];

/// The row of a namespace that is ignored: its name and the reason.
pub(super) fn namespace(id: &ShapeId) -> Option<(&'static str, &'static str)> {
    let mut rows = NAMESPACES.iter();
    rows.find(|(name, _)| *name == id.namespace()).copied()
}

/// The selector of an ignored trait.
pub(super) fn selector(id: &str) -> Option<Selector> {
    let row = IGNORED.iter().find(|(ignored, _)| *ignored == id)?;
    Some(row.1)
}
