//! What all clients share that are measured side by side: the users that they send, and the measuring.
//!
//! A client is called with the URL of an endpoint (or `nowhere`: up to the point where it would send), how many
//! calls to make, and how many of them at once. It prints one line of JSON.

use std::cell::{Cell, RefCell};
use std::env;
use std::fs;
use std::future::Future;
use std::rc::Rc;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use tokio::runtime;
use tokio::task::LocalSet;

#[cfg(feature = "allocations")]
#[global_allocator]
static ALLOCATOR: &stats_alloc::StatsAlloc<std::alloc::System> = &stats_alloc::INSTRUMENTED_SYSTEM;

/// To which dataset users are put.
pub const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// The calls before those that count, if there are more than one.
const WARM_UP: usize = 50;

/// A user as an application has it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    pub membership: &'static str,
    pub age: u32,
    pub videos_watched: u32,
    pub average_rating: f64,
    pub favourite_genres: &'static str,
    pub home_city: Option<&'static str>,
}

/// Users in tens, which are sent in turns.
#[must_use]
pub fn batches() -> Vec<Vec<Row>> {
    const MEMBERSHIPS: [&str; 3] = ["free", "silver", "gold"];
    const GENRES: [&str; 3] = ["Comedy|Drama", "Horror", "Documentary|Sci-Fi|Western"];
    const CITIES: [Option<&str>; 4] = [Some("Aarhus"), None, Some("Zürich"), Some("\"The\" Hague")];
    let row = |number: u32| {
        let pick = number as usize;
        Row {
            id: format!("user-{number:06}"),
            membership: MEMBERSHIPS[pick % 3],
            age: 18 + number % 70,
            videos_watched: number * 7 % 1000,
            average_rating: f64::from(number % 50) / 10.0,
            favourite_genres: GENRES[pick % 3],
            home_city: CITIES[pick % 4],
        }
    };
    (0..64)
        .map(|batch| (0..10).map(|user| row(batch * 10 + user)).collect())
        .collect()
}

/// A client.
pub trait Peer: 'static {
    /// Puts a batch; it panics if that fails.
    fn put(&self, rows: &[Row]) -> impl Future<Output = ()>;
}

/// What the command line says.
#[derive(Clone, Debug)]
pub struct Arguments {
    pub url: String,
    calls: usize,
    in_flight: usize,
}

/// Connects, makes the calls, and prints what they took.
pub fn measure<P: Peer, F: Future<Output = P>>(connect: impl FnOnce(Arguments) -> F) {
    let mut words = env::args().skip(1);
    let mut next = || words.next().expect("URL, calls, in flight");
    let arguments = Arguments {
        url: next(),
        calls: next().parse().expect("a number of calls"),
        in_flight: next().parse().expect("a number in flight"),
    };
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("there is a runtime");
    let Arguments {
        calls, in_flight, ..
    } = arguments;
    LocalSet::new().block_on(&runtime, async {
        let peer = Rc::new(connect(arguments).await);
        let batches = Rc::new(batches());
        if calls > 1 {
            make(&peer, &batches, WARM_UP.max(in_flight * 2), in_flight).await;
        }
        let (cpu, start, before) = (ProcessTime::now(), Instant::now(), allocations());
        let latencies = make(&peer, &batches, calls, in_flight).await;
        let (cpu, wall) = (cpu.elapsed(), start.elapsed());
        let allocated = allocations() - before;
        print(&latencies, cpu, wall, allocated);
    });
}

/// How long each call took, in order.
async fn make<P: Peer>(
    peer: &Rc<P>,
    batches: &Rc<Vec<Vec<Row>>>,
    calls: usize,
    at_once: usize,
) -> Vec<Duration> {
    let made = Rc::new(Cell::new(0));
    let latencies = Rc::new(RefCell::new(Vec::with_capacity(calls)));
    let tasks: Vec<_> = (0..at_once)
        .map(|_| {
            let (peer, batches) = (Rc::clone(peer), Rc::clone(batches));
            let (made, latencies) = (Rc::clone(&made), Rc::clone(&latencies));
            tokio::task::spawn_local(async move {
                loop {
                    let number = made.get();
                    if number == calls {
                        return;
                    }
                    made.set(number + 1);
                    let start = Instant::now();
                    peer.put(&batches[number % batches.len()]).await;
                    latencies.borrow_mut().push(start.elapsed());
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("calls succeed");
    }
    let mut latencies = latencies.take();
    latencies.sort_unstable();
    latencies
}

fn print(latencies: &[Duration], cpu: Duration, wall: Duration, allocations: usize) {
    let calls = latencies.len().max(1);
    let at = |percent: usize| {
        latencies
            .get(calls * percent / 100)
            .map_or(0, Duration::as_nanos)
    };
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak
        .and_then(|peak| peak.split_whitespace().next())
        .unwrap_or("0");
    println!(
        "{{\"cpu\":{},\"wall\":{},\"p50\":{},\"p99\":{},\"peak\":{peak},\"allocations\":{},\"whole\":{}}}",
        cpu.as_nanos() / calls as u128,
        wall.as_nanos() / calls as u128,
        at(50),
        at(99),
        allocations / calls,
        ProcessTime::now().as_duration().as_nanos(),
    );
}

#[cfg(feature = "allocations")]
fn allocations() -> usize {
    let stats = ALLOCATOR.stats();
    stats.allocations + stats.reallocations
}

#[cfg(not(feature = "allocations"))]
fn allocations() -> usize {
    0
}
