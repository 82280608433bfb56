//! Idempotency tokens, by which the service recognizes a repeated request.

use crate::random;

/// Creates a token for a member that was not set: a random UUID of version 4.
#[must_use]
pub fn idempotency_token() -> Option<String> {
    Some(random::uuid())
}

#[cfg(test)]
mod tests {
    use super::idempotency_token;

    #[test]
    fn a_token_is_a_random_uuid_of_version_4() {
        let token = idempotency_token().unwrap();
        assert_ne!(Some(&token), idempotency_token().as_ref());
        assert_eq!(token.len(), 36);
        assert_eq!(&token[14..15], "4");
        assert!("89ab".contains(&token[19..20]));
    }
}
