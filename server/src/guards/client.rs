//! Where a request comes from. Only trusted proxies are believed when they name somebody else.

use std::net::{IpAddr, SocketAddr};

use app::api::context::Client;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use http::header::USER_AGENT;
use ipnet::IpNet;
use service::actor::ClientInfo;

use crate::state::AppState;

const USER_AGENT_CHARS_MAX: usize = 200;

/// Tells handlers who the client is.
pub(crate) async fn tell(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let info = ClientInfo {
        address: address(peer.ip(), headers, &state.trusted_proxies),
        user_agent: agent.chars().take(USER_AGENT_CHARS_MAX).collect(),
    };
    request.extensions_mut().insert(Client(info));
    next.run(request).await
}

/// Walks `X-Forwarded-For` from its end, as long as what speaks is a trusted proxy. Whatever stands
/// before the first stranger was written by that stranger.
fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut nearest = peer.to_canonical();
    let lines: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_trusted(&nearest) {
            break;
        }
        let Ok(hop) = hop.trim().parse::<IpAddr>() else { break };
        nearest = hop.to_canonical();
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_name_the_client() {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let check = |peer: &str, forwarded: &'static str, expect: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            let address = address(peer.parse().unwrap(), &headers, &trusted);
            assert_eq!(address, expect.parse::<IpAddr>().unwrap(), "{peer} {forwarded}");
        };
        check("203.0.113.9", "198.51.100.1", "203.0.113.9");
        check("10.0.0.1", "198.51.100.1", "198.51.100.1");
        check("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1");
        check("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1");
        check("10.0.0.1", "nonsense", "10.0.0.1");
        check("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1");
    }
}
