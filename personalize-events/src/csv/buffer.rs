//! Buffers the lines of a file.

use std::io::{self, Write};

/// The number of bytes that are written at once.
const CAPACITY: usize = 8 * 1024;

/// A file, and lines that are still to be written to it. They are when it is dropped.
pub(super) struct Buffer<W> {
    /// `None` once it has been returned.
    out: Option<W>,
    pub(super) lines: Vec<u8>,
    /// Writing has failed or panicked, so the state of the file is unknown.
    failed: bool,
    /// [`flush`](Self::flush), which a destructor cannot call. A bound of the struct would be an error beside the one of
    /// the constructors, whose message explains more.
    flush: fn(&mut Self) -> io::Result<()>,
}

impl<W: Write> Buffer<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out: Some(out),
            lines: Vec::with_capacity(CAPACITY),
            failed: false,
            flush: Self::flush,
        }
    }

    /// Writes the lines if there are enough of them.
    pub(super) fn write_if_full(&mut self) -> io::Result<()> {
        if self.lines.len() < CAPACITY {
            return Ok(());
        }
        self.write()
    }

    /// Writes the lines, and flushes the writer.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.write()?;
        self.guarded(|out, _| out.flush())
    }

    fn write(&mut self) -> io::Result<()> {
        self.guarded(W::write_all)?;
        self.lines.clear();
        Ok(())
    }

    /// Calls the writer. After an error or a panic it is not called again.
    fn guarded(&mut self, call: fn(&mut W, &[u8]) -> io::Result<()>) -> io::Result<()> {
        self.check_usable()?;
        self.failed = true;
        if let Some(out) = &mut self.out {
            call(out, &self.lines)?;
        }
        self.failed = false;
        Ok(())
    }
}

impl<W> Buffer<W> {
    /// Flushes, and returns the writer in any case.
    pub(super) fn into_inner(mut self) -> (W, io::Result<()>) {
        let flushed = (self.flush)(&mut self);
        let out = self.out.take();
        (out.expect("it is returned once"), flushed)
    }

    pub(super) fn check_usable(&self) -> io::Result<()> {
        if self.failed {
            let message = "an earlier write failed; start the file again";
            return Err(io::Error::other(message));
        }
        Ok(())
    }
}

impl<W> Drop for Buffer<W> {
    fn drop(&mut self) {
        if self.out.is_some() {
            // Errors are ignored, as by `BufWriter`.
            drop((self.flush)(self));
        }
    }
}
