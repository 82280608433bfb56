//! What a client came to, round by round.

use super::Error;
use super::peer::{Figures, Peer, Program};
use super::sink::Sink;

/// The rounds of a client, and what is counted once.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    /// One call at a time.
    pub(super) one: Vec<Figures>,
    /// 64 calls at a time.
    pub(super) many: Vec<Figures>,
    /// Up to where it would send.
    pub(super) nowhere: Vec<Figures>,
    /// A program with one call.
    pub(super) starts: Vec<Start>,
    pub(super) allocations: Option<f64>,
    pub(super) allocations_nowhere: Option<f64>,
}

/// How a program began, in nanoseconds.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) to_first_byte: f64,
    pub(super) cpu: f64,
}

impl Rounds {
    pub(super) fn new(peer: &Peer, sink: &Sink) -> Result<Self, Error> {
        let counted = |program: &Program, url: &str| program.run(url, 1000, 1);
        let counting = peer.counting.as_ref();
        let allocations = counting
            .map(|program| counted(program, sink.url()))
            .transpose()?;
        let nowhere = peer.nowhere.as_ref();
        let nowhere = nowhere
            .map(|[_, program]| counted(program, "nowhere"))
            .transpose()?;
        Ok(Self {
            allocations: allocations.map(|figures| figures.allocations),
            allocations_nowhere: nowhere.map(|figures| figures.allocations),
            ..Self::default()
        })
    }

    /// A round.
    pub(super) fn add(&mut self, peer: &Peer, sink: &Sink) -> Result<(), Error> {
        let program = &peer.program;
        self.one.push(program.run(sink.url(), program.calls, 1)?);
        self.many.push(program.run(sink.url(), program.calls, 64)?);
        if let Some([program, _]) = &peer.nowhere {
            self.nowhere.push(program.run("nowhere", program.calls, 1)?);
        }
        Ok(())
    }

    pub(super) fn start(&mut self, peer: &Peer, sink: &Sink) -> Result<(), Error> {
        let (figures, to_first_byte) = sink.first_byte(|| peer.program.run(sink.url(), 1, 1))?;
        let cpu = figures?.whole;
        self.starts.push(Start { to_first_byte, cpu });
        Ok(())
    }
}
