//! Traits that change nothing, by the reason why.

use super::place::Place::{self, Member, Operation, Resource, Service, Structure};
use super::place::{ANYWHERE, PLANES};

/// Why traits change nothing, where they may stand all the same, and which they are.
type Row = (&'static str, &'static [Place], &'static [&'static str]);

const SILENT: &[Row] = &[
    (
        "a request is sent once",
        &[Operation],
        &["smithy.api#idempotent", "smithy.api#readonly"],
    ),
    (
        "browsers ask for it, and this is none",
        &[Service],
        &["smithy.api#cors"],
    ),
    (
        "endpoints are resolved by hand-written code",
        &[Member],
        &["smithy.rules#contextParam"],
    ),
    (
        "endpoints are resolved by hand-written code",
        &[Operation],
        &[
            "aws.api#clientDiscoveredEndpoint",
            "smithy.rules#operationContextParams",
            "smithy.rules#staticContextParams",
        ],
    ),
    (
        "endpoints are resolved by hand-written code",
        &[Service],
        &[
            "aws.api#clientEndpointDiscovery",
            "aws.endpoints#dualStackOnlyEndpoints",
            "aws.endpoints#endpointsModifier",
            "aws.endpoints#rulesBasedEndpoints",
            "aws.endpoints#standardPartitionalEndpoints",
            "aws.endpoints#standardRegionalEndpoints",
            "smithy.rules#clientContextParams",
            "smithy.rules#endpointBdd",
            "smithy.rules#endpointRuleSet",
            "smithy.rules#endpointTests",
        ],
    ),
    (
        "event streams are refused",
        &[Member],
        &["smithy.api#eventHeader", "smithy.api#eventPayload"],
    ),
    (
        "every request is signed, with SigV4 and its body",
        &[Operation],
        &["aws.auth#unsignedPayload", "smithy.api#optionalAuth"],
    ),
    (
        "every request is signed, with SigV4 and its body",
        &[Service, Operation],
        &["smithy.api#auth"],
    ),
    (
        "every request is signed, with SigV4 and its body",
        &[Service],
        &[
            "aws.auth#cognitoUserPools",
            "smithy.api#httpApiKeyAuth",
            "smithy.api#httpBearerAuth",
        ],
    ),
    (
        "examples are made of what is required",
        &[Operation],
        &["smithy.api#examples"],
    ),
    (
        "it is about policies, not about requests",
        &[Operation],
        &[
            "aws.iam#actionName",
            "aws.iam#actionPermissionDescription",
            "aws.iam#requiredActions",
        ],
    ),
    (
        "it is about policies, not about requests",
        &[Service],
        &["aws.iam#defineConditionKeys"],
    ),
    (
        "it is about policies, not about requests",
        PLANES,
        &[
            "aws.iam#conditionKeys",
            "aws.iam#disableConditionKeyInference",
            "aws.iam#supportedPrincipalTypes",
        ],
    ),
    ("it is for linters", ANYWHERE, &["smithy.api#suppress"]),
    (
        "it is for those who run the tests",
        &[Operation, Structure],
        &["smithy.test#httpResponseTests"],
    ),
    (
        "it is for those who run the tests",
        &[Operation],
        &[
            "smithy.test#eventStreamTests",
            "smithy.test#httpMalformedRequestTests",
            "smithy.test#httpRequestTests",
            "smithy.test#smokeTests",
        ],
    ),
    (
        "it sorts, and decides nothing",
        ANYWHERE,
        &["aws.api#data", "smithy.api#tags"],
    ),
    (
        "it sorts, and decides nothing",
        PLANES,
        &["aws.api#controlPlane", "aws.api#dataPlane"],
    ),
    (
        "no XML is sent",
        ANYWHERE,
        &["smithy.api#xmlName", "smithy.api#xmlNamespace"],
    ),
    (
        "of resources only the operations are generated",
        &[Member],
        &[
            "smithy.api#nestedProperties",
            "smithy.api#notProperty",
            "smithy.api#property",
            "smithy.api#resourceIdentifier",
        ],
    ),
    (
        "of resources only the operations are generated",
        &[Resource],
        &["aws.api#arn", "aws.api#taggable", "smithy.api#noReplace"],
    ),
    (
        "of resources only the operations are generated",
        &[Service],
        &["aws.api#tagEnabled"],
    ),
    (
        "of resources only the operations are generated",
        ANYWHERE,
        &["aws.api#arnReference", "smithy.api#references"],
    ),
    (
        "only the newest model is generated",
        ANYWHERE,
        &["smithy.api#since"],
    ),
    (
        "operations name their inputs",
        &[Structure],
        &["smithy.api#input"],
    ),
    (
        "operations name their outputs",
        &[Structure],
        &["smithy.api#output"],
    ),
    (
        "pages are asked for one by one",
        &[Service, Operation],
        &["smithy.api#paginated"],
    ),
    (
        "the documentation says enough",
        ANYWHERE,
        &["smithy.api#externalDocumentation"],
    ),
    (
        "waiting is the application's",
        &[Operation],
        &["smithy.waiters#waitable"],
    ),
    (
        "what has a default is always there",
        &[Member],
        &["smithy.api#addedDefault"],
    ),
    (
        "what is in a model is generated",
        ANYWHERE,
        &[
            "smithy.api#internal",
            "smithy.api#private",
            "smithy.api#unstable",
        ],
    ),
    (
        "which errors are retried is the client's",
        &[Structure],
        &["smithy.api#retryable"],
    ),
    (
        "who builds a request decides",
        &[Member],
        &["smithy.api#recommended"],
    ),
];

/// Where a trait that changes nothing may stand.
pub(super) fn places(id: &str) -> Option<&'static [Place]> {
    let mut rows = SILENT.iter();
    rows.find(|(_, _, ids)| ids.contains(&id)).map(|row| row.1)
}
