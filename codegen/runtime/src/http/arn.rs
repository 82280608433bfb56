//! Endpoints that depend on an ARN in the request: what is required of it, and the part of it before the host name.

use super::template::fill;

/// What endpoint rules require of an ARN, and how the host name depends on it.
#[derive(Clone, Copy, Debug)]
pub struct ArnEndpoint {
    /// The message if it is no ARN.
    pub invalid: &'static str,
    /// Conditions; the message of the first that is false is the error.
    pub checks: &'static [ArnCheck],
    /// The part that is the label before the host name.
    pub host_label: ArnPart,
}

/// A condition on a part of an ARN.
#[derive(Clone, Copy, Debug)]
pub struct ArnCheck {
    /// The part.
    pub part: ArnPart,
    /// The value that the part must have, or must not have.
    pub value: &'static str,
    /// Whether the part must be equal to the value, or different from it.
    pub is_equal: bool,
    /// The message, with the placeholders `{partition}`, `{service}`, `{region}` and `{resourceType}`. It has nothing else
    /// of the ARN, which is user data.
    pub message: &'static str,
}

/// A part of an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArnPart {
    /// `aws` in `arn:aws:films::123456789012:reel/1`.
    Partition,
    /// `films`.
    Service,
    /// Empty.
    Region,
    /// `123456789012`.
    AccountId,
    /// `reel`: what is before the first `:` or `/` of the resource.
    ResourceType,
}

impl ArnEndpoint {
    /// Returns the label before the host name, or the message of what is wrong with an ARN.
    pub(super) fn host_label<'a>(&self, arn: &'a str) -> Result<&'a str, String> {
        let Some(parts) = Parts::parse(arn) else {
            return Err(self.invalid.to_owned());
        };
        for check in self.checks {
            if (parts.get(check.part) == check.value) != check.is_equal {
                return Err(parts.message(check.message));
            }
        }
        Ok(parts.get(self.host_label))
    }
}

/// The parts of an ARN after `arn`, in their order.
struct Parts<'a>([&'a str; 5]);

impl<'a> Parts<'a> {
    /// As the function `aws.parseArn` of endpoint rules: partition, service and resource are not empty.
    fn parse(arn: &'a str) -> Option<Self> {
        let mut parts = arn.strip_prefix("arn:")?.splitn(5, ':');
        let mut next = || parts.next();
        let parts = [next()?, next()?, next()?, next()?, next()?];
        let [partition, service, _, _, resource] = parts;
        let is_valid = ![partition, service, resource].contains(&"");
        is_valid.then_some(Self(parts))
    }

    fn get(&self, part: ArnPart) -> &'a str {
        let [partition, service, region, account, resource] = self.0;
        match part {
            ArnPart::Partition => partition,
            ArnPart::Service => service,
            ArnPart::Region => region,
            ArnPart::AccountId => account,
            ArnPart::ResourceType => resource.split([':', '/']).next().unwrap_or_default(),
        }
    }

    fn message(&self, template: &str) -> String {
        let labels = [
            ("partition", ArnPart::Partition),
            ("service", ArnPart::Service),
            ("region", ArnPart::Region),
            ("resourceType", ArnPart::ResourceType),
        ];
        let labels = labels.map(|(name, part)| (name, self.get(part).to_owned()));
        fill(template, &labels).unwrap_or_else(|_| template.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{ArnCheck, ArnEndpoint, ArnPart};

    const ENDPOINT: ArnEndpoint = ArnEndpoint {
        invalid: "no ARN",
        checks: &[
            ArnCheck {
                part: ArnPart::Service,
                value: "films",
                is_equal: true,
                message: "of `{service}` in `{partition}`",
            },
            ArnCheck {
                part: ArnPart::Region,
                value: "",
                is_equal: true,
                message: "in `{region}`",
            },
            ArnCheck {
                part: ArnPart::ResourceType,
                value: "",
                is_equal: false,
                message: "no type",
            },
            ArnCheck {
                part: ArnPart::ResourceType,
                value: "reel",
                is_equal: true,
                message: "a `{resourceType}`, {other}",
            },
        ],
        host_label: ArnPart::AccountId,
    };

    // The parts are those of `aws.parseArn` in Smithy's specification.
    #[test]
    fn the_first_check_that_fails_is_the_error() {
        for (arn, expected) in [
            ("arn:aws:films::1:reel/2:3", Ok("1")),
            ("arn:aws:films::1:reel:2/3", Ok("1")),
            ("arn:aws:films::1:reel", Ok("1")),
            ("arn:aws:films:::reel", Ok("")),
            ("", Err("no ARN")),
            ("films", Err("no ARN")),
            ("ARN:aws:films::1:reel", Err("no ARN")),
            ("arn:aws:films::1", Err("no ARN")),
            ("arn::films::1:reel", Err("no ARN")),
            ("arn:aws:::1:reel", Err("no ARN")),
            ("arn:aws:films::1:", Err("no ARN")),
            ("arn:a:{region}:b:1:reel", Err("of `{region}` in `a`")),
            ("arn:aws:films:x:1:shot", Err("in `x`")),
            ("arn:aws:films::1:/reel", Err("no type")),
            (
                "arn:aws:films::1:reels/2",
                Err("a `{resourceType}`, {other}"),
            ),
        ] {
            let found = ENDPOINT.host_label(arn);
            assert_eq!(found, expected.map_err(str::to_owned), "{arn}");
        }
    }
}
