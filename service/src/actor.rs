//! Who asks.

use std::net::IpAddr;

use protocol::id::{SessionId, UserId};
use protocol::language::Language;
use protocol::user::AccountRole;

/// The authenticated initiator of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub user_id: UserId,
    /// Its role when the request came; permission checks read it again inside the transaction.
    pub role: AccountRole,
    /// The session through which the request came.
    pub session_id: SessionId,
    /// The language in which the account wants the pages; none leaves it to the browser.
    pub language: Option<Language>,
}

/// Where a request came from, for limits and the device list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientInfo {
    /// The client's address, behind trusted proxies the one they forward.
    pub address: IpAddr,
    /// The `User-Agent`, cut to 200 characters.
    pub user_agent: String,
}
