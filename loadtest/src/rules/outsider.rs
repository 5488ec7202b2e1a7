//! S6: somebody outside hears nothing of rooms that are not theirs, whatever happens there, and
//! what is forbidden answers like what does not exist.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::Scene;
use crate::caller::Caller;
use crate::http::Answer;
use crate::id::Id;
use crate::operations::{ADMIN_ROLE, AUTHOR_ROLE, OUTSIDER_ROLE, Stage};
use crate::report::Report;
use crate::socket::{Heard, Socket};

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("S6");
    let mut stage = Stage::set(&scene.site, scene.random.clone()).await?;
    let (outsider, author, admin) =
        (stage.person(OUTSIDER_ROLE)?, stage.person(AUTHOR_ROLE)?, stage.person(ADMIN_ROLE)?);
    let commons = crate::site::course(&mut Caller::of(&scene.site, &outsider), "commons").await?;
    let commons = commons["course"]["id"].as_str().context("an id")?.to_owned();

    let mut socket = Socket::connect(&scene.site, &outsider).await?;
    socket.hello().await;
    socket.open_subject(&format!("course:{commons}"), None).await;
    socket.wait_for(&["opened"], Duration::from_secs(5)).await?;
    let mut known: Vec<String> = vec![stage.slug.clone(), "for the table".to_owned()];
    let channels = stage.course["channels"].as_array().context("channels")?.clone();
    known.extend(
        channels.iter().filter_map(|one| one["channel"]["id"].as_str()).map(ToOwned::to_owned),
    );
    known.extend(stage.course["course"]["id"].as_str().map(ToOwned::to_owned));

    let room = stage.channel("general")?;
    let mut busy = Caller::of(&scene.site, &author);
    let mut staff = Caller::of(&scene.site, &admin);
    let mut random = scene.random.fork(1);
    let happenings = if scene.is_short { 20 } else { 100 };
    for number in 0..happenings {
        let message = busy.post(room, random.id(), "a secret of the course").await?.success()?;
        known.extend(message["id"].as_str().map(ToOwned::to_owned));
        if number % 10 == 0 {
            let id = message["id"].as_str().context("an id")?;
            busy.form("delete_message", &[("id", id)]).await?.success()?;
            let channel = stage.fill("<channel>").await?;
            let name = scene.site.new_name("secret");
            let fields =
                [("channel", channel.as_str()), ("name", &name), ("description", "secret")];
            staff.form("change_channel", &fields).await?.success()?;
            staff.form("archive_channel", &[("channel", &channel)]).await?.success()?;
            known.extend([channel, name]);
        }
    }
    known.push("a secret of the course".to_owned());
    // Activity is told once a second.
    let until = Instant::now() + Duration::from_millis(2_200);
    let mut frames = 0;
    while let Ok(heard) = timeout_at(until, socket.hear()).await {
        let Heard::Frame(frame) = heard else { break };
        frames += 1;
        let text = frame.to_string();
        for word in &known {
            report.demand(!text.contains(word), || format!("the outsider heard {text}"));
        }
    }
    report.fact(format!(
        "{happenings} messages and more next door, {frames} frames of which 0 name it"
    ));
    let compared = compare(scene, &mut report, &mut stage, &mut socket, room).await?;
    report.fact(format!("{compared} answers to the forbidden are those to the absent"));
    Ok(report)
}

/// Asks for what is there and forbidden, and for what is nowhere.
async fn compare(
    scene: &Scene,
    report: &mut Report,
    stage: &mut Stage,
    socket: &mut Socket,
    room: Id,
) -> Result<usize> {
    let outsider = stage.person(OUTSIDER_ROLE)?;
    let slug = stage.slug.clone();
    let mut caller = Caller::of(&scene.site, &outsider);
    let mut random = scene.random.fork(2);
    let absent = random.id().to_string();
    let (room, course) = (room.to_string(), stage.fill("<course>").await?);
    let message = stage.fill("<message>").await?;
    let requests: Vec<(&str, Value, Value)> = vec![
        ("load_course", json!({ "slug": slug }), json!({ "slug": "nowhere" })),
        (
            "load_people",
            json!({ "course": course, "after": null }),
            json!({ "course": absent, "after": null }),
        ),
        (
            "load_channel",
            json!({ "course": slug, "channel": "general", "message": null }),
            json!({ "course": "nowhere", "channel": "general", "message": null }),
        ),
        (
            "load_channel",
            json!({ "course": slug, "channel": "general", "message": null }),
            json!({ "course": slug, "channel": "nowhere", "message": null }),
        ),
        (
            "load_page",
            json!({ "channel": room, "key": "latest", "limit": 5 }),
            json!({ "channel": absent, "key": "latest", "limit": 5 }),
        ),
        ("load_unread", json!({ "channel": room }), json!({ "channel": absent })),
        (
            "mark_read",
            json!({ "channel": room, "position": 1 }),
            json!({ "channel": absent, "position": 1 }),
        ),
    ];
    let mut compared = 0;
    for (endpoint, there, nowhere) in requests {
        let forbidden = caller.json(endpoint, &there).await?;
        let absent = caller.json(endpoint, &nowhere).await?;
        compared += 1;
        same(report, endpoint, &forbidden, &absent);
    }
    let forms: [(&str, &str, &str); 4] = [
        ("post_message", "channel", &room),
        ("archive_channel", "channel", &room),
        ("restore_channel", "channel", &room),
        ("delete_message", "id", &message),
    ];
    for (endpoint, field, there) in forms {
        let key = random.id().to_string();
        let forbidden = caller
            .form(endpoint, &[(field, there), ("body", "x"), ("client_message_id", &key)])
            .await?;
        let absent = caller
            .form(endpoint, &[(field, &absent), ("body", "x"), ("client_message_id", &key)])
            .await?;
        compared += 1;
        same(report, endpoint, &forbidden, &absent);
    }
    let pages = [
        (format!("/c/{slug}/general"), "/c/nowhere/general".to_owned()),
        (format!("/c/{slug}/people"), "/c/nowhere/people".to_owned()),
        (format!("/c/{slug}/general/{message}"), format!("/c/nowhere/general/{message}")),
    ];
    for (there, nowhere) in pages {
        let (forbidden, absent) = (caller.page(&there).await?, caller.page(&nowhere).await?);
        compared += 1;
        report.demand(forbidden.status == absent.status, || {
            format!("{there}: {} instead of {}", forbidden.status, absent.status)
        });
        report.demand(title(&forbidden) == title(&absent), || format!("{there} has a title"));
    }
    for (there, nowhere) in [("channel", &room), ("course", &course)]
        .map(|(kind, id)| (format!("{kind}:{id}"), format!("{kind}:{absent}")))
    {
        let (forbidden, absent) = (fault(socket, &there).await?, fault(socket, &nowhere).await?);
        compared += 1;
        report.demand(forbidden == absent, || format!("{there}: {forbidden} instead of {absent}"));
    }
    Ok(compared)
}

fn same(report: &mut Report, endpoint: &str, forbidden: &Answer, absent: &Answer) {
    let body = |answer: &Answer| {
        let mut body = answer.json();
        body["request_id"] = Value::Null;
        body.to_string()
    };
    let is_same = forbidden.status == absent.status && body(forbidden) == body(absent);
    report.demand(is_same && absent.status == 404, || {
        format!("{endpoint}: {} {} instead of {}", forbidden.status, forbidden.body, absent.body)
    });
}

fn title(page: &Answer) -> Option<&str> {
    page.body.split_once("<title>")?.1.split_once("</title>").map(|(title, _)| title)
}

/// Returns the fault with which a subject is refused, without its name.
async fn fault(socket: &mut Socket, subject: &str) -> Result<Value> {
    socket.open_subject(subject, Some(0)).await;
    match socket.wait_for(&["fault", "opened", "event", "resync"], Duration::from_secs(5)).await? {
        Heard::Frame(mut frame) => {
            frame["subject"] = Value::Null;
            Ok(frame)
        }
        other => anyhow::bail!("the socket ended: {other:?}"),
    }
}
