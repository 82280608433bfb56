//! Faults of the service, at random.

use std::time::Duration;

use fastrand::Rng;
use personalize_events_emulator::{Emulator, Fault, Reset};

/// The time of an invocation without new messages.
pub(crate) const TIME: Duration = Duration::from_secs(4);

/// Lets some of the next requests fail.
pub(crate) fn inject(emulator: &Emulator, random: &mut Rng) {
    for _ in 0..random.usize(0..3) {
        let fault = match random.u8(0..9) {
            0 => Fault::throttling(),
            1 => Fault::error(429, "TooManyRequests", "Slow down"),
            2 => Fault::status(500),
            3 => Fault::status(503),
            4 => Fault::reset(Reset::BeforeStore),
            5 => Fault::reset(Reset::AfterStore),
            6 => Fault::delay(Duration::from_millis(random.u64(10..2_000))),
            7 => Fault::error(409, "ResourceInUseException", "The dataset is updated"),
            _ => {
                Fault::reset(Reset::AfterStore).delayed(Duration::from_millis(random.u64(10..500)))
            }
        };
        emulator
            .inject_fault(fault.times(random.u32(1..6)))
            .unwrap();
    }
}

/// The time of an invocation: sometimes a short one.
pub(crate) fn time(random: &mut Rng) -> Duration {
    let millis = if random.u8(0..4) == 0 {
        200..1_000
    } else {
        1_500..3_500
    };
    Duration::from_millis(random.u64(millis))
}

/// After which time to kill the process, sometimes.
pub(crate) fn kill_after(random: &mut Rng) -> Option<Duration> {
    (random.u8(0..12) == 0).then(|| Duration::from_millis(random.u64(0..300)))
}
