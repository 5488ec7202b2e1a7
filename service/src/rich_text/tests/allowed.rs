//! A reader of HTML that accepts only what the renderer may write, and nothing that a browser
//! would have to repair.

use super::SAFE;

/// Elements without attributes.
const PLAIN: [&str; 12] =
    ["p", "strong", "em", "u", "s", "code", "pre", "blockquote", "ul", "ol", "li", "br"];

/// Returns how deep the elements of `html` nest, or what about it is not allowed.
pub(super) fn check(html: &str) -> Result<usize, String> {
    let mut open: Vec<&str> = Vec::new();
    let mut deepest = 0;
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        check_text(text)?;
        let (tag, after) = split_tag(after).ok_or_else(|| format!("unfinished tag in {rest:?}"))?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("`{tag}` closes nothing"));
            }
            continue;
        }
        let name = name_of(tag).ok_or_else(|| format!("`{tag}` is not allowed"))?;
        if name == "a" && open.contains(&"a") {
            return Err("a link in a link".into());
        }
        if name != "br" {
            open.push(name);
        }
        deepest = deepest.max(open.len());
    }
    check_text(rest)?;
    if open.is_empty() { Ok(deepest) } else { Err(format!("{open:?} stay open")) }
}

fn check_text(text: &str) -> Result<(), String> {
    if text.contains('>') { Err(format!("bare `>` in {text:?}")) } else { Ok(()) }
}

/// Splits at the first `>` outside quotation marks.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let end = text.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    })?;
    Some((&text[..end], &text[end + 1..]))
}

/// Returns the element's name if the whole tag is as the renderer writes it.
fn name_of(tag: &str) -> Option<&str> {
    if PLAIN.contains(&tag) {
        return Some(tag);
    }
    if let Some(language) = value(tag, "code class=\"language-") {
        let fine = |c: char| c.is_ascii_alphanumeric() || "+-#._".contains(c);
        return (!language.is_empty() && language.chars().all(fine)).then_some("code");
    }
    if let Some(start) = value(tag, "ol start=\"") {
        return start.parse::<u32>().is_ok().then_some("ol");
    }
    let link = tag.strip_prefix("a href=\"")?.strip_suffix(SAFE)?.strip_suffix("\" ")?;
    let (href, title) = link.split_once("\" title=\"")?;
    let lower = href.to_lowercase();
    let leads_out =
        ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    (leads_out && href == title && !link.contains(['<', '\n', '\u{202e}'])).then_some("a")
}

fn value<'a>(tag: &'a str, start: &str) -> Option<&'a str> {
    tag.strip_prefix(start)?.strip_suffix('"')
}
