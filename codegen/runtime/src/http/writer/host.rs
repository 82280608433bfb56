//! Members on which the host name depends.

use super::super::{ArnEndpoint, Text};
use super::RequestWriter;

impl RequestWriter {
    /// Writes a member to the host name.
    pub fn host_label(&mut self, name: &'static str, value: &impl Text) {
        if let Some(text) = self.one(name, value) {
            if !is_host_label(&text) {
                return self.fail(
                    name,
                    "is not a label of a host name; use 1 to 63 letters, digits and `-`",
                );
            }
            self.host_labels.push((name, text));
        }
    }

    /// Selects the endpoint by a member that is an ARN.
    pub fn endpoint_arn(&mut self, endpoint: &ArnEndpoint, name: &'static str, value: &impl Text) {
        let Some(text) = self.one(name, value) else {
            return;
        };
        match endpoint.host_label(&text) {
            Ok(label) if is_host_label(label) => self.endpoint_label = Some(label.to_owned()),
            Ok(_) => self.fail(
                name,
                "has a part that cannot be the first label of the host name; use an ARN that the service returned",
            ),
            Err(message) => self.fail(name, &format!("selects no endpoint: {message}")),
        }
    }

    /// Rejects a member that would select another endpoint, which is not supported.
    pub fn without_endpoint<T>(&mut self, name: &'static str, value: Option<&T>) {
        if value.is_some() {
            self.fail(
                name,
                "selects another endpoint, which is not supported; leave it unset",
            );
        }
    }
}

/// Whether a text can be between the dots of a host name.
fn is_host_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let outer = text.starts_with('-') || text.ends_with('-');
    !outer && (1..=63).contains(&text.len()) && text.bytes().all(inner)
}
