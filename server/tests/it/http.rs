//! Pages and answers over HTTP: same-origin checks, headers, failures' shape, health.

use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::Value;

use crate::site::{Site, start_on_sqlite};

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
