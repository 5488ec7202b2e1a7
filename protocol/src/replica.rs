//! The client's copy of server state: snapshots, and pure reducers that apply events to them.
//! Duplicates and late repeats are no-ops, so any interleaving of pages, replay and live events
//! converges.

pub mod people;
pub mod roster;
pub mod timeline;

#[cfg(test)]
mod tests;
