//! The emulator from outside: the judge at every limit of the model, the service over real HTTP,
//! the program; other models and the official tests of the protocol.

#[cfg(test)]
mod client;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod inspection;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod program;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod storing;
#[cfg(test)]
mod suite;
