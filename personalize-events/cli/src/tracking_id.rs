//! Checks `--tracking-id` before anything is opened.

use anyhow::bail;

/// The maximum length in the service's model.
const MAX_CHARS: usize = 256;

/// What to pass instead.
const HELP: &str = "pass the ID that `aws personalize describe-event-tracker` prints as trackingId, such as \
                    12345678-1234-1234-1234-123456789012";

/// Reports what is wrong with a tracking ID.
pub(crate) fn check(tracking_id: Option<&str>) -> anyhow::Result<()> {
    let Some(id) = tracking_id else {
        return Ok(());
    };
    let length = id.chars().count();
    if length == 0 {
        bail!("--tracking-id is empty; {HELP}");
    }
    if length > MAX_CHARS {
        bail!("--tracking-id has {length} characters, but at most {MAX_CHARS} are allowed; {HELP}");
    }
    if id.starts_with("arn:") {
        bail!("--tracking-id is an ARN; {HELP}");
    }
    if id.contains(|char: char| char.is_whitespace() || char.is_control()) {
        bail!("--tracking-id has white space or a control character; {HELP}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn arns_and_texts_that_the_model_does_not_allow_are_rejected() {
        let problem = |id: &str| check(Some(id)).map_err(|error| error.to_string());
        assert_eq!(problem("12345678-1234-1234-1234-123456789012"), Ok(()));
        assert_eq!(problem(&"x".repeat(256)), Ok(()));
        assert!(check(None).is_ok());
        let arn = "arn:aws:personalize:eu-west-1:123456789012:event-tracker/1a2b";
        let long = "x".repeat(257);
        for (id, start) in [
            ("", "--tracking-id is empty; pass"),
            (arn, "--tracking-id is an ARN; pass"),
            ("a b", "--tracking-id has white space"),
            ("a\n", "--tracking-id has white space"),
            (&long, "--tracking-id has 257 characters, but at most 256"),
        ] {
            let problem = problem(id).unwrap_err();
            assert!(problem.starts_with(start), "{problem}");
        }
    }
}
