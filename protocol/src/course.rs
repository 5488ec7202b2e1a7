//! Courses: the containers of channels and of people.

use serde::{Deserialize, Serialize};

use crate::fault::{Fault, FieldCode};
use crate::id::CourseId;
use crate::limits::{
    COURSE_CODE_CHARS_MAX, COURSE_SLUG_CHARS_MAX, COURSE_SLUG_CHARS_MIN, COURSE_TERM_CHARS_MAX,
    COURSE_TITLE_CHARS_MAX,
};
use crate::user::{CourseRole, check_length, is_invisible};

text_enum! {
    /// Where a course stands in its life.
    CourseState {
        /// In use.
        Active = "active",
        /// Over: read-only.
        Ended = "ended",
    }
}

/// What everyone enrolled may see of a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The course.
    pub id: CourseId,
    /// Unique part of its address, such as `cs214-2026f`.
    pub slug: String,
    /// Short code, such as `CS 214`.
    pub code: String,
    /// Full title.
    pub title: String,
    /// Term, such as `Autumn 2026`; empty where it has none.
    pub term: String,
    /// Where it stands in its life.
    pub state: CourseState,
    /// Whether every account is enrolled when it is made, and may leave.
    pub is_open: bool,
    /// Whether students may make groups.
    pub students_create_groups: bool,
    /// The viewer's role in it; absent for an admin who is not enrolled, and in events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_role: Option<CourseRole>,
}

impl Course {
    /// Returns what the course is called in a sentence: its code, or its title where it has none.
    pub fn short_name(&self) -> &str {
        if self.code.is_empty() { &self.title } else { &self.code }
    }
}

/// The unique part of a course's address: 2 to 40 of `a-z 0-9 -`, with a letter or digit at both
/// ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CourseSlug(String);

impl CourseSlug {
    /// Parses what was typed; letters are lowered.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let text = raw.trim().to_ascii_lowercase();
        check_length("slug", &text, COURSE_SLUG_CHARS_MIN, COURSE_SLUG_CHARS_MAX)?;
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !text.chars().all(allowed) || text.starts_with('-') || text.ends_with('-') {
            return Err(Fault::field("slug", FieldCode::BadCharacters, None));
        }
        Ok(Self(text))
    }

    /// Returns the slug as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns a slug for a code and a term as far as they are typed, such as `cs214-2026f` for
    /// `CS 214` and `Autumn 2026`; empty where they have no letter that a slug takes.
    pub fn suggest(code: &str, term: &str) -> String {
        let (code, term) = (plain(code), term_mark(term));
        let both = if term.is_empty() || code.is_empty() {
            format!("{code}{term}")
        } else {
            format!("{code}-{term}")
        };
        both.chars().take(COURSE_SLUG_CHARS_MAX).collect()
    }
}

/// Returns the letters and digits of a text that a slug takes.
fn plain(text: &str) -> String {
    let kept = text.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_lowercase()).collect()
}

/// Returns the year and the season's letter: `2026f` for autumn, `w`, `s` and `u` for winter,
/// spring and summer.
fn term_mark(term: &str) -> String {
    const SEASONS: [(&str, char); 9] = [
        ("autumn", 'f'),
        ("fall", 'f'),
        ("herbst", 'f'),
        ("winter", 'w'),
        ("spring", 's'),
        ("frühjahr", 's'),
        ("frühling", 's'),
        ("summer", 'u'),
        ("sommer", 'u'),
    ];
    let lowered = term.to_lowercase();
    let season = SEASONS.iter().find(|(name, _)| lowered.contains(name)).map(|(_, letter)| letter);
    let numbers = lowered.split(|c: char| !c.is_ascii_digit());
    match numbers.into_iter().find(|number| number.len() == 4) {
        Some(year) => year.chars().chain(season.copied()).collect(),
        None => plain(term),
    }
}

/// A course's short code: 1 to 20 characters on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseCode(String);

/// A course's full title: 1 to 100 characters on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseTitle(String);

/// A course's term: at most 40 characters on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseTerm(String);

impl CourseCode {
    /// Parses what was typed; space is folded.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        line("code", raw, 1, COURSE_CODE_CHARS_MAX).map(Self)
    }

    /// Returns the code as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CourseTitle {
    /// Parses what was typed; space is folded.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        line("title", raw, 1, COURSE_TITLE_CHARS_MAX).map(Self)
    }

    /// Returns the title as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CourseTerm {
    /// Parses what was typed; space is folded.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        line("term", raw, 0, COURSE_TERM_CHARS_MAX).map(Self)
    }

    /// Returns the term as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn line(field: &str, raw: &str, min: usize, max: usize) -> Result<String, Fault> {
    let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    check_length(field, &text, min, max)?;
    if text.chars().any(is_invisible) {
        return Err(Fault::field(field, FieldCode::BadCharacters, None));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_lowered_and_checked() {
        let check = |raw: &str, expect: Result<&str, FieldCode>| {
            let parsed = CourseSlug::parse(raw);
            let parsed =
                parsed.as_ref().map(CourseSlug::as_str).map_err(|fault| fault.fields[0].code);
            assert_eq!(parsed, expect, "{raw:?}");
        };
        check(" CS214-2026f ", Ok("cs214-2026f"));
        check("", Err(FieldCode::Empty));
        check("a", Err(FieldCode::TooShort));
        check(&"a".repeat(41), Err(FieldCode::TooLong));
        check("a b", Err(FieldCode::BadCharacters));
        check("a/b", Err(FieldCode::BadCharacters));
        check("-ab", Err(FieldCode::BadCharacters));
        check("ab-", Err(FieldCode::BadCharacters));
        check("übung", Err(FieldCode::BadCharacters));
    }

    #[test]
    fn a_slug_is_suggested_from_code_and_term() {
        let check = |code: &str, term: &str, expect: &str| {
            assert_eq!(CourseSlug::suggest(code, term), expect, "{code:?} {term:?}");
        };
        check("CS 214", "Autumn 2026", "cs214-2026f");
        check("CS 214", "2026 Fall", "cs214-2026f");
        check("MATH-110", "Spring 2027", "math110-2027s");
        check("Phil. 1", "Wintersemester 2026/27", "phil1-2026w");
        check("Phil. 1", "2026", "phil1-2026");
        check("Phil. 1", "Term 2", "phil1-term2");
        check("CS 214", "", "cs214");
        check("", "Autumn 2026", "2026f");
        check("数学", "", "");
    }

    #[test]
    fn titles_take_every_script_and_refuse_invisible_characters() {
        assert_eq!(
            CourseTitle::parse(" Introduction \t à l’algèbre ").unwrap().as_str(),
            "Introduction à l’algèbre"
        );
        assert_eq!(CourseTitle::parse(" ").unwrap_err().fields[0].code, FieldCode::Empty);
        assert_eq!(CourseTerm::parse(" ").unwrap().as_str(), "");
        let fault = CourseCode::parse("CS\u{202e}1").unwrap_err();
        assert_eq!(fault.fields[0].code, FieldCode::BadCharacters);
    }
}
