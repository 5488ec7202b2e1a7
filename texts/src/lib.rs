//! The locale files of the interface, as both builders need them: `app/build.rs` makes typed methods
//! and the server's tables of them, `xtask` the files that browsers load. Used at build time only.

mod code;
mod language;
mod locale;
mod pseudo;
mod table;

use std::path::Path;

pub use code::{methods, tables};
pub use locale::{Key, Locale, Text};
pub use pseudo::PSEUDO;
pub use table::table;

/// The language that defines the keys; it comes first and every other one must match it.
pub const REFERENCE: &str = "en";

/// Reads every locale of a folder: the reference first, then the others by their tags, the
/// [pseudo-locale](PSEUDO) last. What is wrong with them is one sentence.
pub fn read(folder: &Path) -> Result<Vec<Locale>, String> {
    let mut locales = Vec::new();
    let entries = folder.read_dir().map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            let json = std::fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            locales.push(Locale::parse(tag, &json)?);
        }
    }
    of(locales)
}

/// Puts locales into order, checks them against the reference, and adds the pseudo-locale.
fn of(mut locales: Vec<Locale>) -> Result<Vec<Locale>, String> {
    locales.sort_by_key(|locale| (locale.tag != REFERENCE, locale.tag.clone()));
    let reference = locales.first().filter(|locale| locale.tag == REFERENCE);
    let reference = reference.ok_or_else(|| format!("there is no {REFERENCE}.json"))?;
    for locale in &locales {
        locale.check_against(reference)?;
    }
    let pseudo = pseudo::of(reference);
    locales.push(pseudo);
    Ok(locales)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = r#"{
        "own_name": "English",
        "row": { "label": "{name}, {clock}", "found": { "one": "{n} row", "other": "{n} rows" } }
    }"#;

    fn with_german(german: &str) -> Result<Vec<Locale>, String> {
        of(vec![Locale::parse("de", german)?, Locale::parse("en", ENGLISH)?])
    }

    fn complaint(german: &str) -> String {
        with_german(german).map(|_| ()).unwrap_err()
    }

    #[test]
    fn a_locale_may_order_placeholders_as_its_grammar_wants() {
        let locales = with_german(
            r#"{ "own_name": "Deutsch", "row": { "label": "{clock}: {name}",
                 "found": { "one": "eine Zeile ({n})", "other": "{n} Zeilen" } } }"#,
        );
        let locales = locales.unwrap();
        assert_eq!(
            locales.iter().map(|it| it.tag.as_str()).collect::<Vec<_>>(),
            ["en", "de", PSEUDO]
        );
        assert_eq!(table(&locales[1], &locales[0]), "eine Zeile ({0})\t{0} Zeilen\n{1}: {0}");
    }

    #[test]
    fn a_missing_key_is_named() {
        let lacks =
            complaint(r#"{ "own_name": "Deutsch", "row": { "label": "{name}, {clock}" } }"#);
        assert_eq!(lacks, "de.json lacks `row_found`");
    }

    #[test]
    fn a_surplus_key_is_named() {
        let german = r#"{ "own_name": "Deutsch", "extra": "x", "row": { "label": "{name}, {clock}",
                          "found": { "one": "{n}", "other": "{n}" } } }"#;
        assert_eq!(complaint(german), "de.json has `extra`, which en.json lacks");
    }

    #[test]
    fn another_placeholder_is_named() {
        let german = r#"{ "own_name": "Deutsch", "row": { "label": "{name}, {uhr}",
                          "found": { "one": "{n}", "other": "{n}" } } }"#;
        assert!(complaint(german).starts_with("de.json: `row_label` has"), "{}", complaint(german));
    }

    #[test]
    fn a_plural_has_exactly_the_forms_of_its_language() {
        let german = r#"{ "own_name": "Deutsch", "row": { "label": "{name}, {clock}",
                          "found": { "few": "{n}", "other": "{n}" } } }"#;
        assert_eq!(complaint(german), "de.json: `row_found` needs the forms one, other");
        let plain =
            r#"{ "own_name": "Deutsch", "row": { "label": "{name}, {clock}", "found": "{n}" } }"#;
        assert_eq!(complaint(plain), "de.json: `row_found` is a plural in en.json");
    }

    #[test]
    fn an_unknown_language_has_no_plural_rule() {
        let unknown =
            of(vec![Locale::parse("en", ENGLISH).unwrap(), Locale::parse("xx", ENGLISH).unwrap()]);
        let unknown = unknown.map(|_| ()).unwrap_err();
        assert_eq!(unknown, "texts/src/language.rs has no plural rule for `xx`");
    }

    #[test]
    fn the_shipped_locales_agree() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/locales");
        let locales = read(&folder).unwrap();
        let lines = table(&locales[0], &locales[0]).lines().count();
        for locale in &locales {
            assert_eq!(table(locale, &locales[0]).lines().count(), lines, "{}", locale.tag);
        }
    }
}
