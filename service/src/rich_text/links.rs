//! Addresses in plain text, and what a link looks like.
//!
//! An address begins with `http://`, `https://`, `mailto:` or `www.` and ends before a space, a
//! quotation mark, an angle bracket, an invisible character or a bracket that it did not open.
//! Punctuation at its end belongs to the sentence. Each character is looked at once or twice.

use std::ops::Range;

use ammonia::Url;
use protocol::limits::LINK_TEXT_CHARS_MAX;

const PREFIXES: [&str; 4] = ["http://", "https://", "mailto:", "www."];

/// Returns where addresses stand in `text`.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(prefix) = prefix_at(text, at) else {
            at += 1;
            continue;
        };
        let after = at + prefix.len();
        let end = at + address_len(&text[at..], prefix.len());
        if is_complete(prefix, &text[after.min(end)..end]) {
            found.push(at..end);
        }
        // What was looked at is not looked at again, or `mailto:mailto:…` would take its square.
        at = end.max(after);
    }
    found
}

/// Returns where a link to `destination` leads, or nothing if it may not be one.
pub(super) fn href(destination: &str) -> Option<String> {
    let is_plain = |c: char| !c.is_whitespace() && !is_invisible(c);
    let prefix = PREFIXES.into_iter().find(|prefix| starts_with(destination, prefix))?;
    if destination.len() == prefix.len() || !destination.chars().all(is_plain) {
        return None;
    }
    let scheme = if prefix == "www." { "https://" } else { "" };
    let href = format!("{scheme}{destination}");
    Url::parse(&href).is_ok().then_some(href)
}

/// Returns the text under which an address shows: at most 50 characters and `...`.
pub(super) fn shown(address: &str) -> String {
    match address.char_indices().nth(LINK_TEXT_CHARS_MAX) {
        Some((cut, _)) => format!("{}...", &address[..cut]),
        None => address.to_owned(),
    }
}

/// Returns the prefix that an address beginning at byte `at` has, if one begins there.
fn prefix_at(text: &str, at: usize) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let before = at.checked_sub(1).map(|before| bytes[before]);
    // `xhttp://` is some other scheme, `a.www.` and `me@www.` the middle of some other name.
    let is_boundary = before.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let is_name_boundary = before.is_none_or(|byte| !b".-_/@".contains(&byte));
    PREFIXES.into_iter().find(|prefix| {
        let rest = bytes.get(at..at + prefix.len());
        is_boundary
            && (*prefix != "www." || is_name_boundary)
            && rest.is_some_and(|rest| rest.eq_ignore_ascii_case(prefix.as_bytes()))
    })
}

/// Returns the length of the address that `text` begins with.
fn address_len(text: &str, prefix_len: usize) -> usize {
    let mut open = Vec::new();
    let mut ends = |c| match c {
        '(' | '[' => {
            open.push(if c == '(' { ')' } else { ']' });
            false
        }
        ')' | ']' => open.pop() != Some(c),
        _ => is_end(c),
    };
    let end = text.char_indices().skip(prefix_len).find(|(_, c)| ends(*c));
    let end = end.map_or(text.len(), |(end, _)| end);
    text[..end].trim_end_matches(is_trailing).len()
}

/// Whether something that can be reached follows the prefix.
fn is_complete(prefix: &str, rest: &str) -> bool {
    match prefix {
        "mailto:" => {
            rest.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        }
        _ => rest.starts_with(|c: char| c.is_alphanumeric() || c == '['),
    }
}

/// Characters that end an address wherever they stand.
fn is_end(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || "<>\"`\\^{}|“”„«»。，、！？；：）」』】》".contains(c)
}

/// Characters that end an address's sentence or its emphasis rather than the address.
fn is_trailing(c: char) -> bool {
    ".,:;!?'*_~".contains(c)
}

/// Control characters, and those that reorder or hide their neighbours.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let found: Vec<&str> = find(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expect, "{text:?}");
    }

    #[test]
    fn addresses_begin_with_a_scheme_or_www() {
        check(
            "see http://a.org and https://b.org/c?d=e#f",
            &["http://a.org", "https://b.org/c?d=e#f"],
        );
        check("HTTPS://A.org WWW.b.org", &["HTTPS://A.org", "WWW.b.org"]);
        check("mailto:ta@uni.edu", &["mailto:ta@uni.edu"]);
        check(
            "http://localhost:8080/x http://[::1]/",
            &["http://localhost:8080/x", "http://[::1]/"],
        );
        check("参照https://a.org。次", &["https://a.org"]);
        check(
            "https://de.wikipedia.org/wiki/Graph_(Graphentheorie)/Übung",
            &["https://de.wikipedia.org/wiki/Graph_(Graphentheorie)/Übung"],
        );
        for text in [
            "a.org",
            "me@a.org",
            "ftp://a.org",
            "xhttp://a.org",
            "a.www.b.org",
            "www.",
            "http://",
            "https://.",
            "mailto:me",
            "mailto:@",
            "javascript:alert(1)",
            "www..a",
            "http:// a.org",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn the_sentence_keeps_its_punctuation() {
        for tail in
            [".", ",", ":", ";", "!", "?", "?!", "...", ")", "),", ").", "'", "\"", ">", "**"]
        {
            check(&format!("https://a.org/b{tail}"), &["https://a.org/b"]);
        }
        check("(see https://a.org/b_(c))", &["https://a.org/b_(c)"]);
        check("[https://a.org](https://b.org)", &["https://a.org", "https://b.org"]);
        check("https://a.org/?q=a,b:c", &["https://a.org/?q=a,b:c"]);
        check("https://a.org/\u{202e}gpj.exe", &["https://a.org/"]);
    }

    #[test]
    fn links_lead_to_the_web_or_to_a_mailbox() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(href(text).as_deref(), expect);
        check("https://a.org", Some("https://a.org"));
        check("www.a.org", Some("https://www.a.org"));
        check("mailto:a@b.org", Some("mailto:a@b.org"));
        for text in [
            "",
            "https://",
            "javascript:alert(1)",
            " https://a.org",
            "java\nscript:x",
            "data:x",
            "//a.org",
            "/a",
            "#a",
            "vbscript:x",
            "https://a.org/\u{202e}x",
            "https://a.org![",
            "file:///etc/passwd",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn long_addresses_are_cut_after_fifty_characters() {
        let exactly = format!("https://{}", "ä".repeat(42));
        assert_eq!(shown(&exactly), exactly);
        assert_eq!(shown(&format!("{exactly}b")), format!("{exactly}..."));
    }
}
