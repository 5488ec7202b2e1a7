//! Keeps the parser from seeing what is not in the subset.
//!
//! Stand-ins from a range that no text may use (Unicode noncharacters) are put where an unwanted
//! construct would begin, or in place of a character that must not act; [`restore`] takes them out
//! again wherever text leaves the parser, inside code too. So nothing that was typed is lost, and
//! code needs no special care.

use std::borrow::Cow;

use crate::rich_text::links;

/// Nothing; keeps its neighbours from forming a construct.
const MARK: char = '\u{fdd0}';
/// What stands for a character that must not act.
const STAND_INS: [(char, char); 4] =
    [('*', '\u{fdd1}'), ('_', '\u{fdd2}'), ('~', '\u{fdd3}'), ('&', '\u{fdd4}')];
/// Quotes and list items that may begin on one line; more show as typed.
const CONTAINERS_PER_LINE_MAX: usize = 8;

/// A body made ready for the parser.
pub(super) struct Source(String);

/// An open code fence.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Fence {
    mark: char,
    len: usize,
    /// Quotes around it.
    depth: usize,
}

/// What stands before a line's own text.
struct Lead {
    /// Bytes of quote marks, list marks and space.
    len: usize,
    /// Whether the text after it would begin a construct outside the subset.
    is_unwanted: bool,
}

impl Source {
    /// Prepares a body.
    pub(super) fn prepare(body: &str) -> Self {
        let mut text = String::with_capacity(body.len() + body.len() / 8);
        let mut fence: Option<Fence> = None;
        let mut depth_before = 0;
        for (n, line) in body.split('\n').enumerate() {
            if n > 0 {
                text.push('\n');
            }
            let depth = quote_depth(line).min(fence.map_or(usize::MAX, |fence| fence.depth));
            fence = fence.filter(|fence| fence.depth <= depth);
            if depth < depth_before {
                // Markdown would let the deeper quote run on, and put words into its mouth.
                text.extend(std::iter::repeat_n('>', depth));
                text.push('\n');
            }
            depth_before = depth;
            let lead = lead(line);
            text.push_str(&line[..lead.len]);
            if lead.is_unwanted {
                text.push(MARK);
            }
            push_inline(&mut text, &line[lead.len..]);
            fence = next_fence(fence, &line[lead.len..], depth);
        }
        Self(text)
    }

    /// Returns the text to parse.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns what was typed where `text` stands in the source.
pub(super) fn restore(text: &str) -> Cow<'_, str> {
    if !text.contains(is_reserved) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| *c != MARK).map(original).collect())
}

fn original(c: char) -> char {
    STAND_INS.iter().find(|(_, stand_in)| *stand_in == c).map_or(c, |(original, _)| *original)
}

fn stand_in(c: char) -> char {
    STAND_INS.iter().find(|(original, _)| *original == c).map_or(c, |(_, stand_in)| *stand_in)
}

/// Noncharacters, from which the stand-ins are taken.
fn is_reserved(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// Returns how many quotes a line belongs to by its own marks.
fn quote_depth(line: &str) -> usize {
    let mut depth = 0;
    let mut rest = line;
    loop {
        let text = rest.trim_start_matches(' ');
        // Four spaces make it code; after a mark one more is the mark's own.
        if rest.len() - text.len() > 3 + usize::from(depth > 0) || !text.starts_with('>') {
            return depth;
        }
        depth += 1;
        rest = &text[1..];
    }
}

/// Returns the quote and list marks of a line, and whether a heading, a rule, an empty list item
/// or too deep a nesting follows.
fn lead(line: &str) -> Lead {
    let mut len = 0;
    for _ in 0..CONTAINERS_PER_LINE_MAX {
        len += line[len..].len() - line[len..].trim_start_matches([' ', '\t']).len();
        let rest = &line[len..];
        if rest.starts_with('#') || is_rule(rest) || is_bare_item(rest) {
            return Lead { len, is_unwanted: true };
        }
        match container_len(rest) {
            0 => return Lead { len, is_unwanted: false },
            container => len += container,
        }
    }
    Lead { len, is_unwanted: true }
}

/// Returns the bytes of the quote or list mark that `text` begins with; 0 for none.
fn container_len(text: &str) -> usize {
    if text.starts_with('>') {
        return 1;
    }
    let mark = item_len(text);
    if text[mark..].starts_with([' ', '\t']) { mark } else { 0 }
}

/// Returns the bytes of `-`, `+`, `*`, `1.` or `1)` at the start of `text`; 0 for none.
fn item_len(text: &str) -> usize {
    if text.starts_with(['-', '+', '*']) {
        return 1;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_item = (1..=9).contains(&digits) && text[digits..].starts_with(['.', ')']);
    if is_item { digits + 1 } else { 0 }
}

/// Whether a list mark has nothing to mark, as in the answer "2."
fn is_bare_item(text: &str) -> bool {
    let mark = item_len(text);
    mark > 0 && text[mark..].trim().is_empty()
}

/// Whether a line is a rule, or underlines a heading.
fn is_rule(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next() else { return false };
    let count = 1 + marks.clone().count();
    let is_solid = text.trim_end().chars().all(|c| c == first);
    let is_one_kind = marks.all(|c| c == first);
    is_one_kind
        && match first {
            '=' => is_solid,
            '-' => is_solid || count >= 3,
            '*' | '_' => count >= 3,
            _ => false,
        }
}

/// Returns the fence that is open after a line, of which `text` is what follows its lead.
fn next_fence(open: Option<Fence>, text: &str, depth: usize) -> Option<Fence> {
    let mark = text.chars().next().filter(|mark| "`~".contains(*mark));
    let len = mark.map_or(0, |mark| text.chars().take_while(|c| *c == mark).count());
    let rest = text.get(len..).unwrap_or_default();
    match (open, mark) {
        (Some(fence), Some(mark)) => {
            let closes = mark == fence.mark && len >= fence.len && rest.trim().is_empty();
            (!closes).then_some(fence)
        }
        (None, Some(mark)) if len >= 3 && (mark == '~' || !rest.contains('`')) => {
            Some(Fence { mark, len, depth })
        }
        (open, _) => open,
    }
}

/// Appends a line's text with stand-ins for what must not act.
fn push_inline(out: &mut String, text: &str) {
    let addresses = links::find(text);
    let mut addresses = addresses.iter().peekable();
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        while addresses.next_if(|address| address.end <= at).is_some() {}
        let in_address = addresses.peek().is_some_and(|address| address.contains(&at));
        let after = chars.peek().map(|(_, after)| *after);
        let is_paired = before == Some(c) || after == Some(c);
        let is_escaped = before == Some('\\');
        match c {
            _ if is_reserved(c) => out.push(char::REPLACEMENT_CHARACTER),
            // Between `]` and `:`, so that no reference is defined and lost from view.
            ':' if before == Some(']') => out.extend([MARK, ':']),
            // After `<`, so that no tag and no bracketed address begins.
            '<' => out.extend(['<', MARK]),
            '*' | '_' if in_address => out.push(stand_in(c)),
            '~' if in_address || !(is_paired || is_escaped) => out.push(stand_in(c)),
            '&' if in_address || !is_escaped => out.push(stand_in(c)),
            _ => out.push(c),
        }
        before = Some(c);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unquoted(body: &str) -> String {
        restore(Source::prepare(body).as_str()).into_owned()
    }

    #[test]
    fn a_quote_ends_with_its_last_mark() {
        assert_eq!(unquoted("> a\n> b\nc"), "> a\n> b\n\nc");
        assert_eq!(unquoted("> a\n\nc"), "> a\n\n\nc");
        assert_eq!(unquoted("> > a\n> b\nc"), "> > a\n>\n> b\n\nc");
        assert_eq!(unquoted(">>> a\n> b"), ">>> a\n>\n> b");
        assert_eq!(unquoted("```\n> a\nb\n```"), "```\n> a\nb\n```");
        assert_eq!(unquoted("> ```\n> a\nb\n> c\nd"), "> ```\n> a\n\nb\n> c\n\nd");
    }

    #[test]
    fn fences_are_followed() {
        let fence = |text| next_fence(None, text, 0).map(|fence| (fence.mark, fence.len));
        assert_eq!(fence("```rust"), Some(('`', 3)));
        assert_eq!(fence("~~~~"), Some(('~', 4)));
        assert_eq!(fence("```a```"), None);
        assert_eq!(fence("``"), None);
        let open = next_fence(None, "````", 0);
        assert!(next_fence(open, "```", 0).is_some());
        assert!(next_fence(open, "````` ", 0).is_none());
        assert!(next_fence(open, "```` x", 0).is_some());
    }

    #[test]
    fn rules_and_underlines_are_known() {
        for text in ["---", "-", "==", "***", "* * *", "_ _ _  ", "- - -"] {
            assert!(is_rule(text), "{text:?}");
        }
        for text in ["", "*", "- -", "= =", "-a", "__", "**", "--*", "****bold"] {
            assert!(!is_rule(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn one_line_is_restored_as_typed(text in "[\\[\\]<>:&~*_`\\\\#a-z. /!-]{0,80}") {
            prop_assert_eq!(unquoted(&text), text);
        }

        #[test]
        fn noncharacters_do_not_pass(text in "[\u{fdcf}-\u{fdf0}a*]{0,40}") {
            let restored = unquoted(&text);
            prop_assert!(!restored.contains(is_reserved));
        }
    }
}
