//! Authentication: what the documentation states about it.

use super::PackageAuthentication;
use crate::ir::{Authentication, Operation, Service};

/// How the requests of an operation are authenticated by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    SigV4,
    SigV4a,
    Bearer,
    Anonymous,
    Optional,
}

const KINDS: [Kind; 5] = [
    Kind::SigV4,
    Kind::SigV4a,
    Kind::Bearer,
    Kind::Anonymous,
    Kind::Optional,
];

impl Kind {
    fn of(operation: &Operation) -> Self {
        match &operation.authentication {
            Authentication::Anonymous => Self::Anonymous,
            Authentication::SigV4 | Authentication::SigV4a(_) | Authentication::Bearer
                if operation.authentication_is_optional =>
            {
                Self::Optional
            }
            Authentication::SigV4 => Self::SigV4,
            Authentication::SigV4a(_) => Self::SigV4a,
            Authentication::Bearer => Self::Bearer,
        }
    }

    /// Whether requests always have a signature.
    fn is_signed(self) -> bool {
        match self {
            Self::SigV4 | Self::SigV4a => true,
            Self::Bearer | Self::Anonymous | Self::Optional => false,
        }
    }

    /// What a sentence states of requests.
    fn predicate(self) -> &'static str {
        match self {
            Self::SigV4 => "are signed with AWS Signature Version 4",
            Self::SigV4a => "are signed with AWS Signature Version 4A",
            Self::Bearer => {
                "have the bearer token of `ClientSettings::bearer_token` or `ClientSettings::bearer_token_provider`"
            }
            Self::Anonymous => "are not authenticated and need no credentials",
            Self::Optional => {
                "are not authenticated, unless `ClientSettings::optional_authentication` is set"
            }
        }
    }
}

/// The sentence of an operation whose requests are not signed.
pub(super) fn of_operation(operation: &Operation) -> Option<String> {
    let kind = Kind::of(operation);
    (!kind.is_signed()).then(|| format!("Requests {}.", kind.predicate()))
}

/// How a crate authenticates: how most requests are authenticated, and the exceptions.
pub(super) fn of_service(service: &Service) -> PackageAuthentication {
    let of_kind = |kind| {
        let operations = service.operations.iter();
        let operations = operations.filter(move |operation| Kind::of(operation) == kind);
        let names = operations.map(|operation| format!("`{}`", operation.id.name()));
        names.collect::<Vec<String>>()
    };
    let mut groups = KINDS.map(|kind| (kind, of_kind(kind)));
    groups.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
    let sentences = groups
        .iter()
        .enumerate()
        .filter_map(|(index, (kind, names))| {
            let predicate = kind.predicate();
            match names.as_slice() {
                [] => None,
                _ if index == 0 => Some(format!("Requests {predicate}.")),
                [name] => Some(format!("Those of {name} {predicate}.")),
                [names @ .., last] => Some(format!(
                    "Those of {} and {last} {predicate}.",
                    names.join(", ")
                )),
            }
        });
    let mut operations = service.operations.iter();
    PackageAuthentication {
        docs: sentences.collect::<Vec<String>>().join(" "),
        defers_missing_credentials: operations.clone().any(|it| !Kind::of(it).is_signed()),
        needs_sigv4a: operations.any(|it| matches!(it.authentication, Authentication::SigV4a(_))),
    }
}

/// Whether some requests have a bearer token.
pub(super) fn has_bearer_tokens(service: &Service) -> bool {
    let mut operations = service.operations.iter();
    operations.any(|operation| Kind::of(operation) == Kind::Bearer)
}
