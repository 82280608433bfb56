//! The users and events that all clients put, and the measurement.
//!
//! The arguments of a client are the URL of an endpoint, the number of calls, their concurrency, and `events` if the calls
//! are for events. With `offline` instead of a URL the client does not use the network. It prints one line of JSON.

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

/// The dataset of the users.
pub const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// The calls before the measurement, unless only one call is measured.
const WARM_UP: usize = 50;

/// A user in an application.
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

/// Batches of ten users; a client sends one after the other.
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

/// The tracking ID of the events.
pub const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

/// A visit of a user: a session with as many events as a call may have.
#[derive(Clone, Debug)]
pub struct Visit {
    pub session_id: String,
    pub user_id: String,
    pub clicks: Vec<Click>,
}

/// An event of a visit.
#[derive(Clone, Debug)]
pub struct Click {
    pub event_id: String,
    pub item_id: String,
    /// Seconds since the Unix epoch.
    pub time: i64,
}

/// The visit of a number.
#[must_use]
pub fn visit(number: usize) -> Visit {
    let click = |click: usize| Click {
        event_id: format!("00000000-0000-4000-8000-{number:010}{click:02}"),
        item_id: format!("film-{}", (number * 7 + click) % 5_000),
        time: 1_790_000_000 + i64::try_from(click).unwrap_or_default(),
    };
    Visit {
        session_id: format!("session-{number:08}"),
        user_id: format!("user-{number:08}"),
        clicks: (0..10).map(click).collect(),
    }
}

/// A client that is measured.
pub trait BenchClient: 'static {
    /// Puts a batch and panics if that fails.
    fn put(&self, rows: &[Row]) -> impl Future<Output = ()>;
}

/// A client whose calls for events are measured too.
pub trait EventsClient: BenchClient {
    /// Puts the events of so many visits and panics if that fails.
    fn put_visits(self: Rc<Self>, visits: usize, concurrency: usize) -> impl Future<Output = ()>;
}

/// Makes calls for visits, so many at a time.
pub async fn for_each_visit<F: Future<Output = ()> + 'static>(
    visits: usize,
    concurrency: usize,
    put: impl Fn(Visit) -> F + Clone + 'static,
) {
    let next = Rc::new(Cell::new(0));
    let tasks: Vec<_> = (0..concurrency)
        .map(|_| {
            let (next, put) = (Rc::clone(&next), put.clone());
            tokio::task::spawn_local(async move {
                loop {
                    let number = next.get();
                    if number == visits {
                        return;
                    }
                    next.set(number + 1);
                    put(visit(number)).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("calls succeed");
    }
}

/// The arguments of the command line.
#[derive(Clone, Debug)]
pub struct Arguments {
    pub url: String,
    calls: usize,
    concurrency: usize,
    has_events: bool,
}

impl Arguments {
    /// Whether the client does not use the network.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.url == "offline"
    }

    /// The URL of the endpoint; a client that is offline gets one that it does not use.
    #[must_use]
    pub fn endpoint_url(&self) -> &str {
        if self.is_offline() {
            "http://127.0.0.1:1"
        } else {
            &self.url
        }
    }
}

fn arguments() -> Arguments {
    let mut words = env::args().skip(1);
    let mut next = || words.next().expect("URL, calls, concurrency");
    Arguments {
        url: next(),
        calls: next().parse().expect("a number of calls"),
        concurrency: next().parse().expect("a number of concurrent calls"),
        has_events: words.next().is_some_and(|word| word == "events"),
    }
}

fn runtime() -> runtime::Runtime {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("there is a runtime")
}

/// Like [`measure`]; if the arguments end with `events`, the calls are for events.
pub fn measure_with_events<C: EventsClient, F: Future<Output = C>>(
    connect: impl FnOnce(Arguments) -> F,
) {
    let arguments = arguments();
    if !arguments.has_events {
        return measure(connect);
    }
    let Arguments {
        calls, concurrency, ..
    } = arguments;
    LocalSet::new().block_on(&runtime(), async {
        let client = Rc::new(connect(arguments).await);
        let warm_up = WARM_UP.max(concurrency * 2);
        Rc::clone(&client).put_visits(warm_up, concurrency).await;
        let (cpu, start, before) = (ProcessTime::now(), Instant::now(), allocations());
        client.put_visits(calls, concurrency).await;
        let (cpu, wall) = (cpu.elapsed(), start.elapsed());
        print(calls, &[], cpu, wall, allocations() - before);
    });
}

/// Connects, makes the calls and prints the measurement.
pub fn measure<C: BenchClient, F: Future<Output = C>>(connect: impl FnOnce(Arguments) -> F) {
    let arguments = arguments();
    let runtime = runtime();
    let Arguments {
        calls, concurrency, ..
    } = arguments;
    LocalSet::new().block_on(&runtime, async {
        let client = Rc::new(connect(arguments).await);
        let batches = Rc::new(batches());
        if calls > 1 {
            make_calls(&client, &batches, WARM_UP.max(concurrency * 2), concurrency).await;
        }
        let (cpu, start, before) = (ProcessTime::now(), Instant::now(), allocations());
        let latencies = make_calls(&client, &batches, calls, concurrency).await;
        let (cpu, wall) = (cpu.elapsed(), start.elapsed());
        let allocated = allocations() - before;
        print(calls, &latencies, cpu, wall, allocated);
    });
}

/// Makes the calls and returns their latencies, sorted.
async fn make_calls<C: BenchClient>(
    client: &Rc<C>,
    batches: &Rc<Vec<Vec<Row>>>,
    calls: usize,
    concurrency: usize,
) -> Vec<Duration> {
    let made = Rc::new(Cell::new(0));
    let latencies = Rc::new(RefCell::new(Vec::with_capacity(calls)));
    let tasks: Vec<_> = (0..concurrency)
        .map(|_| {
            let (client, batches) = (Rc::clone(client), Rc::clone(batches));
            let (made, latencies) = (Rc::clone(&made), Rc::clone(&latencies));
            tokio::task::spawn_local(async move {
                loop {
                    let number = made.get();
                    if number == calls {
                        return;
                    }
                    made.set(number + 1);
                    let start = Instant::now();
                    client.put(&batches[number % batches.len()]).await;
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

fn print(calls: usize, latencies: &[Duration], cpu: Duration, wall: Duration, allocations: usize) {
    let at = |percent: usize| {
        latencies
            .get(latencies.len() * percent / 100)
            .map_or(0, Duration::as_nanos)
    };
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak
        .and_then(|peak| peak.split_whitespace().next())
        .unwrap_or("0");
    println!(
        "{{\"cpu\":{},\"wall\":{},\"p50\":{},\"p99\":{},\"peak\":{peak},\"allocations\":{},\"process_cpu\":{}}}",
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
