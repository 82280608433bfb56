//! The samples of a client, round by round.

use anyhow::Result;

use super::client::{Client, Measurement, Program};
use super::server::Server;

/// The samples of a client, and what is counted once.
#[derive(Debug, Default)]
pub(super) struct Samples {
    /// One call at a time.
    pub(super) sequential: Vec<Measurement>,
    /// 64 calls at a time.
    pub(super) concurrent: Vec<Measurement>,
    /// Events in calls of ten: one call at a time, and 64 at a time.
    pub(super) events: Vec<Measurement>,
    pub(super) concurrent_events: Vec<Measurement>,
    /// Without the network.
    pub(super) offline: Vec<Measurement>,
    /// A program with one call.
    pub(super) starts: Vec<Start>,
    pub(super) allocations: Option<f64>,
    pub(super) allocations_offline: Option<f64>,
}

/// The start of a program, in nanoseconds.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) to_first_byte: f64,
    pub(super) cpu: f64,
}

impl Samples {
    pub(super) fn new(client: &Client, server: &Server) -> Result<Self> {
        let allocations = |program: Option<&Program>, url: &str| {
            let counted = program.map(|program| program.run(url, 1000, 1)).transpose();
            Ok::<_, anyhow::Error>(counted?.map(|counted| counted.allocations))
        };
        let offline = client.offline.as_ref().map(|[_, counting]| counting);
        Ok(Self {
            allocations: allocations(client.counting.as_ref(), server.url())?,
            allocations_offline: allocations(offline, "offline")?,
            ..Self::default()
        })
    }

    pub(super) fn add_round(&mut self, client: &Client, server: &Server) -> Result<()> {
        let program = &client.program;
        let run = |concurrency| program.run(server.url(), program.calls, concurrency);
        self.sequential.push(run(1)?);
        self.concurrent.push(run(64)?);
        if let Some(program) = &client.events {
            self.events.push(program.run_events(server.url(), 1)?);
            self.concurrent_events
                .push(program.run_events(server.url(), 64)?);
        }
        if let Some([program, _]) = &client.offline {
            self.offline.push(program.run("offline", program.calls, 1)?);
        }
        Ok(())
    }

    pub(super) fn add_start(&mut self, client: &Client, server: &Server) -> Result<()> {
        let run = || client.program.run(server.url(), 1, 1);
        let (measurement, to_first_byte) = server.time_to_first_byte(run)?;
        let cpu = measurement.process_cpu;
        self.starts.push(Start { to_first_byte, cpu });
        Ok(())
    }
}
