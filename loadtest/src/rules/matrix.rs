//! S3: every server function and subject, tried by every role, answers as declared; what is not
//! declared breaks the rule.

use std::time::Duration;

use anyhow::Result;
use serde_json::Value;

use super::Scene;
use crate::caller::{Caller, Person};
use crate::operations::{self, How, ROLES, Stage};
use crate::report::Report;
use crate::site::Site;
use crate::socket::{Heard, Socket, Upgrade};

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("S3");
    let declared = operations::declared()?;
    report.violations(operations::undeclared(&scene.source, &declared)?);
    let mut stage = Stage::set(&scene.site, scene.random.clone()).await?;
    let (mut cells, mut refused) = (0, 0);
    for operation in &declared {
        for (role, (name, expected)) in ROLES.iter().zip(operation.expected).enumerate() {
            let Some(expected) = expected else { continue };
            let request = stage.fill(operation.request).await?;
            let person = stage.people[role].as_ref();
            let status =
                attempt(&scene.site, person, operation.what, operation.how, &request).await?;
            cells += 1;
            refused += usize::from(expected >= 400);
            report.demand(status == expected, || {
                format!("{} {request} by {name}: {status} instead of {expected}", operation.what)
            });
        }
    }
    report.fact(format!(
        "{} operations, {cells} cells of which {refused} are refused",
        declared.len()
    ));
    Ok(report)
}

async fn attempt(
    site: &std::sync::Arc<Site>,
    person: Option<&Person>,
    what: &str,
    how: How,
    request: &str,
) -> Result<u16> {
    let mut caller = person.map_or_else(|| Caller::anonymous(site), |one| Caller::of(site, one));
    Ok(match how {
        How::Form => caller.call(what, "application/x-www-form-urlencoded", request).await?.status,
        How::Json => caller.call(what, "application/json", request).await?.status,
        How::Get => caller.page(request).await?.status,
        How::Open => open(site, person, request).await?,
    })
}

/// Returns 200 for a subject that opens, the fault's status, or the code with which the socket
/// closes.
async fn open(site: &Site, person: Option<&Person>, subject: &str) -> Result<u16> {
    let origin = site.origin();
    let upgrade = Upgrade {
        cookie: person.map(|one| one.cookie.as_str()),
        origin: origin.as_deref(),
        receive_bytes: None,
    };
    let mut socket = match Socket::ask(site, upgrade).await? {
        Ok(socket) => socket,
        Err(status) => return Ok(status),
    };
    socket.hello().await;
    socket.open_subject(subject, None).await;
    loop {
        match socket.wait_for(&["opened", "fault"], Duration::from_secs(10)).await? {
            Heard::Frame(frame) if frame["subject"] != *subject => {}
            Heard::Frame(frame) if frame["type"] == "opened" => return Ok(200),
            Heard::Frame(frame) => return Ok(status_of(&frame["code"])),
            Heard::Closed(code) => return Ok(code),
            Heard::Broken => return Ok(0),
        }
    }
}

fn status_of(code: &Value) -> u16 {
    match code.as_str().unwrap_or_default() {
        "unauthenticated" => 401,
        "forbidden" | "oversight_required" | "timed_out" => 403,
        "not_found" => 404,
        _ => 0,
    }
}
