//! How the `Authorization` header of Signature Version 4 is spelled.

use crate::signature::Refusal;

pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
pub(crate) const TERMINATOR: &str = "aws4_request";

/// The parts of the header.
pub(crate) struct Authorization<'a> {
    pub(crate) key_id: &'a str,
    pub(crate) date: &'a str,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
    pub(crate) terminator: &'a str,
    /// In lower case and in order, as they are signed.
    pub(crate) signed_headers: Vec<String>,
    pub(crate) signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Takes the header apart.
    pub(crate) fn parse(header: &'a str) -> Result<Self, Refusal> {
        let (algorithm, parameters) = header.split_once(' ').unwrap_or((header, ""));
        if algorithm != ALGORITHM {
            return Err(Refusal::incomplete(format!(
                "Authorization header requires the algorithm '{ALGORITHM}'."
            )));
        }
        let (mut credential, mut signed_headers, mut signature) = (None, None, None);
        for parameter in parameters.split(',').map(str::trim) {
            if parameter.is_empty() {
                continue;
            }
            let place = match parameter.split_once('=') {
                Some(("Credential", value)) => (&mut credential, value),
                Some(("SignedHeaders", value)) => (&mut signed_headers, value),
                Some(("Signature", value)) => (&mut signature, value),
                Some(_) | None => {
                    return Err(Refusal::incomplete(
                        "Authorization header has a part that is no parameter of it, or no \
                         key=value pair.",
                    ));
                }
            };
            if place.0.replace(place.1).is_some() {
                return Err(Refusal::incomplete(
                    "Authorization header has a parameter twice.",
                ));
            }
        }
        let (Some(credential), Some(signed_headers), Some(signature)) =
            (credential, signed_headers, signature)
        else {
            return Err(absent(&[
                ("Credential", credential),
                ("SignedHeaders", signed_headers),
                ("Signature", signature),
            ]));
        };
        let parts: Vec<&str> = credential.split('/').collect();
        let [key_id, date, region, service, terminator] = parts[..] else {
            return Err(Refusal::incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. \
                 keyid/date/region/service/term.",
            ));
        };
        let mut signed_headers: Vec<String> = signed_headers
            .split(';')
            .map(str::to_ascii_lowercase)
            .collect();
        signed_headers.sort();
        Ok(Self {
            key_id,
            date,
            region,
            service,
            terminator,
            signed_headers,
            signature,
        })
    }
}

fn absent(parameters: &[(&str, Option<&str>)]) -> Refusal {
    let sentences: Vec<String> = parameters
        .iter()
        .filter(|(_, value)| value.is_none())
        .map(|(name, _)| format!("Authorization header requires '{name}' parameter."))
        .collect();
    Refusal::incomplete(sentences.join(" "))
}

#[cfg(test)]
mod tests {
    use super::Authorization;

    const GOOD: &str = "AWS4-HMAC-SHA256 Credential=ID/20261123/eu-west-1/personalize/aws4_request, \
                        SignedHeaders=X-Amz-Date;host, Signature=0a";

    fn refused(header: &str) -> String {
        let refusal = Authorization::parse(header).err().unwrap();
        assert_eq!(refusal.code, "IncompleteSignatureException");
        refusal.message
    }

    #[test]
    fn the_header_has_a_credential_signed_headers_and_a_signature() {
        for header in [GOOD.to_owned(), GOOD.replace(", ", ",")] {
            let parsed = Authorization::parse(&header).ok().unwrap();
            assert_eq!(parsed.key_id, "ID");
            assert_eq!((parsed.date, parsed.region), ("20261123", "eu-west-1"));
            assert_eq!(
                (parsed.service, parsed.terminator),
                ("personalize", "aws4_request")
            );
            assert_eq!(parsed.signed_headers, ["host", "x-amz-date"]);
            assert_eq!(parsed.signature, "0a");
        }
    }

    #[test]
    fn every_parameter_that_is_not_there_is_named() {
        assert_eq!(
            refused("AWS4-HMAC-SHA256 SignedHeaders=host"),
            "Authorization header requires 'Credential' parameter. \
             Authorization header requires 'Signature' parameter."
        );
        assert!(refused("AWS4-HMAC-SHA256").contains("'SignedHeaders'"));
    }

    #[test]
    fn another_algorithm_or_a_malformed_header_is_refused() {
        for (header, part) in [
            (GOOD.replace("SHA256", "SHA1"), "AWS4-HMAC-SHA256"),
            ("Bearer abc".to_owned(), "AWS4-HMAC-SHA256"),
            (String::new(), "AWS4-HMAC-SHA256"),
            (GOOD.replace("/eu-west-1", ""), "5 slash-delimited"),
            (GOOD.replace("Signature=", "Signature"), "key=value"),
            (GOOD.replace("Signature=", "Sig="), "no parameter"),
            (format!("{GOOD}, Signature=0b"), "twice"),
        ] {
            let message = refused(&header);
            assert!(message.contains(part), "{header}: {message}");
        }
    }
}
