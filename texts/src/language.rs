//! What is to be known of a language beside its words.

/// CLDR's plural categories.
pub(crate) const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// A language's cardinal plurals of whole numbers, after CLDR.
pub(crate) struct Plurals {
    /// The categories, in the order of their forms in a table.
    pub(crate) forms: &'static [&'static str],
    /// The Rust expression that makes the form's index of `n`.
    pub(crate) rule: &'static str,
}

/// Returns the plurals of a language; a new language begins with a line here.
pub(crate) fn plurals(tag: &str) -> Option<Plurals> {
    match tag {
        "en" | "de" | crate::PSEUDO => {
            Some(Plurals { forms: &["one", "other"], rule: "usize::from(n != 1)" })
        }
        _ => None,
    }
}
