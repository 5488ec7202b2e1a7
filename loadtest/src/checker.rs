//! The judge: reads records and histories, and nothing else.

mod clients;
mod posts;
#[cfg(test)]
mod tests;

pub(crate) use clients::check as clients;
pub(crate) use posts::check as posts;

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looked {
    pub(crate) sent: usize,
    pub(crate) acked: usize,
    /// Messages of the history whose sender never got an answer.
    pub(crate) unacked_stored: usize,
    pub(crate) events: usize,
    pub(crate) resyncs: usize,
}
