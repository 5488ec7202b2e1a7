//! Whatever the order in which pages, events, repeats and acknowledgements arrive, what is shown in
//! the end is what the server knows.

mod memberships_converge;
mod people_converge;
mod roster_converges;
mod server;
mod timeline_converges;
