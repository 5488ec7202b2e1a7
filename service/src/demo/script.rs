//! Reads the conversations of the demonstration from `script.txt`.
//!
//! `== channel age` begins a conversation, its age as in `8d4h` or `2h15m`; `-- login minutes`
//! begins a message so many minutes after the one before; the lines below are its words, up to
//! a `++ `: then come the marks, see [`DemoMessage::marks`].

use crate::demo::DemoMessage;

const SCRIPT: &str = include_str!("script.txt");

/// Returns the messages, oldest first.
pub fn messages() -> Vec<DemoMessage> {
    let mut messages: Vec<DemoMessage> = Vec::new();
    for conversation in blocks(SCRIPT, "== ") {
        let (channel, age) = heading(conversation);
        let mut minutes_ago = age_minutes(age);
        for message in blocks(conversation, "-- ") {
            let (author, later) = heading(message);
            minutes_ago -= later.parse::<i64>().unwrap_or(0);
            let text = message.split_once('\n').map_or("", |(_, text)| text);
            let (body, marks) = text.split_once("\n++ ").unwrap_or((text, ""));
            let (body, marks) = (body.trim(), marks.trim());
            messages.push(DemoMessage { channel, author, minutes_ago, body, marks });
        }
    }
    messages.sort_by_key(|message| std::cmp::Reverse(message.minutes_ago));
    messages
}

/// Returns the pieces of `text` that begin with `mark` at the start of a line, without the mark.
fn blocks(text: &'static str, mark: &str) -> impl Iterator<Item = &'static str> {
    let starts: Vec<usize> = text
        .match_indices(mark)
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n')
        .collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    let skip = mark.len();
    starts.into_iter().zip(ends).map(move |(start, end)| &text[start + skip..end])
}

/// Returns the two words of a block's first line.
fn heading(block: &'static str) -> (&'static str, &'static str) {
    let line = block.lines().next().unwrap_or_default();
    line.split_once(' ').map_or((line, ""), |(name, rest)| (name, rest.trim()))
}

/// Returns the minutes of an age such as `8d4h`, `2h15m` or `40m`.
fn age_minutes(age: &str) -> i64 {
    age.split_inclusive(char::is_alphabetic)
        .map(|part| {
            let (number, unit) = part.split_at(part.len() - 1);
            let number = number.parse::<i64>().unwrap_or(0);
            number
                * match unit {
                    "d" => 24 * 60,
                    "h" => 60,
                    _ => 1,
                }
        })
        .sum()
}

#[cfg(test)]
mod tests;
