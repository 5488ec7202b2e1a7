//! S2: nothing that changes anything works from another site's page, and nothing is changed by
//! asking for a page.

use anyhow::Result;

use super::Scene;
use crate::caller::Caller;
use crate::operations::{self, ADMIN_ROLE, How, Stage};
use crate::report::Report;

const FORM: &str = "application/x-www-form-urlencoded";

/// Headers of requests that other sites' pages can make a browser send.
const FOREIGN: [&[(&str, &str)]; 6] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "null")],
    &[("sec-fetch-site", "same-site"), ("origin", "http://sub.evil.example")],
    &[("origin", "http://evil.example")],
    &[("origin", "null")],
    &[("origin", "https://127.0.0.1.evil.example")],
];

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("S2");
    let mut stage = Stage::set(&scene.site, scene.random.clone()).await?;
    let functions: Vec<_> = operations::declared()?
        .into_iter()
        .filter(|operation| matches!(operation.how, How::Form | How::Json))
        .collect();
    let mut requests = Vec::new();
    for operation in &functions {
        requests.push((operation, stage.fill(operation.request).await?));
    }
    let admin = stage.person(ADMIN_ROLE)?;
    let mut caller = Caller::of(&scene.site, &admin);
    let before = stage.digest().await?;
    let (mut tried, mut gets) = (0, 0);
    for (operation, request) in &requests {
        let own = if operation.how == How::Form { FORM } else { "application/json" };
        let path = format!("/fn/{}", operation.what);
        for headers in FOREIGN {
            for kind in [own, FORM, "text/plain", "multipart/form-data; boundary=x"] {
                for accept in ["application/json", "text/html"] {
                    let mut headers = headers.to_vec();
                    headers.extend([("content-type", kind), ("accept", accept)]);
                    let answer = caller.raw("POST", &path, &headers, request).await?;
                    tried += 1;
                    report.demand(answer.status == 403, || {
                        format!("{path} {headers:?} was answered {}", answer.status)
                    });
                }
            }
        }
        for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH"] {
            if method == "HEAD" {
                continue;
            }
            let answer = caller
                .raw(method, &format!("{path}?{request_q}", request_q = query(request)), &[], "")
                .await?;
            gets += 1;
            report.demand(answer.status >= 400, || {
                format!("{method} {path} was answered {}", answer.status)
            });
        }
    }
    for page in ["/", "/sign-in", "/sign-up", "/settings", "/c/cs214-2026f/general"] {
        caller.page(page).await?;
        gets += 1;
    }
    let after = stage.digest().await?;
    report.demand(before == after, || "something was changed by it".to_owned());
    report.fact(format!("{} functions, {tried} foreign requests refused", functions.len()));
    report.fact(format!("{gets} requests of other methods changed nothing"));
    Ok(report)
}

/// A JSON body cannot stand in an address.
fn query(request: &str) -> &str {
    if request.starts_with('{') { "" } else { request }
}
