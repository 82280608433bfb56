//! The traits that the generator ignores, each group with the reason why it makes no difference.

use super::selector::ANY;
use super::selector::Selector::{self, Only};
use super::selector::ShapeType::{Operation, Resource, Service, Structure, StructureMember};

const PLANES: Selector = Only(&[Service, Resource, Operation]);

const IGNORED: &[(&str, Selector)] = &[
    // Retries do not depend on it.
    ("smithy.api#idempotent", Only(&[Operation])),
    ("smithy.api#readonly", Only(&[Operation])),
    // It is for browsers.
    ("smithy.api#cors", Only(&[Service])),
    // Endpoints are resolved by hand-written code.
    ("smithy.rules#contextParam", Only(&[StructureMember])),
    ("aws.api#clientDiscoveredEndpoint", Only(&[Operation])),
    ("smithy.rules#operationContextParams", Only(&[Operation])),
    ("smithy.rules#staticContextParams", Only(&[Operation])),
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
    ("smithy.rules#endpointRuleSet", Only(&[Service])),
    ("smithy.rules#endpointTests", Only(&[Service])),
    // Event streams are unsupported.
    ("smithy.api#eventHeader", Only(&[StructureMember])),
    ("smithy.api#eventPayload", Only(&[StructureMember])),
    // Every request is signed with SigV4, its body included.
    ("aws.auth#unsignedPayload", Only(&[Operation])),
    ("smithy.api#optionalAuth", Only(&[Operation])),
    ("smithy.api#auth", Only(&[Service, Operation])),
    ("aws.auth#cognitoUserPools", Only(&[Service])),
    ("smithy.api#httpApiKeyAuth", Only(&[Service])),
    ("smithy.api#httpBearerAuth", Only(&[Service])),
    // Examples are generated from required members.
    ("smithy.api#examples", Only(&[Operation])),
    // It describes policies, not requests.
    ("aws.iam#actionName", Only(&[Operation])),
    ("aws.iam#actionPermissionDescription", Only(&[Operation])),
    ("aws.iam#requiredActions", Only(&[Operation])),
    ("aws.iam#defineConditionKeys", Only(&[Service])),
    ("aws.iam#conditionKeys", PLANES),
    ("aws.iam#disableConditionKeyInference", PLANES),
    ("aws.iam#supportedPrincipalTypes", PLANES),
    // It is for linters.
    ("smithy.api#suppress", ANY),
    // Tests are not part of a client.
    (
        "smithy.test#httpResponseTests",
        Only(&[Operation, Structure]),
    ),
    ("smithy.test#eventStreamTests", Only(&[Operation])),
    ("smithy.test#httpMalformedRequestTests", Only(&[Operation])),
    ("smithy.test#httpRequestTests", Only(&[Operation])),
    ("smithy.test#smokeTests", Only(&[Operation])),
    // It only classifies.
    ("aws.api#data", ANY),
    ("smithy.api#tags", ANY),
    ("aws.api#controlPlane", PLANES),
    ("aws.api#dataPlane", PLANES),
    // The protocol has no XML.
    ("smithy.api#xmlName", ANY),
    ("smithy.api#xmlNamespace", ANY),
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
    // Paginators are not generated.
    ("smithy.api#paginated", Only(&[Service, Operation])),
    // The documentation is enough.
    ("smithy.api#externalDocumentation", ANY),
    // Waiters are not generated.
    ("smithy.waiters#waitable", Only(&[Operation])),
    // A member with a default always has a value.
    ("smithy.api#addedDefault", Only(&[StructureMember])),
    // Everything in a model is generated.
    ("smithy.api#internal", ANY),
    ("smithy.api#private", ANY),
    ("smithy.api#unstable", ANY),
    // The client decides which errors are retried.
    ("smithy.api#retryable", Only(&[Structure])),
    // It only recommends a value to the caller.
    ("smithy.api#recommended", Only(&[StructureMember])),
];

/// The selector of an ignored trait.
pub(super) fn selector(id: &str) -> Option<Selector> {
    let row = IGNORED.iter().find(|(ignored, _)| *ignored == id)?;
    Some(row.1)
}
