//! Tests of the public API: validation at every limit of the model, the service over HTTP, the program, and the
//! official tests of the protocol.

#[cfg(test)]
mod access;
#[cfg(test)]
mod client;
#[cfg(test)]
mod constraints;
#[cfg(test)]
mod datasets;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod inspection;
#[cfg(test)]
mod program;
#[cfg(test)]
mod protocol_suite;
#[cfg(test)]
mod rejections;
#[cfg(test)]
mod storage;
#[cfg(test)]
mod trackers;
