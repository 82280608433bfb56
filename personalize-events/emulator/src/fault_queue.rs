//! The queue of injected faults: which request takes which.

use std::collections::VecDeque;

use crate::fault::{Fault, FaultError};

/// The maximum number of faults in the queue. [`Fault::times`] does not count.
pub const MAX_PENDING_FAULTS: usize = 100_000;

/// The maximum size of the texts of all faults in the queue together, in bytes.
pub const MAX_FAULT_BYTES: usize = 16 * 1024 * 1024;

/// The injected faults that have not been used up.
#[derive(Debug, Default)]
pub(crate) struct FaultQueue {
    faults: VecDeque<Fault>,
    /// The size of all texts.
    bytes: usize,
}

impl FaultQueue {
    /// Appends all faults, or none if the queue would exceed its limits.
    pub(crate) fn extend(&mut self, faults: Vec<Fault>) -> Result<(), FaultError> {
        let number = self.faults.len() + faults.len();
        let bytes = self.bytes + faults.iter().map(Fault::size).sum::<usize>();
        if number > MAX_PENDING_FAULTS || bytes > MAX_FAULT_BYTES {
            return Err(FaultError::new(format!(
                "the queue would have {number} faults with {bytes} bytes of texts, but at most {MAX_PENDING_FAULTS} with \
                 {MAX_FAULT_BYTES} bytes may be pending; `times` repeats a fault"
            )));
        }
        self.faults.extend(faults);
        self.bytes = bytes;
        Ok(())
    }

    /// Returns the number of requests that the faults still apply to.
    pub(crate) fn pending(&self) -> u64 {
        self.faults.iter().map(|fault| u64::from(fault.times)).sum()
    }

    /// Uses the first fault for this operation once. `random` returns a number below 100, for each fault that applies to
    /// requests at random only.
    pub(crate) fn take(
        &mut self,
        operation: &str,
        mut random: impl FnMut() -> u8,
    ) -> Option<Fault> {
        let index = self.faults.iter().position(|fault| {
            let only = fault.operation.as_deref();
            only.is_none_or(|only| only == operation)
                && (fault.percent >= 100 || random() < fault.percent)
        })?;
        let fault = self.faults.get_mut(index)?;
        fault.times -= 1;
        if fault.times > 0 {
            return Some(fault.clone());
        }
        let fault = self.faults.remove(index)?;
        self.bytes -= fault.size();
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::{FaultQueue, MAX_FAULT_BYTES, MAX_PENDING_FAULTS};
    use crate::Fault;

    #[test]
    fn a_request_takes_the_first_fault_that_applies_to_it() {
        let mut queue = FaultQueue::default();
        let faults = vec![
            Fault::status(501).for_operation("PutItems"),
            Fault::status(502).times(2),
            Fault::status(503),
        ];
        queue.extend(faults).unwrap();
        assert_eq!(queue.pending(), 4);
        let mut status = |operation| queue.take(operation, || 99).and_then(|fault| fault.status);
        assert_eq!(status("PutUsers"), Some(502));
        assert_eq!(status("PutItems"), Some(501));
        assert_eq!(status("PutItems"), Some(502));
        assert_eq!(status("PutUsers"), Some(503));
        assert_eq!(status("PutUsers"), None);
        assert_eq!(queue.pending(), 0);
    }

    #[test]
    fn the_number_of_pending_faults_is_limited() {
        let mut queue = FaultQueue::default();
        let many = vec![Fault::status(500).times(u32::MAX); MAX_PENDING_FAULTS];
        queue.extend(many).unwrap();
        let error = queue.extend(vec![Fault::status(501)]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the queue would have 100001 faults with 0 bytes of texts, but at most 100000 with 16777216 bytes may be \
             pending; `times` repeats a fault"
        );
        assert_eq!(queue.pending(), 100_000 * u64::from(u32::MAX));
        for _ in 0..2 {
            assert_eq!(queue.take("PutUsers", || 99).unwrap().status, Some(500));
        }
    }

    #[test]
    fn the_size_of_pending_faults_is_limited() {
        let mut queue = FaultQueue::default();
        let half = || Fault::status(500).body("b".repeat(MAX_FAULT_BYTES / 2));
        assert!(
            queue
                .extend(vec![half(), half().header("x-a", "b")])
                .is_err()
        );
        assert_eq!(queue.pending(), 0);
        queue.extend(vec![half(), half()]).unwrap();
        assert!(queue.extend(vec![Fault::error(500, "C", "m")]).is_err());
        queue.take("PutUsers", || 99).unwrap();
        assert!(queue.extend(vec![Fault::error(500, "C", "m")]).is_ok());
    }

    #[test]
    fn a_fault_at_random_leaves_the_other_requests_to_the_next_one() {
        let mut queue = FaultQueue::default();
        let faults = vec![
            Fault::status(501).percent(5).times(2),
            Fault::status(502).percent(50),
        ];
        queue.extend(faults).unwrap();
        let mut status = |draws: &[u8]| {
            let mut draws = draws.iter();
            let fault = queue.take("PutUsers", || *draws.next().unwrap());
            assert_eq!(draws.next(), None);
            fault.and_then(|fault| fault.status)
        };
        assert_eq!(status(&[4]), Some(501));
        assert_eq!(status(&[5, 50]), None);
        assert_eq!(status(&[99, 0]), Some(502));
        assert_eq!(status(&[0]), Some(501));
        assert_eq!(status(&[]), None);
    }
}
