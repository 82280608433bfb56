//! Types of the standard library that contain numbers, spans of time or addresses.

use std::collections::{BTreeSet, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::{NonZero, Wrapping};
use std::time::Duration;

use personalize_events::UserProperties;
use serde_json::json;

use crate::case::{Case, Sample, sample};

#[derive(UserProperties)]
pub(crate) struct Standard {
    #[personalize(user_id, display)]
    address: Ipv6Addr,
    #[personalize(plain)]
    router: Ipv4Addr,
    #[personalize(categorical)]
    server: Option<IpAddr>,
    proxies: Vec<IpAddr>,
    watched: Duration,
    paused: Option<Duration>,
    #[personalize(column_type = "long")]
    remaining: Duration,
    #[personalize(column_type = "float")]
    skipped: Duration,
    #[personalize(plain)]
    shown: Duration,
    seats: NonZero<u16>,
    views: Option<NonZero<i64>>,
    #[personalize(column_type = "long")]
    bytes: NonZero<u128>,
    counter: Wrapping<u32>,
    channels: Vec<u16>,
    offsets: [i8; 3],
    floors: BTreeSet<i64>,
    lists: HashSet<Wrapping<u64>>,
    slots: Option<Vec<NonZero<u32>>>,
}

impl Case for Standard {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("router", "ROUTER string"),
        ("server", "SERVER categorical or null"),
        ("proxies", "PROXIES categorical or null"),
        ("watched", "WATCHED double"),
        ("paused", "PAUSED double or null"),
        ("remaining", "REMAINING long"),
        ("skipped", "SKIPPED float"),
        ("shown", "SHOWN string"),
        ("seats", "SEATS int"),
        ("views", "VIEWS long or null"),
        ("bytes", "BYTES long"),
        ("counter", "COUNTER long"),
        ("channels", "CHANNELS categorical or null"),
        ("offsets", "OFFSETS categorical"),
        ("floors", "FLOORS categorical or null"),
        ("lists", "LISTS categorical or null"),
        ("slots", "SLOTS categorical or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            address: Ipv6Addr::LOCALHOST,
            router: Ipv4Addr::BROADCAST,
            server: Some(Ipv6Addr::UNSPECIFIED.into()),
            proxies: vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            watched: Duration::new(999_999, 999_999_999),
            paused: Some(Duration::from_micros(1)),
            remaining: Duration::from_secs(u64::try_from(i64::MAX).unwrap_or_default()),
            skipped: Duration::from_millis(250),
            shown: Duration::MAX,
            seats: NonZero::<u16>::MAX,
            views: NonZero::new(i64::MIN),
            bytes: NonZero::<u128>::MIN,
            counter: Wrapping(u32::MAX),
            channels: vec![0, 65_535],
            offsets: [-128, 0, 127],
            floors: BTreeSet::from([10, -2, 3]),
            lists: HashSet::from([Wrapping(10), Wrapping(9)]),
            slots: Some(vec![NonZero::<u32>::MIN]),
        };
        let empty = Self {
            address: Ipv6Addr::UNSPECIFIED,
            router: Ipv4Addr::UNSPECIFIED,
            server: None,
            proxies: Vec::new(),
            watched: Duration::ZERO,
            paused: None,
            remaining: Duration::ZERO,
            skipped: Duration::ZERO,
            shown: Duration::ZERO,
            seats: NonZero::<u16>::MIN,
            views: None,
            counter: Wrapping(0),
            channels: Vec::new(),
            offsets: [0; 3],
            floors: BTreeSet::new(),
            lists: HashSet::new(),
            slots: None,
            ..full
        };
        vec![
            sample(
                "::1",
                full,
                json!({
                    "router": "255.255.255.255", "server": "::", "proxies": "127.0.0.1|::1",
                    "watched": "999999.999999999", "paused": "0.000001",
                    "remaining": "9223372036854775807", "skipped": "0.25",
                    "shown": "18446744073709551615.999999999", "seats": "65535",
                    "views": "-9223372036854775808", "bytes": "1", "counter": "4294967295",
                    "channels": "0|65535", "offsets": "-128|0|127", "floors": "-2|3|10",
                    "lists": "10|9", "slots": "1"
                }),
            ),
            sample(
                "::",
                empty,
                json!({
                    "router": "0.0.0.0", "watched": "0", "remaining": "0", "skipped": "0",
                    "shown": "0", "seats": "1", "bytes": "1", "counter": "0", "offsets": "0|0|0"
                }),
            ),
        ]
    }
}
