//! The declared operations: `operations.txt`, read, and filled in for one attempt.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::caller::{Caller, Person};
use crate::id::Id;
use crate::random::Random;
use crate::site::{ADMIN, PASSWORD, Site, course};

const DECLARED: &str = include_str!("../operations.txt");

/// The columns of the table.
pub(crate) const ROLES: [&str; 7] =
    ["anonymous", "outsider", "student", "author", "assistant", "instructor", "admin"];
const STUDENT: &str = "adiallo";
const AUTHOR: &str = "lokafor";
const ASSISTANT: &str = "mrios";
const INSTRUCTOR: &str = "praman";

/// Places of the roles in the table.
pub(crate) const OUTSIDER_ROLE: usize = 1;
pub(crate) const AUTHOR_ROLE: usize = 3;
pub(crate) const ADMIN_ROLE: usize = 6;

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation {
    pub(crate) what: &'static str,
    pub(crate) how: How,
    pub(crate) request: &'static str,
    /// A status for each role, where it is to be tried.
    pub(crate) expected: [Option<u16>; 7],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Form,
    Json,
    Get,
    Open,
}

/// Reads the table.
pub(crate) fn declared() -> Result<Vec<Operation>> {
    let lines = DECLARED.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| read(line).with_context(|| format!("in operations.txt: {line}"))).collect()
}

fn read(line: &'static str) -> Result<Operation> {
    let columns: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let [what, how, request, statuses] = columns.as_slice() else { bail!("four columns") };
    let how = match *how {
        "form" => How::Form,
        "json" => How::Json,
        "get" => How::Get,
        "open" => How::Open,
        other => bail!("{other} is no way to ask"),
    };
    let mut expected = [None; 7];
    let mut statuses = statuses.split_whitespace();
    for status in &mut expected {
        let text = statuses.next().context("seven statuses")?;
        *status = if text == "-" { None } else { Some(text.parse()?) };
    }
    Ok(Operation { what, how, request, expected })
}

/// Returns what the source has and the table has not, and the other way round.
pub(crate) fn undeclared(source: &Path, declared: &[Operation]) -> Result<Vec<String>> {
    let mut found = BTreeSet::new();
    let mut functions = 0;
    for file in rust_files(&source.join("app/src/api"))? {
        let text = std::fs::read_to_string(file)?;
        // The attribute of an argument looks alike.
        functions += text.matches("#[server(").count() - text.matches("#[server(default)]").count();
        found.extend(quoted_after(&text, "endpoint = \""));
    }
    if functions != found.len() {
        bail!("{functions} server functions have {} endpoints", found.len());
    }
    let router = std::fs::read_to_string(source.join("server/src/router.rs"))?;
    found.extend(quoted_after(&router, ".route(\""));
    let known: BTreeSet<String> = declared
        .iter()
        .filter(|operation| operation.what != "page")
        .map(|operation| operation.what.to_owned())
        .collect();
    let missing = found.difference(&known).map(|what| {
        format!("{what} is in the source and nobody said who may use it: loadtest/operations.txt")
    });
    let gone = known.difference(&found).map(|what| format!("{what} is declared and not there"));
    Ok(missing.chain(gone).collect())
}

fn rust_files(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}

fn quoted_after(text: &str, before: &str) -> Vec<String> {
    let ends = text.match_indices(before).map(|(at, _)| &text[at + before.len()..]);
    ends.filter_map(|rest| rest.split('"').next()).map(ToOwned::to_owned).collect()
}

/// A course with people of every role.
pub(crate) struct Stage {
    site: Arc<Site>,
    pub(crate) admin: Caller,
    author: Caller,
    author_id: String,
    pub(crate) slug: String,
    pub(crate) course: Value,
    /// By role; nobody for the first.
    pub(crate) people: Vec<Option<Person>>,
    random: Random,
}

impl Stage {
    pub(crate) async fn set(site: &Arc<Site>, random: Random) -> Result<Self> {
        let admin_person = site.sign_in(ADMIN).await?;
        let author_person = site.sign_in(AUTHOR).await?;
        let mut admin = Caller::of(site, &admin_person);
        let outsider = site.sign_up().await?;
        let (other, _) = close_course(site, &mut admin).await?;
        enrol(&mut admin, &other, &outsider.login, "instructor").await?;
        let (id, slug) = close_course(site, &mut admin).await?;
        for (login, role) in [
            (STUDENT, "student"),
            (AUTHOR, "student"),
            (ASSISTANT, "assistant"),
            (INSTRUCTOR, "instructor"),
        ] {
            enrol(&mut admin, &id, login, role).await?;
        }
        let people = vec![
            None,
            Some(outsider),
            Some(site.sign_in(STUDENT).await?),
            Some(author_person.clone()),
            Some(site.sign_in(ASSISTANT).await?),
            Some(site.sign_in(INSTRUCTOR).await?),
            Some(admin_person),
        ];
        let mut author = Caller::of(site, &author_person);
        let author_id = author.user_id().await?;
        let course = course(&mut admin, &slug).await?;
        Ok(Self { site: Arc::clone(site), admin, author, author_id, slug, course, people, random })
    }

    pub(crate) fn course_id(&self) -> Result<&str> {
        self.course["course"]["id"].as_str().context("a course has an id")
    }

    /// Enrols somebody.
    pub(crate) async fn enrol(&self, login: &str, role: &str) -> Result<()> {
        enrol(
            &mut Caller::of(&self.site, &self.person(ADMIN_ROLE)?),
            self.course_id()?,
            login,
            role,
        )
        .await
    }

    pub(crate) fn person(&self, role: usize) -> Result<Person> {
        self.people[role].clone().context("nobody has this role")
    }

    /// Returns the id of one of the course's own channels.
    pub(crate) fn channel(&self, name: &str) -> Result<Id> {
        let channels = self.course["channels"].as_array().context("a course has channels")?;
        let found = channels.iter().find(|entry| entry["channel"]["name"] == name);
        found.and_then(|entry| Id::of(&entry["channel"]["id"])).context("there is no such channel")
    }

    /// Fills in a request; what it needs is made.
    pub(crate) async fn fill(&mut self, request: &str) -> Result<String> {
        let mut filled = String::new();
        let mut rest = request;
        while let Some((before, after)) = rest.split_once('<') {
            let (name, after) = after.split_once('>').context("a `<` without a `>`")?;
            filled.push_str(before);
            filled.push_str(&self.value(name).await?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    async fn value(&mut self, name: &str) -> Result<String> {
        Ok(match name {
            "password" => PASSWORD.to_owned(),
            "author_login" => AUTHOR.to_owned(),
            "author_id" => self.author_id.clone(),
            "slug" => self.slug.clone(),
            "course" => self.course_id()?.to_owned(),
            "public" => self.channel("general")?.to_string(),
            "announcement" => self.channel("announcements")?.to_string(),
            "uuid" => self.random.id().to_string(),
            "name" => self.site.new_name("new"),
            "channel" => self.new_channel().await?.to_string(),
            "archived" => {
                let channel = self.new_channel().await?.to_string();
                let fields = [("channel", channel.as_str())];
                self.admin.form("archive_channel", &fields).await?.success()?;
                channel
            }
            "group" => self.group().await?.0.to_string(),
            "group_name" => self.group().await?.1,
            "stranger" => self.site.sign_up().await?.login,
            "person" => {
                let person = self.site.sign_up().await?;
                self.enrol(&person.login, "student").await?;
                Caller::of(&self.site, &person).user_id().await?
            }
            "message" => {
                let (room, key) = (self.channel("general")?, self.random.id());
                let message = self.author.post(room, key, "for the table").await?.success()?;
                message["id"].as_str().context("a message has an id")?.to_owned()
            }
            other => bail!("nobody knows what <{other}> is"),
        })
    }

    /// Makes a group that the admin owns and in which the author is; returns its id and name.
    pub(crate) async fn group(&mut self) -> Result<(Id, String)> {
        let name = self.site.new_name("group");
        let course = self.course_id()?.to_owned();
        let fields = [
            ("course", course.as_str()),
            ("course_slug", &self.slug),
            ("name", &name),
            ("kind", "private"),
        ];
        let channel = self.admin.form("create_channel", &fields).await?.success()?;
        let id = Id::of(&channel["id"]).context("a channel has an id")?;
        let member = [("channel", &*id.to_string()), ("login", AUTHOR), ("role", "member")];
        self.admin.form("add_member", &member).await?.success()?;
        Ok((id, name))
    }

    async fn new_channel(&mut self) -> Result<Id> {
        let course = self.course.clone();
        self.site.room(&mut self.admin, &course, &self.slug).await
    }

    /// Returns everything that the public functions show of the course and of its people, without
    /// what is always another: the time.
    pub(crate) async fn digest(&mut self) -> Result<String> {
        let mut digest = String::new();
        for slug in [self.slug.clone(), crate::site::COMMONS.to_owned()] {
            let course = course(&mut self.admin, &slug).await?;
            digest.push_str(&course.to_string());
            for entry in course["channels"].as_array().context("a course has channels")? {
                let request = serde_json::json!({
                    "course": slug, "channel": entry["channel"]["name"], "message": null,
                });
                digest.push_str(&self.admin.json("load_channel", &request).await?.body);
            }
            let people = serde_json::json!({ "course": course["course"]["id"], "after": null });
            digest.push_str(&self.admin.json("load_people", &people).await?.body);
        }
        let viewer = self.author.json("load_viewer", &serde_json::json!({})).await?.json();
        digest.push_str(&viewer["me"].to_string());
        Ok(digest)
    }
}

/// Makes a course that nobody is in unasked, and returns its id and its address.
async fn close_course(site: &Site, admin: &mut Caller) -> Result<(String, String)> {
    let slug = site.new_name("closed");
    let fields = [("code", "W 1"), ("title", "Walls"), ("term", "now"), ("slug", slug.as_str())];
    let course = admin.form("create_course", &fields).await?.success()?;
    let id = course["id"].as_str().context("a course has an id")?;
    Ok((id.to_owned(), slug))
}

async fn enrol(staff: &mut Caller, course: &str, login: &str, role: &str) -> Result<()> {
    let fields = [("course", course), ("login", login), ("role", role)];
    let answer = staff.form("enrol_person", &fields).await?;
    let is_there_already = matches!(answer.status, 409 | 422);
    if is_there_already { Ok(()) } else { answer.success().map(drop) }
}
