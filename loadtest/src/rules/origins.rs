//! S1: a page of another site gets no socket, with or without the cookie; the check is exact, with
//! and without a configured address.

use anyhow::{Context, Result};

use super::Scene;
use crate::report::Report;
use crate::socket::{Heard, Socket, Upgrade};

const BASE_URL: &str = "https://chat.example.edu";

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("S1");
    let mut refused = 0;
    let own = scene.site.origin().context("the server is down")?;
    let near = [
        format!("{own}.evil.example"),
        format!("{own}0"),
        format!("{own}@evil.example"),
        format!("http://evil.example@{}", &own["http://".len()..]),
        own.replace("http://", "http://sub."),
        own.replace("127.0.0.1", "localhost"),
        own.replace("127.0.0.1", "127.0.0.2"),
        own.rsplit_once(':').context("a port")?.0.to_owned(),
        own.replace("http://", "ws://"),
        own.replace("http://", "file://"),
        format!("{own} http://evil.example"),
        format!("http://evil.example {own}"),
    ];
    refused += judge(scene, &mut report, &scene.admin.cookie, &near, &own).await?;

    // The same behind a proxy that ends TLS, where the address is configured.
    let mut launch = scene.site.launch.clone();
    launch.flags = vec!["--base-url".to_owned(), BASE_URL.to_owned()];
    scene.site.terminate().await?;
    scene.site.up_as(&launch).await?;
    let here = scene.site.origin().context("the server is down")?;
    let near = [
        here,
        format!("{BASE_URL}.evil.example"),
        format!("{BASE_URL}:8443"),
        BASE_URL.replace("https", "http"),
        BASE_URL.replace("chat.", "evil.chat."),
        BASE_URL.replace("chat.", ""),
        BASE_URL.replace("chat", "evilchat"),
        format!("{BASE_URL}/"),
        format!("{BASE_URL}@evil.example"),
        BASE_URL.to_uppercase(),
    ];
    let cookie = scene.admin.cookie.replace("lyceum=", "__Host-lyceum=");
    refused += judge(scene, &mut report, &cookie, &near, BASE_URL).await?;
    // A cookie of the plain name is nobody's there.
    let upgrade =
        Upgrade { cookie: Some(&scene.admin.cookie), origin: Some(BASE_URL), receive_bytes: None };
    if let Ok(mut socket) = Socket::ask(&scene.site, upgrade).await? {
        let heard = socket.hear().await;
        report.demand(matches!(heard, Heard::Closed(4001)), || {
            format!("a cookie without __Host- was taken: {heard:?}")
        });
    }
    scene.site.terminate().await?;
    scene.site.up().await?;
    report.fact(format!("{refused} upgrades refused before they were one"));
    Ok(report)
}

async fn judge(
    scene: &Scene,
    report: &mut Report,
    cookie: &str,
    near: &[String],
    own: &str,
) -> Result<usize> {
    let far = ["http://evil.example", "https://evil.example", "null", ""].map(ToOwned::to_owned);
    let mut refused = 0;
    for origin in near.iter().chain(&far) {
        for cookie in [Some(cookie), None] {
            refused += 1;
            let upgrade = Upgrade { cookie, origin: Some(origin), receive_bytes: None };
            let status = Socket::ask(&scene.site, upgrade).await?.err();
            report.demand(status == Some(403), || {
                format!("`{origin}` (with cookie: {}) got {status:?}", cookie.is_some())
            });
        }
    }
    let without = Upgrade { cookie: Some(cookie), origin: None, receive_bytes: None };
    let status = Socket::ask(&scene.site, without).await?.err();
    refused += 1;
    report.demand(status == Some(403), || format!("a cookie without an origin got {status:?}"));
    let good = Upgrade { cookie: Some(cookie), origin: Some(own), receive_bytes: None };
    let status = Socket::ask(&scene.site, good).await?.err();
    report.demand(status.is_none(), || format!("{own} itself was refused with {status:?}"));
    Ok(refused)
}
