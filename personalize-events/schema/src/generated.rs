//! Generated from the service's model.

#[rustfmt::skip]
mod record_kinds;
