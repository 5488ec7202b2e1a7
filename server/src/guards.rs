//! What every request passes on its way in and every response on its way out.

pub(crate) mod client;
pub(crate) mod failures;
pub(crate) mod request_id;
pub(crate) mod security_headers;
pub(crate) mod session;
