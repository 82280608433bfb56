//! Authentication: how the requests of an operation are authenticated, by the first of its schemes that is supported.

use personalize_events_ast::{Shape, ShapeId};

use super::context::Lowering;
use crate::ir::Authentication;
use crate::traits::{AUTH, HTTP_BEARER_AUTH, OPTIONAL_AUTH, Reader, SIGV4, is_scheme};

impl<'a> Lowering<'a> {
    /// The authentication of an operation, or its schemes if none of them is supported.
    pub(super) fn authentication(
        &self,
        service: &Shape,
        operation: &Shape,
    ) -> Result<Authentication, Vec<ShapeId>> {
        let of = |shape: &Shape| Reader::checked(&shape.traits, &shape.id).get(&AUTH);
        let schemes = of(operation).or_else(|| of(service)).unwrap_or_else(|| {
            // By their IDs, as Smithy's `ServiceIndex` sorts them. A service without schemes has no authentication: see the
            // guide "Disabling Authentication" of Smithy.
            let all = service.traits.keys();
            let mut schemes: Vec<ShapeId> = all
                .filter(|id| is_scheme(self.model, id))
                .cloned()
                .collect();
            schemes.sort();
            schemes
        });
        let supported = schemes.iter().find_map(|scheme| match scheme.as_str() {
            id if id == SIGV4.id => Some(Authentication::SigV4),
            id if id == HTTP_BEARER_AUTH.id => Some(Authentication::Bearer),
            _ => None,
        });
        match supported {
            Some(authentication) => Ok(authentication),
            None if schemes.is_empty() || operation.traits.contains_key(OPTIONAL_AUTH.id) => {
                Ok(Authentication::Anonymous)
            }
            None => Err(schemes),
        }
    }

    /// Reports schemes that a service or operation lists although the service does not have them.
    pub(super) fn check_schemes(&mut self, traits: Reader<'a>, service: &Shape) {
        let listed = traits.get(&AUTH).unwrap_or_default();
        let unknown = listed.iter().filter(|id| !service.traits.contains_key(*id));
        for id in unknown {
            let message = format!(
                "the authentication scheme `{id}` is not a trait of the service; apply it to the service, or remove it from \
                 the list"
            );
            let at = traits.node(&AUTH).map_or(service.at, |value| value.node.at);
            self.report(at, traits.shape(), message);
        }
    }
}
