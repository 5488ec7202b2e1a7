//! Visible strings: every one is a key of the locale files, and every key is used.

use std::path::Path;

use super::sources::{Source, Sources};
use crate::places;

/// Attributes that people read or hear.
const SPOKEN: [&str; 4] = ["aria-label=", "placeholder=", "title=", "alt="];
/// The product's name is the same in every language.
const NAMES: [&str; 1] = ["Lyceum"];

/// Checks the locale files against each other and against the pages.
pub(super) fn check(sources: &Sources) -> Vec<String> {
    let pages: Vec<&Source> = sources.rust().filter(|source| source.is_in("app/src")).collect();
    let mut complaints: Vec<String> = pages.iter().flat_map(|page| literals(page)).collect();
    match texts::read(Path::new(&places::root().join("app/locales"))) {
        Ok(locales) => {
            let keys = locales.iter().flat_map(|locale| locale.texts.keys().map(String::as_str));
            let mut unused: Vec<&str> = keys.filter(|key| !is_used(key, &pages)).collect();
            unused.sort_unstable();
            unused.dedup();
            complaints
                .extend(unused.iter().map(|key| format!("app/locales: nothing uses `{key}`")));
        }
        Err(complaint) => complaints.push(format!("app/locales: {complaint}")),
    }
    complaints
}

fn is_used(key: &str, pages: &[&Source]) -> bool {
    let (called, named) = (format!(".{key}("), format!("Texts::{key}"));
    pages.iter().any(|page| page.text.contains(&called) || stands(&page.text, &named))
}

/// Returns whether a name stands in a text, not as the beginning of a longer one.
fn stands(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let next = text[at + name.len()..].chars().next();
        next.is_none_or(|next| !next.is_alphanumeric() && next != '_')
    })
}

/// Returns the words that stand in a page's markup.
fn literals(page: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    for (at, literal) in strings(&page.text) {
        let before = page.text[..at].trim_end();
        // Markup goes before a text of its own; `=>` and `->` are no markup.
        let is_text = (before.ends_with('>') && !before.ends_with("=>") && !before.ends_with("->"))
            || before.ends_with("\" \"");
        let is_spoken = SPOKEN.iter().any(|attribute| before.ends_with(attribute));
        if (is_text || is_spoken) && has_word(literal) && !NAMES.contains(&literal) {
            let line = page.text[..at].lines().count();
            complaints
                .push(format!("{}:{line}: {literal:?}: words belong to app/locales", page.path));
        }
    }
    complaints
}

fn has_word(literal: &str) -> bool {
    let letters: Vec<bool> = literal.chars().map(char::is_alphabetic).collect();
    letters.windows(2).any(|pair| pair == [true, true])
}

/// Returns the string literals of Rust source and where they begin; those of comments are left out.
fn strings(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['"', '/', '\'']).map(|next| at + next) {
        let rest = &text[next..];
        at = if rest.starts_with("//") {
            rest.find('\n').map_or(text.len(), |end| next + end)
        } else if rest.starts_with("'\"'") {
            next + 3
        } else if let Some(inside) = rest.strip_prefix('"') {
            let length = closing(inside);
            found.push((next, &inside[..length]));
            next + length + 2
        } else {
            next + 1
        };
        if at >= text.len() {
            break;
        }
    }
    found
}

/// Returns how long a string is up to its closing quotation mark.
fn closing(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().position(|byte| {
        let closes = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        closes
    });
    end.unwrap_or(text.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(text: &str) -> usize {
        literals(&Source { path: "app/src/x.rs".to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn words_in_markup_are_found() {
        assert_eq!(complaints("<p>\"Sign in\"</p>"), 1);
        assert_eq!(complaints("<p>\n    \"Sign in\"\n</p>"), 1);
        assert_eq!(complaints("<b>{name}</b> \" \" \"wrote this\""), 1);
        assert_eq!(complaints("<button aria-label=\"Close\">"), 1);
    }

    #[test]
    fn signs_names_and_code_are_no_words() {
        assert_eq!(complaints("<span>\"#\" {name} \" · \"</span> <b>\"Lyceum\"</b>"), 0);
        assert_eq!(complaints("Kind::Direct => \"direct\", fn name() -> \"x\""), 0);
        assert_eq!(complaints("// <p>\"a comment\"\n<p class=\"wide open\" title=t.row_you()>"), 0);
        assert_eq!(complaints("let quote = '\"'; <p>{t}</p>"), 0);
    }

    #[test]
    fn a_key_is_used_when_it_is_called() {
        let text = "t.row_you(); map(Texts::row_edited)".to_owned();
        let page = Source { path: "app/src/x.rs".to_owned(), text };
        assert!(is_used("row_you", &[&page]) && is_used("row_edited", &[&page]));
        assert!(!is_used("row", &[&page]) && !is_used("row_edit", &[&page]));
    }
}
