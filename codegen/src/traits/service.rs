//! The traits of a service: its AWS names, the protocol it speaks, the name it signs for.

use personalize_events_ast::{Entry, Trait};

use super::Malformed;

/// What `aws.api#service` says that is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceTrait {
    pub(crate) sdk_id: String,
    /// `None` where it is as the service is called.
    pub(crate) endpoint_prefix: Option<String>,
}

pub(super) fn read(value: &Trait) -> Result<ServiceTrait, Malformed> {
    let (mut sdk_id, mut endpoint_prefix, mut arn_namespace) = (None, None, None);
    for entry in entries(value)? {
        match entry.key.as_str() {
            "sdkId" => sdk_id = Some(text(entry)?),
            "endpointPrefix" => endpoint_prefix = Some(host_label(entry)?),
            "arnNamespace" => arn_namespace = Some(host_label(entry)?),
            "cloudFormationName" | "cloudTrailEventSource" | "docId" => {
                text(entry)?;
            }
            _ => return Err(unknown(entry)),
        }
    }
    let missing = |key: &str| Malformed::new(value.node.at, format!("it needs the key `{key}`"));
    Ok(ServiceTrait {
        sdk_id: sdk_id.ok_or_else(|| missing("sdkId"))?,
        endpoint_prefix: endpoint_prefix.or(arn_namespace),
    })
}

pub(super) fn read_signing_name(value: &Trait) -> Result<String, Malformed> {
    let mut name = None;
    for entry in entries(value)? {
        match entry.key.as_str() {
            "name" => name = Some(host_label(entry)?),
            _ => return Err(unknown(entry)),
        }
    }
    name.ok_or_else(|| Malformed::new(value.node.at, "it needs the key `name`"))
}

/// Which HTTP versions a service prefers makes no difference; event streams are refused elsewhere.
pub(super) fn read_protocol(value: &Trait) -> Result<(), Malformed> {
    for entry in entries(value)? {
        let versions = entry.node.as_array();
        match entry.key.as_str() {
            "http" | "eventStreamHttp" if versions.is_some() => {}
            "http" | "eventStreamHttp" => {
                let message = format!("`{}` must be an array", entry.key);
                return Err(Malformed::new(entry.node.at, message));
            }
            _ => return Err(unknown(entry)),
        }
    }
    Ok(())
}

fn entries(value: &Trait) -> Result<&[Entry], Malformed> {
    let object = value.node.as_object();
    object
        .map(|object| object.0.as_slice())
        .ok_or_else(|| Malformed::new(value.node.at, "it must be an object"))
}

fn text(entry: &Entry) -> Result<String, Malformed> {
    let text = entry.node.as_str().filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or_else(|| {
        let message = format!("`{}` must be a string that is not empty", entry.key);
        Malformed::new(entry.node.at, message)
    })
}

/// A name that stands in host names and signatures.
fn host_label(entry: &Entry) -> Result<String, Malformed> {
    let text = text(entry)?;
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    if text.bytes().all(plain) {
        Ok(text)
    } else {
        let message = format!(
            "`{}` must be lower-case letters, digits, `-` and `.`",
            entry.key
        );
        Err(Malformed::new(entry.node.at, message))
    }
}

fn unknown(entry: &Entry) -> Malformed {
    let message = format!("its key `{}` is not known to the generator", entry.key);
    Malformed::new(entry.at, message)
}
