//! The `Authorization` header of Signature Version 4.

use super::error::SignatureError;

pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
pub(super) const TERMINATOR: &str = "aws4_request";

/// The parsed header.
pub(super) struct Authorization<'a> {
    pub(super) key_id: &'a str,
    pub(super) date: &'a str,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
    pub(super) terminator: &'a str,
    /// In lower case and sorted, as in the canonical request.
    pub(super) signed_headers: Vec<String>,
    pub(super) signature: &'a str,
}

impl<'a> Authorization<'a> {
    pub(super) fn parse(header: &'a str) -> Result<Self, SignatureError> {
        let (algorithm, parameters) = header.split_once(' ').unwrap_or((header, ""));
        if algorithm != ALGORITHM {
            return Err(SignatureError::incomplete(format!(
                "Authorization header requires the algorithm '{ALGORITHM}'."
            )));
        }
        let (mut credential, mut signed_headers, mut signature) = (None, None, None);
        for parameter in parameters.split(',').map(str::trim) {
            if parameter.is_empty() {
                continue;
            }
            let (slot, value) = match parameter.split_once('=') {
                Some(("Credential", value)) => (&mut credential, value),
                Some(("SignedHeaders", value)) => (&mut signed_headers, value),
                Some(("Signature", value)) => (&mut signature, value),
                Some(_) | None => {
                    return Err(SignatureError::incomplete(
                        "Authorization header has an unknown parameter or one that is not a \
                         key=value pair.",
                    ));
                }
            };
            if slot.replace(value).is_some() {
                return Err(SignatureError::incomplete(
                    "Authorization header has a duplicate parameter.",
                ));
            }
        }
        let (Some(credential), Some(signed_headers), Some(signature)) =
            (credential, signed_headers, signature)
        else {
            let sentences: Vec<String> = [
                ("Credential", credential),
                ("SignedHeaders", signed_headers),
                ("Signature", signature),
            ]
            .iter()
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| format!("Authorization header requires '{name}' parameter."))
            .collect();
            return Err(SignatureError::incomplete(sentences.join(" ")));
        };
        let parts: Vec<&str> = credential.split('/').collect();
        let [key_id, date, region, service, terminator] = parts[..] else {
            return Err(SignatureError::incomplete(
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

#[cfg(test)]
mod tests {
    use super::Authorization;

    const GOOD: &str = "AWS4-HMAC-SHA256 Credential=ID/20261123/eu-west-1/personalize/aws4_request, \
                        SignedHeaders=X-Amz-Date;host, Signature=0a";

    fn rejected(header: &str) -> String {
        let error = Authorization::parse(header).err().unwrap();
        assert_eq!(error.code, "IncompleteSignatureException");
        error.message
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
    fn every_missing_parameter_is_named() {
        assert_eq!(
            rejected("AWS4-HMAC-SHA256 SignedHeaders=host"),
            "Authorization header requires 'Credential' parameter. \
             Authorization header requires 'Signature' parameter."
        );
        assert!(rejected("AWS4-HMAC-SHA256").contains("'SignedHeaders'"));
    }

    #[test]
    fn another_algorithm_or_a_malformed_header_is_rejected() {
        for (header, part) in [
            (GOOD.replace("SHA256", "SHA1"), "AWS4-HMAC-SHA256"),
            ("Bearer abc".to_owned(), "AWS4-HMAC-SHA256"),
            (String::new(), "AWS4-HMAC-SHA256"),
            (GOOD.replace("/eu-west-1", ""), "5 slash-delimited"),
            (GOOD.replace("Signature=", "Signature"), "key=value"),
            (GOOD.replace("Signature=", "Sig="), "unknown parameter"),
            (format!("{GOOD}, Signature=0b"), "duplicate"),
        ] {
            let message = rejected(&header);
            assert!(message.contains(part), "{header}: {message}");
        }
    }
}
