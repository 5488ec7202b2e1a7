//! Where authorisation is: found mechanically by how calls are written, and listed where a check
//! has no form of its own.

use std::fmt::{self, Write};

use super::rewrite::{call_end, enclosing_returns, line_of, statement_start};

/// One deletion.
pub(super) struct Point {
    pub(super) number: u32,
    file: String,
    line: usize,
    what: String,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>3} {}:{} {}", self.number, self.file, self.line, self.what)
    }
}

/// A check that has no form of its own: the text, and the text with a switch. `#on#` is the switch,
/// `#number#` its number.
struct Check {
    file: &'static str,
    find: &'static str,
    replace: &'static str,
}

const fn check(file: &'static str, find: &'static str, replace: &'static str) -> Check {
    Check { file, find, replace }
}

/// Guards of the transport and of the hub, and what ends sessions.
const CHECKS: &[Check] = &[
    check("server/src/socket.rs", "if is_browser && !state", "if !#on# && is_browser && !state"),
    check("server/src/origin.rs", "return origin == base_url", "return #on# || origin == base_url"),
    check(
        "server/src/origin.rs",
        "        named.is_some() && named ==",
        "        #on# || named.is_some() && named ==",
    ),
    check(
        "server/src/guards/client.rs",
        "if !is_trusted(&nearest)",
        "if !#on# && !is_trusted(&nearest)",
    ),
    check(
        "server/src/hub/feed.rs",
        "&& listener.grant.access_version < recorded.access_version",
        "&& !#on# && listener.grant.access_version < recorded.access_version",
    ),
    check(
        "server/src/hub/catch_up.rs",
        "if recorded.access_version > ",
        "if !#on# && recorded.access_version > ",
    ),
    check(
        "server/src/hub.rs",
        "self.end_session(session_id)",
        "if !#on# { self.end_session(session_id) }",
    ),
    check(
        "service/src/authorize.rs",
        "    if is_alive { Ok(()) } else { Err(Fault::unauthenticated().into()) }",
        "    crate::mutant::decided(#number#, \
         if is_alive { Ok(()) } else { Err(Fault::unauthenticated().into()) })",
    ),
    check(
        "service/src/live.rs",
        "if user_id == actor.user_id =>",
        "if #on# || user_id == actor.user_id =>",
    ),
    check(
        "service/src/courses.rs",
        "if actor.role == AccountRole::Admin",
        "if #on# || actor.role == AccountRole::Admin",
    ),
    check("service/src/courses.rs", ".can_see().is_ok()", ".can_see().map_or(#on#, |_| true)"),
    check(
        "service/src/channels.rs",
        ".filter(|message| message.channel_id == channel_id)",
        ".filter(|message| #on# || message.channel_id == channel_id)",
    ),
    check(
        "service/src/auth.rs",
        "Ok(self.0.setup.accepts(token) &&",
        "Ok((#on# || self.0.setup.accepts(token)) &&",
    ),
    check(
        "service/src/auth.rs",
        "standing == Standing::First &&",
        "!#on# && standing == Standing::First &&",
    ),
    check(
        "service/src/auth.rs",
        "if self.0.options.registration != Registration::Open ||",
        "if !#on# && self.0.options.registration != Registration::Open ||",
    ),
    check(
        "service/src/auth.rs",
        "user.deactivated_at.is_none() && user.session_version",
        "(#on# || user.deactivated_at.is_none()) && user.session_version",
    ),
    check(
        "service/src/auth.rs",
        ".filter(|_| verdict.is_match)",
        ".filter(|_| #on# || verdict.is_match)",
    ),
    check(
        "service/src/auth.rs",
        "session.expires_at.is_none_or(|expires_at| now < expires_at)",
        "session.expires_at.is_none_or(|expires_at| #on# || now < expires_at)",
    ),
    check(
        "service/src/auth.rs",
        "&& now.since_ms(session.last_seen_at) <= SESSION_IDLE_MS_MAX",
        "&& (#on# || now.since_ms(session.last_seen_at) <= SESSION_IDLE_MS_MAX)",
    ),
    check(
        "service/src/auth.rs",
        "&& now.since_ms(session.created_at) <= SESSION_AGE_MS_MAX",
        "&& (#on# || now.since_ms(session.created_at) <= SESSION_AGE_MS_MAX)",
    ),
    check(
        "service/src/auth.rs",
        "self.0.attempts.check(&typed, client.address, now)",
        "(if #on# { Ok(()) } else { self.0.attempts.check(&typed, client.address, now) })",
    ),
];

/// Puts switches into a file and notes them.
pub(super) fn switch(path: &str, text: String, points: &mut Vec<Point>) -> String {
    let mut text = text;
    match path {
        "protocol/src/lib.rs" => text.push_str("\npub mod mutant;\n"),
        "service/src/lib.rs" => text.push_str("\nmod mutant;\n"),
        _ if path.starts_with("protocol/src/permission") => {
            text = switch_table(path, &text, points);
        }
        _ if path.starts_with("service/src/authorize") => {
            text = switch_decisions(path, &text, points);
        }
        _ if path.starts_with("service/src/") => text = switch_calls(path, &text, points),
        _ => {}
    }
    for check in CHECKS.iter().filter(|check| check.file == path) {
        text = switch_check(path, &text, check, points);
    }
    text
}

fn note(points: &mut Vec<Point>, file: &str, text: &str, at: usize, what: &str) -> u32 {
    let number = u32::try_from(points.len()).unwrap_or(u32::MAX) + 1;
    let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
    let what = what.chars().take(70).collect();
    points.push(Point { number, file: file.to_owned(), line: line_of(text, at), what });
    number
}

fn switch_check(path: &str, text: &str, check: &Check, points: &mut Vec<Point>) -> String {
    let mut out = String::new();
    let mut from = 0;
    for (at, found) in text.match_indices(check.find) {
        let number = note(points, path, text, at, found);
        out.push_str(&text[from..at]);
        let switch = format!("protocol::mutant::on({number})");
        let replaced = check.replace.replace("#on#", &switch);
        out.push_str(&replaced.replace("#number#", &number.to_string()));
        from = at + found.len();
    }
    if from == 0 {
        println!(
            "not there any more: `{}` in {path}; correct xtask/src/mutate/points.rs",
            check.find
        );
    }
    out.push_str(&text[from..]);
    out
}

/// Every call of `authorize::…(…).await` outside of that module.
fn switch_calls(path: &str, text: &str, points: &mut Vec<Point>) -> String {
    let mut out = String::new();
    let mut from = 0;
    for (at, found) in text.match_indices("authorize::") {
        let name_at = at + found.len();
        let name = text[name_at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_');
        let name: String = name.collect();
        let open = name_at + name.len();
        let is_call = name.starts_with(char::is_lowercase) && text[open..].starts_with('(');
        let Some(end) = is_call.then(|| call_end(text, open)).flatten() else { continue };
        if at < from || !text[end..].trim_start().starts_with(".await") {
            continue;
        }
        let number = note(points, path, text, at, &text[at..end]);
        let start = if text[..at].ends_with("crate::") { at - "crate::".len() } else { at };
        out.push_str(&text[from..start]);
        let _ = write!(out, "crate::mutant::off({number}, {})", &text[start..end]);
        from = end;
    }
    out.push_str(&text[from..]);
    out
}

/// Every decision in the module that makes the proofs.
fn switch_decisions(path: &str, text: &str, points: &mut Vec<Point>) -> String {
    let mut out = String::new();
    let mut from = 0;
    for (at, found) in text.match_indices(".decide") {
        let name = text[at + found.len()..].chars().take_while(|c| c.is_lowercase() || *c == '_');
        let open = at + found.len() + name.count();
        let end = text[open..].starts_with('(').then(|| call_end(text, open)).flatten();
        let start = statement_start(text, at);
        let Some(end) = end.filter(|_| start >= from) else { continue };
        let statement = &text[start..end];
        if ["let ", "if ", "match ", "return "].iter().any(|word| statement.starts_with(word)) {
            println!("not tried: {path}:{} {statement}", line_of(text, at));
            continue;
        }
        let number = note(points, path, text, at, statement);
        out.push_str(&text[from..start]);
        let _ = write!(out, "crate::mutant::decided({number}, {statement})");
        from = end;
    }
    out.push_str(&text[from..]);
    out
}

/// The permission table: every step that refuses.
fn switch_table(path: &str, text: &str, points: &mut Vec<Point>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let code = line.trim();
        let is_whole = !["let ", "return ", ".", ")"].iter().any(|word| code.starts_with(word));
        let is_step = code.ends_with("?;") && is_whole;
        if is_step {
            let number = note(points, path, text, at, code);
            let _ = writeln!(out, "if !crate::mutant::on({number}) {{ {code} }}");
        } else {
            out.push_str(&switch_line(path, text, at, line, points));
        }
        at += line.len();
    }
    out
}

fn switch_line(path: &str, text: &str, at: usize, line: &str, points: &mut Vec<Point>) -> String {
    let mut line = line.to_owned();
    let code = line.trim().to_owned();
    let is_definition = code.contains("fn ");
    if let Some(found) = line.find("staff_only(").filter(|_| !is_definition) {
        let number = note(points, path, text, at, &code);
        line.insert_str(found + "staff_only(".len(), &format!("crate::mutant::on({number}) || "));
        // A refusal by role is the same for everybody who is not staff.
        return line;
    }
    if line.contains(".filter(|message| message.is_own)") {
        let number = note(points, path, text, at, &code);
        let own = "|message| message.is_own";
        return line
            .replace(own, &format!("|message| crate::mutant::on({number}) || message.is_own"));
    }
    for before in ["=> ", "{ ", "return ", "    "] {
        let refusal = format!("{before}Err(Refusal::");
        let Some(found) = line.find(&refusal) else { continue };
        let start = found + before.len();
        let Some(end) = call_end(&line, start + "Err".len()) else { continue };
        let granted = match enclosing_returns(text, at + start) {
            Some("()") => "()",
            Some("ChannelFacts") => "channel",
            _ => continue,
        };
        let number = note(points, path, text, at, &code);
        let refusal = line[start + "Err(".len()..end - 1].to_owned();
        let switched = format!("crate::mutant::refuse({number}, {refusal}, {granted})");
        line.replace_range(start..end, &switched);
        return line;
    }
    line
}
