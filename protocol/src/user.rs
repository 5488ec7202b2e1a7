//! Accounts, what is shown of a person, and the parsed forms of what people type about
//! themselves.

use serde::{Deserialize, Serialize};

use crate::fault::{Fault, FieldCode};
use crate::id::UserId;
use crate::language::Language;
use crate::limits::{
    DISPLAY_NAME_CHARS_MAX, DISPLAY_NAME_CHARS_MIN, LOGIN_CHARS_MAX, LOGIN_CHARS_MIN,
};
use crate::time::Timestamp;

text_enum! {
    /// What an account may do on the whole site.
    AccountRole {
        /// Oversees everything.
        Admin = "admin",
        /// Takes part where enrolled.
        User = "user",
        /// A temporary account without a password.
        Guest = "guest",
    }
}

text_enum! {
    /// What a person is in one course.
    CourseRole {
        /// Teaches the course.
        Instructor = "instructor",
        /// Helps teaching it.
        Assistant = "assistant",
        /// Takes it.
        Student = "student",
        /// Visits named channels of it.
        Guest = "guest",
    }
}

/// What everyone who shares a course with a person may see of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The account.
    pub id: UserId,
    /// What they sign in with.
    pub login: String,
    /// What they are called.
    pub display_name: String,
    /// Their account role.
    pub role: AccountRole,
    /// Their role in the course at hand, if they are enrolled in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course_role: Option<CourseRole>,
    /// The avatar's colour, 0 to 11.
    pub hue: u8,
    /// Whether nobody can use the account now. Said where people are listed, not of authors.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_deactivated: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(value: &bool) -> bool {
    !value
}

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The account.
    pub id: UserId,
    /// What they sign in with.
    pub login: String,
    /// What they are called.
    pub display_name: String,
    /// Their account role.
    pub role: AccountRole,
    /// When a guest's account ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// The interface's language; none leaves it to the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The avatar's colour, 0 to 11.
    pub hue: u8,
}

/// Returns the avatar colour of a person, 0 to 11: FNV-1a of the id's bytes.
pub fn hue(user: UserId) -> u8 {
    let hash = user.0.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    u8::try_from(hash % 12).unwrap_or_default()
}

/// Returns up to two letters that stand for a name in an avatar.
pub fn initials(display_name: &str) -> String {
    let mut words = display_name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// What a person signs in with: 2 to 40 of `a-z 0-9 . _ -`, beginning with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Login(String);

impl Login {
    /// Parses what was typed; letters are lowered.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let text = raw.trim().to_lowercase();
        check_length("login", &text, LOGIN_CHARS_MIN, LOGIN_CHARS_MAX)?;
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
        if !text.chars().all(allowed) || !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Err(Fault::field("login", FieldCode::BadCharacters, None));
        }
        Ok(Self(text))
    }

    /// Returns the login as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a person is called: 2 to 60 characters, inner space folded, nothing invisible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// Parses what was typed.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        check_length("display_name", &text, DISPLAY_NAME_CHARS_MIN, DISPLAY_NAME_CHARS_MAX)?;
        if !is_legible(&text) {
            return Err(Fault::field("display_name", FieldCode::BadCharacters, None));
        }
        Ok(Self(text))
    }

    /// Returns the name as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a name shows something and hides nothing. Persian names and families of emoji need joiners
/// between their letters; anywhere else a joiner is as invisible as the rest.
fn is_legible(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let is_visible = |c: Option<&char>| {
        c.is_some_and(|c| !c.is_whitespace() && !is_joiner(*c) && !is_hidden(*c))
    };
    let is_fine = |(place, c): (usize, &char)| {
        if is_joiner(*c) {
            let before = place.checked_sub(1).and_then(|place| chars.get(place));
            return is_visible(before) && is_visible(chars.get(place + 1));
        }
        !is_hidden(*c)
    };
    chars.iter().enumerate().all(is_fine) && chars.iter().any(|c| !is_variation(*c))
}

/// Zero-width joiner and non-joiner.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Asks for another look of the character before it.
fn is_variation(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character shows nothing, or hides what others show.
pub(crate) fn is_invisible(c: char) -> bool {
    is_joiner(c) || is_hidden(c)
}

/// Control characters, zero-width characters, blanks that count as letters and direction overrides:
/// names made of these impersonate or break the line they stand in.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Refuses a text that is empty, shorter than `min` or longer than `max` Unicode scalars.
pub(crate) fn check_length(field: &str, text: &str, min: usize, max: usize) -> Result<(), Fault> {
    let chars = text.chars().count();
    if chars == 0 && min > 0 {
        return Err(Fault::field(field, FieldCode::Empty, None));
    }
    if chars < min {
        return Err(Fault::field(field, FieldCode::TooShort, Some(min)));
    }
    if chars > max {
        return Err(Fault::field(field, FieldCode::TooLong, Some(max)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_lowered_and_checked() {
        let check = |raw, expect: Result<&str, FieldCode>| {
            let parsed = Login::parse(raw);
            let parsed = parsed.as_ref().map(Login::as_str).map_err(|fault| fault.fields[0].code);
            assert_eq!(parsed, expect, "{raw:?}");
        };
        check(" LOkafor ", Ok("lokafor"));
        check("", Err(FieldCode::Empty));
        check("a", Err(FieldCode::TooShort));
        check("a-login-of-more-than-forty-characters-xyz", Err(FieldCode::TooLong));
        check("jürgen", Err(FieldCode::BadCharacters));
        check("-dash", Err(FieldCode::BadCharacters));
        check("a b", Err(FieldCode::BadCharacters));
    }

    #[test]
    fn display_names_take_every_script_and_refuse_invisible_characters() {
        assert_eq!(DisplayName::parse("  Mateo \t Ríos ").unwrap().as_str(), "Mateo Ríos");
        assert_eq!(DisplayName::parse("محمد علي").unwrap().as_str(), "محمد علي");
        let hidden = [
            "Prof\u{202e}x",
            "\u{3164}\u{3164}",
            "\u{2800}\u{2800}",
            "A\u{e0041}b",
            "Ada\u{200b}L",
        ];
        for hidden in hidden {
            let fault = DisplayName::parse(hidden).unwrap_err();
            assert_eq!(fault.fields[0].code, FieldCode::BadCharacters, "{hidden:?}");
        }
    }

    #[test]
    fn display_names_take_joiners_between_letters_only() {
        for name in ["علی\u{200c}رضا", "👨\u{200d}👩\u{200d}👧 Ríos", "❤\u{fe0f}\u{200d}🔥 Ada"]
        {
            assert_eq!(DisplayName::parse(name).unwrap().as_str(), name);
        }
        let wrong = [
            "\u{200d}Ada",
            "Ada\u{200d}",
            "Ada \u{200d}L",
            "Ada\u{200c} L",
            "Ada\u{200d}\u{200d}L",
            "\u{200d}\u{200c}",
            "A\u{200d}\u{202e}b",
            "\u{fe0f}\u{fe0f}",
        ];
        for name in wrong {
            let fault = DisplayName::parse(name).unwrap_err();
            assert_eq!(fault.fields[0].code, FieldCode::BadCharacters, "{name:?}");
        }
    }

    #[test]
    fn initials_take_the_first_and_the_last_word() {
        assert_eq!(initials("Lena Maria Okafor"), "LO");
        assert_eq!(initials("Plato"), "P");
    }
}
