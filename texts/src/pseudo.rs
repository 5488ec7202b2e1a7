//! A language that nobody speaks, made from English to be looked at: a text without brackets and
//! accents is not in the tables, one that has no room for its closing bracket has none for German.

use std::collections::BTreeMap;

use crate::locale::{Locale, Text};

/// The tag of the pseudo-locale. It is written from right to left, to see what such a script does
/// to the layout.
pub const PSEUDO: &str = "en-XA";

/// Letters, and what stands for them.
const ACCENTED: [(char, char); 20] = [
    ('a', 'á'),
    ('c', 'ç'),
    ('d', 'ð'),
    ('e', 'é'),
    ('g', 'ğ'),
    ('i', 'í'),
    ('n', 'ñ'),
    ('o', 'ö'),
    ('s', 'š'),
    ('u', 'ü'),
    ('y', 'ý'),
    ('A', 'Å'),
    ('C', 'Ç'),
    ('E', 'É'),
    ('I', 'Î'),
    ('N', 'Ñ'),
    ('O', 'Ø'),
    ('S', 'Š'),
    ('U', 'Û'),
    ('Y', 'Ý'),
];

/// Returns the pseudo-locale of the reference.
pub(crate) fn of(reference: &Locale) -> Locale {
    let text = |text: &Text| match text {
        Text::Plain(text) => Text::Plain(pseudo(text)),
        Text::Plural(forms) => {
            let form = |(category, form): (&String, &String)| (category.clone(), pseudo(form));
            Text::Plural(forms.iter().map(form).collect::<BTreeMap<_, _>>())
        }
    };
    let texts = reference.texts.iter().map(|(key, value)| (key.clone(), text(value)));
    Locale { tag: PSEUDO.to_owned(), own_name: pseudo("Pseudo"), texts: texts.collect() }
}

/// Returns a text with accents, two fifths longer, in brackets; placeholders stay.
fn pseudo(text: &str) -> String {
    let mut accented = String::new();
    let (mut is_placeholder, mut letters) = (false, 0_usize);
    for letter in text.chars() {
        is_placeholder = (is_placeholder || letter == '{') && letter != '}';
        let found = ACCENTED.iter().find(|(plain, _)| *plain == letter && !is_placeholder);
        accented.push(found.map_or(letter, |(_, accented)| *accented));
        letters += usize::from(!is_placeholder && letter.is_alphabetic());
    }
    // Padded with short words, so that lines may break as they do in real languages.
    let padding: String = " ~øne".chars().cycle().take((letters * 2).div_ceil(5)).collect();
    format!("[{accented}{}]", padding.trim_end())
}

#[cfg(test)]
mod tests {
    use super::pseudo;

    #[test]
    fn a_text_gets_accents_length_and_brackets() {
        assert_eq!(pseudo("Sign in"), "[Šíğñ íñ ~ø]");
        assert_eq!(pseudo("{name}, {clock}"), "[{name}, {clock}]");
    }
}
