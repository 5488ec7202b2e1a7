//! What attackers try first: lists, patterns, and the account's own names. Comparing is linear in
//! the password, which the caller has bounded.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Passwords and the words they are made of, lower-case, one a line.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../common_passwords.txt").lines().collect());

/// The product's name is in everybody's mind while signing up.
const PRODUCT: &str = "lyceum";
/// Longest unit that is noticed when repeated: `abcdabcdabcd`.
const UNIT_CHARS_MAX: usize = 6;
/// Longest row of digits and signs around a common word that does not save it.
const TRIMMINGS_CHARS_MAX: usize = 8;
/// Shortest piece of a name that counts.
const NAME_CHARS_MIN: usize = 3;

/// Paths of a finger over a keyboard; their pieces and their mirror images are passwords.
const WALKS: &[&str] = &[
    "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "1234567890qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiop1234567890",
    "qwertyuiopqwertyuiopqwertyuiop",
    "qwertzuiopasdfghjklyxcvbnm",
    "1234567890qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1234567890azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "zaq12wsxcde34rfvbgt56yhnmju78ik,",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "qawsedrftgyhujikolp",
    "qazwsxedcrfvtgbyhnujmikolp",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "0123456789012345678901234567890",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7g8h9i0j",
    "!@#$%^&*()_+qwertyuiop",
];

/// Whether a password is among those that are tried first, or is mainly made of `context`.
pub(super) fn is_easy(raw: &str, context: &[&str]) -> bool {
    let password = raw.to_lowercase();
    is_common(&password)
        || is_pattern(&password)
        || context.iter().chain(&[PRODUCT]).any(|name| password == name.to_lowercase())
        || is_mostly_names(&password, context)
}

/// On the list, or a word of the list in a few digits and signs.
fn is_common(password: &str) -> bool {
    let core = password.trim_matches(|c: char| !c.is_alphabetic());
    let trimmings = password.chars().count() - core.chars().count();
    COMMON.contains(password) || (trimmings <= TRIMMINGS_CHARS_MAX && COMMON.contains(core))
}

fn is_pattern(password: &str) -> bool {
    let chars: Vec<char> = password.chars().collect();
    is_repetition(&chars) || is_sequence(&chars) || is_walk(password)
}

/// A short unit over and over: `aaaa…`, `abcabc…`, the last one perhaps cut off.
fn is_repetition(chars: &[char]) -> bool {
    (1..=UNIT_CHARS_MAX.min(chars.len() / 2))
        .any(|unit| chars.iter().zip(&chars[unit..]).all(|(one, next)| one == next))
}

/// Neighbours in the character table, up or down: `abcdef…`, `987654…`.
fn is_sequence(chars: &[char]) -> bool {
    let steps = |step: i64| {
        chars
            .windows(2)
            .all(|pair| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0])) == step)
    };
    steps(1) || steps(-1)
}

/// A walk over the keyboard, or two of them: `qwertyuiop123`.
fn is_walk(password: &str) -> bool {
    let mirrored: String = password.chars().rev().collect();
    if [password, &mirrored].iter().any(|text| WALKS.iter().any(|walk| walk.contains(*text))) {
        return true;
    }
    let stepped = |piece: &str| {
        let mirrored: String = piece.chars().rev().collect();
        piece.chars().count() >= 3
            && WALKS.iter().any(|walk| walk.contains(piece) || walk.contains(&mirrored))
    };
    password.char_indices().any(|(at, _)| {
        let (one, other) = password.split_at(at);
        stepped(one) && stepped(other)
    })
}

/// At least half of the letters and digits spell the account's names or the product's.
fn is_mostly_names(password: &str, context: &[&str]) -> bool {
    let folded: String = password.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut rest = folded.clone();
    for name in names(context) {
        // A separator keeps the two sides of a name from meeting as another one.
        rest = rest.replace(&name, " ");
    }
    let left = rest.chars().filter(|c| *c != ' ').count();
    !folded.is_empty() && left * 2 <= folded.chars().count()
}

/// The names whole and in pieces, longest first, so that a whole is found before its pieces.
fn names(context: &[&str]) -> Vec<String> {
    let whole = context.iter().chain(&[PRODUCT]).copied();
    let pieces = context.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    let mut names: Vec<String> = whole
        .chain(pieces)
        .map(|name| name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect())
        .filter(|name: &String| name.chars().count() >= NAME_CHARS_MIN)
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expect: bool) {
        assert_eq!(is_easy(raw, &["lokafor", "Lena Okafor"]), expect, "{raw:?}");
    }

    #[test]
    fn passwords_of_the_list_are_easy_in_any_case_and_trimming() {
        check("password1234", true);
        check("PassWord!2026", true);
        check("1234password", true);
        check("iloveyou2025!", true);
        check("Administrator1", true);
        check("Correct Horse Battery Staple", true);
        check("password71930582664", false);
    }

    #[test]
    fn repetitions_sequences_and_walks_are_easy() {
        check("aaaaaaaaaaaa", true);
        check("abcabcabcabca", true);
        check("hahahahahahaha", true);
        check("abcdefghijklm", true);
        check("zyxwvutsrqpon", true);
        check("123456789012", true);
        check("210987654321", true);
        check("qwertyuiopas", true);
        check("1qaz2wsx3edc", true);
        check("poiuytrewq0987654321", true);
        check("qwerty123456", true);
        check("ÄÄÄÄÄÄÄÄÄÄÄÄ", true);
    }

    #[test]
    fn the_accounts_own_names_are_easy() {
        check("lokafor-2026!", true);
        check("LenaOkafor123", true);
        check("okafor.lena.1", true);
        check("lyceumlyceum", true);
        check("Lyceum-2026-!", true);
        check("lyceum-demo-2026", false);
        check("lena paints nine red boats", false);
    }

    #[test]
    fn ordinary_phrases_are_taken() {
        for raw in [
            "nine red boats beside a lamp",
            "Ich esse gern Birnen",
            "tr0ub4dor&3-and-more",
            "x7#Kq9!mZp2@",
            "пароль из шести слов подряд",
            "🎉🍋🐘🚲🌧🎻📎🧊🪁🦉🥁🛶",
        ] {
            check(raw, false);
        }
    }

    #[test]
    fn the_list_is_lower_case_and_holds_nothing_twice() {
        let lines: Vec<&str> = include_str!("../common_passwords.txt").lines().collect();
        assert!(lines.len() >= 300);
        assert_eq!(COMMON.len(), lines.len());
        for line in lines {
            assert_eq!(line, line.trim().to_lowercase());
            assert!(!line.is_empty());
        }
    }

    #[test]
    fn hostile_lengths_are_quick() {
        let long = "lokafor".repeat(18) + "x";
        assert!(is_easy(&long, &["lokafor", &"a b c d e f ".repeat(5)]));
    }
}
