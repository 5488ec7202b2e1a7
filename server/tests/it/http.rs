//! Pages and answers over HTTP: same-origin checks, headers, failures' shape, health.

use leptos::server_fn::axum::server_fn_paths;
use protocol::limits::REQUEST_HEAD_WITHIN_MS;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Duration, Instant};

use crate::site::{PASSWORD, Site, start_behind_tls, start_on_sqlite};

/// Everybody's favourite address; redirects and cookies stay visible.
fn client() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

async fn get(site: &Site, path: &str) -> Response {
    client().get(format!("{}{path}", site.origin())).send().await.unwrap()
}

/// Asserts the contract's shape of a failure.
async fn assert_problem(response: Response, status: u16, code: &str) {
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let problem: Value = response.json().await.unwrap();
    assert_eq!((&problem["code"], &problem["request_id"]), (&code.into(), &id.into()), "{problem}");
    assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_server_function_refuses_other_sites_pages() {
    let (server, site) = start_on_sqlite().await;
    let ada = site.person("ada").await;
    let paths: Vec<_> = server_fn_paths().collect();
    assert!(!paths.is_empty());
    for (path, method) in paths {
        assert!(path.starts_with("/fn/"), "{path}");
        assert_eq!(method, Method::POST, "{path}: the same-origin check lets other methods pass");
        let foreign = [
            vec![("origin", "http://evil.example")],
            vec![("origin", "null")],
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site"), ("origin", "http://evil.example")],
        ];
        for headers in foreign {
            let mut request = client()
                .post(format!("{}{path}", site.origin()))
                .header("cookie", format!("lyceum={}", ada.token));
            for (name, value) in headers {
                request = request.header(name, value);
            }
            assert_problem(request.send().await.unwrap(), 403, "forbidden").await;
        }
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn this_sites_pages_pass_the_same_origin_check() {
    let (server, site) = start_on_sqlite().await;
    for (path, _) in server_fn_paths() {
        let request =
            client().post(format!("{}{path}", site.origin())).header("origin", site.origin());
        let response = request.header("sec-fetch-site", "same-origin").send().await.unwrap();
        // Refused for what it asks, if at all, and never for where it comes from.
        let body = response.text().await.unwrap();
        assert!(!body.contains("did not come from a page of this site"), "{path}: {body}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_read_failures_as_pages_in_their_language() {
    let (server, site) = start_on_sqlite().await;
    let post = || {
        let request = client().post(format!("{}/c/commons/general?do=post_message", site.origin()));
        request.header("accept", "text/html").header("accept-language", "de")
    };
    let failed = [
        (post().header("sec-fetch-site", "cross-site"), 403, "Das dürfen Sie hier nicht"),
        (post().body(vec![b'x'; 300 * 1_024]), 413, "zu groß"),
    ];
    for (request, status, words) in failed {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        assert_eq!(response.headers()["content-language"], "de");
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let page = response.text().await.unwrap();
        assert!(page.contains(words) && page.contains(&id), "{page}");
        assert!(page.contains("/pkg/") && !page.contains("/pkg//"), "{page}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_have_the_shape_of_the_contract() {
    let (server, site) = start_on_sqlite().await;
    assert_problem(get(&site, "/nowhere").await, 404, "not_found").await;
    assert_problem(get(&site, "/fn/nothing").await, 404, "not_found").await;
    assert_problem(get(&site, "/pkg/000000000000/frontend.js").await, 404, "not_found").await;
    assert_problem(get(&site, "/ws").await, 400, "malformed").await;
    let to = |path: &str| client().post(format!("{}{path}", site.origin()));
    assert_problem(to("/healthz").send().await.unwrap(), 405, "malformed").await;
    let large = to("/nowhere").body(vec![b'x'; 300 * 1_024]).send().await.unwrap();
    assert_problem(large, 413, "too_large").await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_carries_the_security_headers() {
    let (server, site) = start_on_sqlite().await;
    for path in ["/healthz", "/sign-in", "/nowhere", "/pkg/x/y"] {
        let response = get(&site, path).await;
        let header = |name: &str| {
            let value = response.headers().get(name);
            value.unwrap_or_else(|| panic!("{path} lacks {name}")).to_str().unwrap()
        };
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("cache-control"), "no-store");
        assert!(header("permissions-policy").contains("camera=()"));
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(
            !policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"),
            "{policy}"
        );
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_have_a_nonce_of_their_own_and_are_compressed() {
    let (server, site) = start_on_sqlite().await;
    let policy = async || {
        let request = client().get(format!("{}/sign-in", site.origin()));
        let request = request.header("accept", "text/html").header("accept-encoding", "gzip");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-encoding"], "gzip");
        response.headers()["content-security-policy"].to_str().unwrap().to_owned()
    };
    let (one, other) = (policy().await, policy().await);
    assert!(one.contains("'nonce-") && one.contains("'wasm-unsafe-eval'"), "{one}");
    assert_ne!(one, other);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_get_a_page_for_what_is_not_there() {
    let (server, site) = start_on_sqlite().await;
    let request = client().get(format!("{}/nowhere/at/all", site.origin()));
    let response = request.header("accept", "text/html").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    server.stop().await;
}

/// Sends the sign-in form; returns the answer.
async fn sign_in(site: &Site, password: &str, cookie: &str) -> Response {
    let origin = site.origin();
    let form = format!("login=ada&password={}", password.replace(' ', "+"));
    let request = client().post(format!("{origin}/fn/sign_in")).header("origin", origin);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.header("cookie", cookie).body(form).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_escapes_the_limit_of_failures_by_naming_another_address() {
    let (server, site) = start_on_sqlite().await;
    site.person("ada").await;
    let mut statuses = Vec::new();
    for number in 1..=11 {
        let origin = site.origin();
        let request = client().post(format!("{origin}/fn/sign_in")).header("origin", origin);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request.header("x-forwarded-for", format!("203.0.113.{number}"));
        let response = request.body("login=ada&password=wrong-wrong-wrong").send().await.unwrap();
        statuses.push(response.status().as_u16());
    }
    assert_eq!(statuses[..10], [401; 10]);
    assert_eq!(statuses[10], 429);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_gives_another_token_and_ends_the_session_before() {
    let (server, site) = start_on_sqlite().await;
    let ada = site.person("ada").await;
    let response = sign_in(&site, PASSWORD, &format!("lyceum={}", ada.token)).await;
    assert_eq!(response.status(), StatusCode::OK);
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"), "{cookie}");
    let token = cookie.strip_prefix("lyceum=").and_then(|it| it.split(';').next()).unwrap();
    assert_ne!(token, ada.token);
    assert_eq!((site.status(token).await, site.status(&ada.token).await), (200, 401));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_tls_the_cookie_belongs_to_this_host_and_travels_on_tls_only() {
    let (server, site) = start_behind_tls().await;
    site.person("ada").await;
    let origin = "https://chat.example.edu";
    let request = client().post(format!("http://{}/fn/sign_in", site.address));
    let request = request.header("origin", origin).header("host", "chat.example.edu");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let form = format!("login=ada&password={}", PASSWORD.replace(' ', "+"));
    let response = request.body(form).send().await.unwrap();
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-lyceum="), "{cookie}");
    for flag in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(flag), "{flag}: {cookie}");
    }
    assert!(!cookie.to_lowercase().contains("domain"), "{cookie}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let (server, site) = start_on_sqlite().await;
    site.person("ada").await;
    for _ in 0..10 {
        assert_eq!(sign_in(&site, "a wrong guess", "").await.status(), 401);
    }
    let refused = sign_in(&site, "a wrong guess", "").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait_s: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=900).contains(&wait_s), "{wait_s}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_half_open_connections_stop_nobody() {
    let (server, site) = start_on_sqlite().await;
    let mut half_open = Vec::new();
    for number in 0..1_000 {
        let mut stream = tokio::net::TcpStream::connect(site.address).await.unwrap();
        if number % 2 == 0 {
            stream.write_all(b"GET /sign-in HTTP/1.1\r\nhost: x\r\nx-slow:").await.unwrap();
        }
        half_open.push(stream);
    }
    let began = Instant::now();
    assert_eq!(get(&site, "/sign-in").await.status(), StatusCode::OK);
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    // Each is closed in the time that the head of a request may take.
    let closed = async {
        for stream in &mut half_open {
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
        }
    };
    let within = Duration::from_millis(REQUEST_HEAD_WITHIN_MS) + Duration::from_secs(5);
    tokio::time::timeout(within, closed).await.expect("half-open connections stay");
    server.stop().await;
}

/// Rendering shares the threads: what one page reads must not go with another one's end.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_that_are_rendered_side_by_side_all_arrive_with_their_titles() {
    let (server, site) = start_on_sqlite().await;
    let person = site.person("reader").await;
    let channel = site.general(&person).await;
    for n in 0..30 {
        site.post(&person, channel, &format!("Message {n}")).await;
    }
    let pages = [
        ("/c/commons/general", "#general"),
        ("/c/commons/people", "People"),
        ("/settings", "Settings"),
    ];
    let mut readers = tokio::task::JoinSet::new();
    for reader in 0..8 {
        let (origin, cookie) = (site.origin(), format!("lyceum={}", person.token));
        readers.spawn(async move {
            let client = client();
            for n in 0..12 {
                let (path, title) = pages[(reader + n) % pages.len()];
                let request = client.get(format!("{origin}{path}")).header("cookie", &cookie);
                let response = request.header("accept", "text/html").send().await.unwrap();
                assert_eq!(response.status(), StatusCode::OK, "{path}");
                let html = response.text().await.unwrap();
                assert!(html.contains(&format!("<title>{title} · Lyceum</title>")), "{path}");
            }
        });
    }
    while let Some(read) = readers.join_next().await {
        read.unwrap();
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_says_whether_the_process_lives_and_what_is_not_ready() {
    let (server, site) = start_on_sqlite().await;
    assert_eq!(get(&site, "/healthz").await.text().await.unwrap(), "ok");
    assert_eq!(get(&site, "/readyz").await.status(), StatusCode::OK);
    site.service.close().await;
    let response = get(&site, "/readyz").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(response.text().await.unwrap().contains("database"));
    assert_eq!(get(&site, "/healthz").await.status(), StatusCode::OK);
    server.stop().await;
}
