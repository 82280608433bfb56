//! The authentication scheme of an endpoint.

use std::borrow::Cow;

use crate::ir::AuthScheme;

/// The first scheme with a signature of Version 4, or else the first of Version 4A, which needs more dependencies. The
/// schemes have these names.
pub(super) fn supported<'a>(
    names: &[Cow<'_, str>],
    schemes: &'a [AuthScheme],
) -> Result<&'a AuthScheme, String> {
    for supported in ["sigv4", "sigv4a"] {
        let mut all = names.iter().zip(schemes);
        let Some((_, scheme)) = all.find(|(name, _)| *name == supported) else {
            continue;
        };
        let has_regions = scheme
            .region_set
            .as_ref()
            .is_some_and(|set| !set.is_empty());
        return match (supported, has_regions) {
            ("sigv4a", false) => Err(
                "the authentication scheme `sigv4a` of an endpoint has no `signingRegionSet`"
                    .to_owned(),
            ),
            ("sigv4", true) => Err(
                "the authentication scheme `sigv4` of an endpoint has a `signingRegionSet`, which is of `sigv4a`"
                    .to_owned(),
            ),
            _ => Ok(scheme),
        };
    }
    let names = names.join("`, `");
    Err(format!(
        "an endpoint requires the authentication scheme `{names}`, but only `sigv4` and `sigv4a` are supported"
    ))
}
