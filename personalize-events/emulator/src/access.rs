//! Which requests are answered: those to hosts of the emulator, and none of web pages from other origins.
//!
//! Browsers send requests of any web page to this machine. A page whose host name resolves to the address of the emulator
//! (DNS rebinding) could read stored records; such a request has that name in `Host`. Any other page could inject faults;
//! such a request has `Origin` or `Sec-Fetch-Site`. IP addresses cannot be rebound.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv6Addr};

use hyper::HeaderMap;
use hyper::header::{HOST, HeaderName, ORIGIN};
use hyper::http::request::Parts;
use hyper::http::uri::Authority;

use crate::response::Response;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The maximum length of a host name in DNS.
const MAX_HOST_LEN: usize = 253;

/// The hosts that the emulator answers.
#[derive(Debug)]
pub(crate) struct Hosts {
    /// Whether every IP address is answered, because other machines can reach the emulator.
    every_address: bool,
    allowed: HashSet<Host>,
}

/// A host in a `Host` header.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Host {
    Address(IpAddr),
    /// A name in lower case, without a dot at its end.
    Name(String),
}

impl Hosts {
    /// Returns the hosts for an address to listen on and for allowed hosts, or the first that is invalid.
    pub(crate) fn new(address: IpAddr, allowed: Vec<String>) -> Result<Self, String> {
        let allowed: Result<HashSet<Host>, String> = allowed
            .into_iter()
            .map(|text| Host::parse(&text).ok_or(text))
            .collect();
        Ok(Self {
            every_address: !address.is_loopback(),
            allowed: allowed?,
        })
    }

    /// Returns the error response to a request that is not answered otherwise.
    pub(crate) fn denial(&self, head: &Parts) -> Option<Response> {
        let Some(host) = single(&head.headers, &HOST) else {
            return Some(self.host_error("missing or duplicate"));
        };
        // A target in absolute form has a host too.
        let target = head.uri.authority().map(Authority::as_str);
        if let Some(other) = [Some(host), target]
            .into_iter()
            .flatten()
            .find(|host| !self.answers(host))
        {
            return Some(self.host_error(&format!("`{other}`")));
        }
        (!is_same_origin(&head.headers, host)).then(|| {
            let message = "The emulator does not answer requests of web pages from other origins.";
            Response::error(403, "OriginNotAllowed", message)
        })
    }

    /// Whether an authority (a host with an optional port) is answered.
    fn answers(&self, authority: &str) -> bool {
        let Some(host) = host_of(authority).and_then(Host::parse) else {
            return false;
        };
        let is_allowed = match &host {
            Host::Address(address) => self.every_address || address.is_loopback(),
            Host::Name(name) => name == "localhost",
        };
        is_allowed || self.allowed.contains(&host)
    }

    fn host_error(&self, found: &str) -> Response {
        let addresses = if self.every_address {
            "every IP address"
        } else {
            "loopback addresses"
        };
        let message = format!(
            "The host of the request is {found}, but the emulator answers only localhost, {addresses}, and hosts that are \
             allowed with `--allow-host` or `EmulatorBuilder::allow_host`."
        );
        Response::error(403, "HostNotAllowed", &message)
    }
}

/// Whether a request to `host` is not from a web page, or is from one of the emulator's own origin.
fn is_same_origin(headers: &HeaderMap, host: &str) -> bool {
    let has_only = |name: HeaderName, is_valid: &dyn Fn(&str) -> bool| {
        let mut values = headers.get_all(name).iter();
        values.all(|value| value.to_str().is_ok_and(is_valid))
    };
    let is_own = |origin: &str| {
        let (scheme, authority) = origin.split_once("://").unwrap_or_default();
        matches!(scheme, "http" | "https") && authority.eq_ignore_ascii_case(host)
    };
    has_only(ORIGIN, &is_own)
        && has_only(SEC_FETCH_SITE, &|site| {
            matches!(site, "same-origin" | "none")
        })
}

impl Host {
    /// Parses a name or an IP address.
    fn parse(text: &str) -> Option<Self> {
        let unbracketed = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        if let Some(address) = unbracketed {
            let address: Ipv6Addr = address.parse().ok()?;
            return Some(Self::Address(IpAddr::V6(address).to_canonical()));
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Some(Self::Address(address.to_canonical()));
        }
        let name = text.strip_suffix('.').unwrap_or(text);
        let is_valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        (!name.is_empty() && name.len() <= MAX_HOST_LEN && name.chars().all(is_valid))
            .then(|| Self::Name(name.to_ascii_lowercase()))
    }
}

/// Returns the host of an authority: the part before the port.
fn host_of(authority: &str) -> Option<&str> {
    let start_of_port = authority.rfind(']').unwrap_or_default();
    let Some((host, port)) = authority[start_of_port..].split_once(':') else {
        return Some(authority);
    };
    let end = start_of_port + host.len();
    port.chars()
        .all(|c| c.is_ascii_digit())
        .then(|| &authority[..end])
}

/// Returns the value of a header that occurs once.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use hyper::Request;

    use super::Hosts;

    const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const EVERYWHERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

    fn hosts(address: IpAddr, allowed: &[&str]) -> Hosts {
        let allowed = allowed.iter().map(|host| (*host).to_owned());
        Hosts::new(address, allowed.collect()).unwrap()
    }

    /// Returns the code of the denial of a request with this target and these headers.
    fn denied(hosts: &Hosts, target: &str, headers: &[(&str, &str)]) -> Option<String> {
        let mut request = Request::builder().method("POST").uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        let denial = hosts.denial(&head)?;
        assert_eq!(denial.status, 403);
        denial.code
    }

    fn is_answered(hosts: &Hosts, host: &str) -> bool {
        let code = denied(hosts, "/users", &[("host", host)]);
        assert!(
            code.iter().all(|code| code == "HostNotAllowed"),
            "{host}: {code:?}"
        );
        code.is_none()
    }

    #[test]
    fn an_emulator_on_a_loopback_address_answers_loopback_hosts() {
        let hosts = hosts(LOOPBACK, &[]);
        for host in [
            "localhost",
            "localhost:8686",
            "LocalHost:1",
            "localhost.",
            "localhost.:8686",
            "127.0.0.1",
            "127.0.0.1:8686",
            "127.0.0.1:",
            "127.255.0.9:80",
            "[::1]",
            "[::1]:8686",
            "[0:0:0:0:0:0:0:1]:8686",
            "[::ffff:127.0.0.1]:8686",
        ] {
            assert!(is_answered(&hosts, host), "{host}");
        }
        for host in [
            "",
            ":8686",
            "evil.example",
            "evil.example:8686",
            "localhost.evil.example:8686",
            "evil.localhost",
            "127.0.0.1.evil.example",
            "127.0.0.1.:8686",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "0.0.0.0:8686",
            "192.168.1.5:8686",
            "128.0.0.1",
            "[::]:8686",
            "[::2]",
            "[::1]8686",
            "[::1]:x",
            "[::1",
            "::1",
            "[::1%25lo]",
            "[localhost]",
            "localhost:8686:8686",
            "localhost:x",
            "evil@localhost",
            "localhost@evil.example",
            "localhost/",
            "localhost, evil.example",
            "localhost..",
        ] {
            assert!(!is_answered(&hosts, host), "{host}");
        }
    }

    #[test]
    fn other_addresses_also_answer_every_ip_address_but_no_name() {
        let hosts = hosts(EVERYWHERE, &[]);
        for host in [
            "localhost",
            "0.0.0.0:8686",
            "192.168.1.5:8686",
            "[fe80::1]:8686",
        ] {
            assert!(is_answered(&hosts, host), "{host}");
        }
        for host in ["emulator:8686", "192.168.1.5.evil.example"] {
            assert!(!is_answered(&hosts, host), "{host}");
        }
    }

    #[test]
    fn allowed_hosts_are_answered_with_any_port() {
        let hosts = hosts(LOOPBACK, &["Emulator", "192.168.1.5", "[fe80::1]"]);
        for host in [
            "emulator",
            "EMULATOR:8686",
            "emulator.:1",
            "192.168.1.5:8686",
            "[fe80::1]",
        ] {
            assert!(is_answered(&hosts, host), "{host}");
        }
        for host in ["x.emulator", "emulator.example", "192.168.1.6"] {
            assert!(!is_answered(&hosts, host), "{host}");
        }
        for invalid in [
            "",
            "emulator:8686",
            "http://emulator",
            "a b",
            "*",
            "[emulator]",
        ] {
            let result = Hosts::new(LOOPBACK, vec![invalid.to_owned()]);
            assert_eq!(result.unwrap_err(), invalid);
        }
    }

    #[test]
    fn a_request_has_one_host() {
        let hosts = hosts(LOOPBACK, &[]);
        let code = Some("HostNotAllowed".to_owned());
        let both = [("host", "localhost"), ("host", "evil.example")];
        assert_eq!(denied(&hosts, "/users", &both), code);
        assert_eq!(denied(&hosts, "/users", &[]), code);
        let local = [("host", "localhost")];
        assert_eq!(denied(&hosts, "http://evil.example/users", &local), code);
        assert_eq!(denied(&hosts, "http://localhost:1/users", &local), None);
        let evil = [("host", "evil.example")];
        assert_eq!(denied(&hosts, "http://localhost/users", &evil), code);
    }

    #[test]
    fn web_pages_of_other_origins_are_not_answered() {
        let hosts = hosts(LOOPBACK, &["tls.example"]);
        let with = |host, headers: &[(&str, &str)]| {
            let headers: Vec<_> = [("host", host)].iter().chain(headers).copied().collect();
            denied(&hosts, "/_emulator/faults", &headers)
        };
        for (host, headers) in [
            ("localhost:8686", &[][..]),
            ("localhost:8686", &[("origin", "http://localhost:8686")]),
            ("localhost:8686", &[("origin", "http://LOCALHOST:8686")]),
            ("[::1]:8686", &[("origin", "http://[::1]:8686")]),
            ("tls.example", &[("origin", "https://tls.example")]),
            ("127.0.0.1", &[("sec-fetch-site", "none")]),
            (
                "127.0.0.1",
                &[
                    ("origin", "http://127.0.0.1"),
                    ("sec-fetch-site", "same-origin"),
                ],
            ),
            ("127.0.0.1", &[("sec-fetch-mode", "cors")]),
        ] {
            assert_eq!(with(host, headers), None, "{host}: {headers:?}");
        }
        for headers in [
            &[("origin", "null")][..],
            &[("origin", "")],
            &[("origin", "http://evil.example")],
            &[("origin", "http://localhost:3000")],
            &[("origin", "http://localhost")],
            &[("origin", "http://127.0.0.1:8686")],
            &[("origin", "http://localhost:8686.evil.example")],
            &[("origin", "http://localhost:8686/")],
            &[("origin", "localhost:8686")],
            &[("origin", "chrome-extension://localhost:8686")],
            &[("origin", "http://localhost:8686"), ("origin", "null")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "")],
            &[("sec-fetch-site", "none, cross-site")],
            &[
                ("origin", "http://localhost:8686"),
                ("sec-fetch-site", "cross-site"),
            ],
        ] {
            let code = with("localhost:8686", headers);
            assert_eq!(code.as_deref(), Some("OriginNotAllowed"), "{headers:?}");
        }
    }
}
