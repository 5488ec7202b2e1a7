//! S7: a session that has ended is over everywhere at once: its cookie, its sockets. Signing in
//! makes a new one, in a cookie that scripts and other sites cannot use.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;
use tokio::time::Instant;

use super::Scene;
use crate::caller::{Caller, Person, cookie_of};
use crate::report::Report;
use crate::site::PASSWORD;
use crate::socket::{Heard, Socket};

const SESSION_ENDED: u16 = 4003;
const TOLD_WITHIN: Duration = Duration::from_secs(1);

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("S7");
    let login = scene.people[0].login.clone();
    let tries = if scene.is_short { 3 } else { 10 };
    let mut slowest = Duration::ZERO;
    for _ in 0..tries {
        let ending = scene.site.sign_in(&login).await?;
        let staying = scene.site.sign_in(&login).await?;
        let mut sockets = Vec::new();
        for _ in 0..3 {
            let mut socket = Socket::connect(&scene.site, &ending).await?;
            socket.hello().await;
            socket.wait_for(&["opened"], Duration::from_secs(5)).await?;
            sockets.push(socket);
        }
        Caller::of(&scene.site, &ending).form("sign_out", &[]).await?.success()?;
        let began = Instant::now();
        for socket in &mut sockets {
            let end = socket.wait_for(&[], TOLD_WITHIN + Duration::from_secs(4)).await;
            report.demand(matches!(end, Ok(Heard::Closed(SESSION_ENDED))), || {
                format!("a socket of an ended session: {end:?}")
            });
        }
        slowest = slowest.max(began.elapsed());
        judge_ended(scene, &mut report, &ending).await?;
        let viewer = Caller::of(&scene.site, &staying).json("load_home", &json!({})).await?;
        report.demand(viewer.is_ok(), || "another session of the account ended too".to_owned());
    }
    report.demand(slowest <= TOLD_WITHIN, || format!("a socket was told only after {slowest:?}"));
    judge_cookies(scene, &mut report, &login).await?;
    report.fact(format!(
        "{tries} sign-outs, {} sockets closed with 4003 within {} ms",
        tries * 3,
        slowest.as_millis()
    ));
    Ok(report)
}

/// A cookie of an ended session is nobody's.
pub(super) async fn judge_ended(scene: &Scene, report: &mut Report, ended: &Person) -> Result<()> {
    let mut caller = Caller::of(&scene.site, ended);
    for (endpoint, body) in
        [("load_home", json!({})), ("load_course", json!({ "slug": "commons" }))]
    {
        let answer = caller.json(endpoint, &body).await?;
        report.demand(answer.status == 401, || {
            format!("{endpoint} with an ended session: {}", answer.status)
        });
    }
    let page = caller.page("/c/commons/general").await?;
    report.demand(page.status == 302, || format!("a page with an ended session: {}", page.status));
    let mut socket = Socket::connect(&scene.site, ended).await?;
    socket.hello().await;
    let end = socket.wait_for(&["hello", "opened"], Duration::from_secs(5)).await?;
    report.demand(matches!(end, Heard::Closed(4001 | SESSION_ENDED)), || {
        format!("a socket with an ended session: {end:?}")
    });
    Ok(())
}

async fn judge_cookies(scene: &Scene, report: &mut Report, login: &str) -> Result<()> {
    let fields = [("login", login), ("password", PASSWORD)];
    // A cookie that somebody planted before is not taken up.
    let planted = Person { login: login.to_owned(), cookie: format!("lyceum={}", "a".repeat(43)) };
    let answer = Caller::of(&scene.site, &planted).form("sign_in", &fields).await?;
    let first = cookie_of(&answer).context("no cookie")?;
    let flags = answer.header("set-cookie").unwrap_or_default().to_owned();
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        report.demand(flags.contains(flag), || format!("the cookie lacks {flag}: {flags}"));
    }
    let person = Person { login: login.to_owned(), cookie: first.clone() };
    let again = Caller::of(&scene.site, &person).form("sign_in", &fields).await?;
    let second = cookie_of(&again).context("no cookie")?;
    report.demand(first != second && first != planted.cookie, || "a session was reused".to_owned());
    // Signing in again ends the session that the browser had.
    judge_ended(scene, report, &person).await?;
    for wrong in ["", "x", &"0".repeat(64), &first["lyceum=".len()..first.len() - 1]] {
        let cookie = format!("lyceum={wrong}");
        let stranger = Person { login: String::new(), cookie };
        let answer = Caller::of(&scene.site, &stranger).json("load_home", &json!({})).await?;
        report.demand(answer.status == 401, || format!("the token `{wrong}`: {}", answer.status));
    }
    let mut launch = scene.site.launch.clone();
    launch.flags = vec!["--base-url".to_owned(), "https://chat.example.edu".to_owned()];
    scene.site.terminate().await?;
    scene.site.up_as(&launch).await?;
    let body = crate::caller::encoded(&fields);
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", "https://chat.example.edu"),
        ("sec-fetch-site", "same-origin"),
    ];
    let answer = Caller::anonymous(&scene.site).raw("POST", "/fn/sign_in", &headers, &body).await?;
    let flags = answer.header("set-cookie").unwrap_or_default().to_owned();
    report.demand(flags.starts_with("__Host-") && flags.contains("; Secure"), || {
        format!("behind TLS the cookie is {flags}")
    });
    scene.site.terminate().await?;
    scene.site.up().await?;
    Ok(())
}
