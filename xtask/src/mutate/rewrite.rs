//! The little that must be known of Rust's text to put a switch into it.

/// Returns the end of a call whose `(` is at `open`.
pub(super) fn call_end(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text[open..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(open + at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Returns where the statement begins in which `at` is.
pub(super) fn statement_start(text: &str, at: usize) -> usize {
    let before = text[..at].rfind([';', '{', '}']).map_or(0, |found| found + 1);
    let mut start = before;
    for line in text[before..at].split_inclusive('\n') {
        let code = line.trim_start();
        if !code.is_empty() && !code.starts_with("//") {
            return start + line.len() - code.len();
        }
        start += line.len();
    }
    start
}

/// Returns what the function around `at` returns besides a refusal.
pub(super) fn enclosing_returns(text: &str, at: usize) -> Option<&str> {
    let head = &text[text[..at].rfind("fn ")?..at];
    let (_, returns) = head.split_once("-> Result<")?;
    returns.split_once(", Refusal>").map(|(granted, _)| granted)
}

/// Returns the line of a place, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_end_where_their_parenthesis_closes() {
        let text = "read(tx, (a, b), f(c)).await";
        assert_eq!(call_end(text, 4).map(|end| &text[end..]), Some(".await"));
        assert_eq!(call_end("read(", 4), None);
    }

    #[test]
    fn statements_begin_after_what_ends_the_one_before() {
        let text = "{ a; // why\n    // more\n    facts.decide(x)?; }";
        let at = text.find(".decide").unwrap();
        assert_eq!(&text[statement_start(text, at)..at], "facts");
    }
}
