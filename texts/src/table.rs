//! A language's table: what server and browser look texts up in.

use crate::language::plurals;
use crate::locale::{Locale, Text};

/// Returns a locale's table: one line for each key, in the order of the keys. Placeholders are
/// numbered in the order in which the reference names them; a plural's forms stand in the order of
/// its language's categories, with tabs between them.
pub fn table(locale: &Locale, reference: &Locale) -> String {
    lines(locale, reference).join("\n")
}

/// Returns the lines of a locale's table.
pub(crate) fn lines(locale: &Locale, reference: &Locale) -> Vec<String> {
    let line = |(key, text): (&String, &Text)| {
        let names = reference.texts[key].placeholders().expect("checked when it was read");
        let numbered = |form: &String| {
            names.iter().enumerate().fold(form.clone(), |form, (index, name)| {
                form.replace(&format!("{{{name}}}"), &format!("{{{index}}}"))
            })
        };
        match text {
            Text::Plain(text) => numbered(text),
            Text::Plural(forms) => {
                let order = plurals(&locale.tag).expect("checked when it was read").forms;
                let forms: Vec<String> = order.iter().map(|form| numbered(&forms[*form])).collect();
                forms.join("\t")
            }
        }
    };
    locale.texts.iter().map(line).collect()
}
