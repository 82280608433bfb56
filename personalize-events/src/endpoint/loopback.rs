//! Which URLs name this machine.
//!
//! A name is resolved once: connections go to the addresses that were checked, whatever the name resolves to later.
//! `localhost` is not resolved (RFC 6761, 6.3); a name below it is, since not every resolver follows the RFC.

use std::future::ready;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The addresses of a URL that names this machine; as a resolver, those of every name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loopback(Vec<IpAddr>);

impl Loopback {
    /// Returns the addresses of a URL if it names this machine.
    pub(crate) fn of(url: &Url) -> Option<Self> {
        Self::with_lookup(url, |name| {
            let addresses = (name, 0).to_socket_addrs().into_iter().flatten();
            addresses.map(|address| address.ip()).collect()
        })
    }

    fn with_lookup(url: &Url, lookup: impl FnOnce(&str) -> Vec<IpAddr>) -> Option<Self> {
        let name = url.host_str()?;
        let addresses = match name.trim_matches(['[', ']']).parse() {
            Ok(address) => vec![address],
            Err(_) if name == "localhost" => {
                vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
            }
            Err(_) if name.ends_with(".localhost") => lookup(name),
            Err(_) => return None,
        };
        let is_local = !addresses.is_empty() && addresses.iter().all(IpAddr::is_loopback);
        is_local.then_some(Self(addresses))
    }
}

impl Resolve for Loopback {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses = self.0.clone().into_iter();
        let addresses = addresses.map(|address| SocketAddr::new(address, 0));
        Box::pin(ready(Ok(Box::new(addresses) as Addrs)))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn url(host: &str) -> Url {
        format!("http://{host}:8080/x").parse().unwrap()
    }

    #[test]
    fn a_name_below_localhost_is_resolved_once_to_loopback_addresses_only() {
        let local = ["127.0.0.1", "::1"].map(|it| it.parse().unwrap());
        for (addresses, expected) in [
            (vec![], None),
            (local.to_vec(), Some(Loopback(local.to_vec()))),
            (vec!["192.0.2.1".parse().unwrap()], None),
            (vec![local[0], "192.0.2.1".parse().unwrap()], None),
        ] {
            let lookups = Cell::new(0);
            let found = Loopback::with_lookup(&url("a.localhost"), |name| {
                assert_eq!(name, "a.localhost");
                lookups.set(lookups.get() + 1);
                addresses
            });
            assert_eq!((found, lookups.get()), (expected, 1));
        }
    }

    #[test]
    fn no_other_name_and_no_address_is_resolved() {
        for host in [
            "localhost",
            "127.0.0.1",
            "[::1]",
            "192.0.2.1",
            "example.com",
            "localhost.example",
        ] {
            let found = Loopback::with_lookup(&url(host), |name| panic!("{name}"));
            let is_local = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
            assert_eq!(found.is_some(), is_local, "{host}");
        }
    }

    #[tokio::test]
    async fn connections_go_to_the_addresses_that_were_checked() {
        let checked = Loopback(vec!["127.0.0.9".parse().unwrap()]);
        for name in ["a.localhost", "localhost", "example.com"] {
            let found = checked.resolve(name.parse().unwrap()).await.unwrap();
            let found: Vec<_> = found.map(|address| address.ip().to_string()).collect();
            assert_eq!(found, ["127.0.0.9"]);
        }
    }
}
