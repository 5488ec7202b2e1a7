//! Turns `locales/*.json` into the typed table that `src/i18n.rs` includes. A locale that lacks a
//! key of English, has one more, or names other placeholders stops the build.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use serde_json::Value;

/// The language that defines the keys; it comes first and every other one must match it.
const REFERENCE: &str = "en";
/// CLDR's plural categories.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// One text: plain, or one form for each plural category.
enum Text {
    Plain(String),
    Plural(BTreeMap<String, String>),
}

type Texts = BTreeMap<String, Text>;

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let locales = read_locales();
    check_same_keys(&locales);
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("texts.rs"), generate(&locales)).expect("OUT_DIR is writable");
}

/// Reads every locale, the reference first.
fn read_locales() -> Vec<(String, Texts)> {
    let mut locales: Vec<_> = fs::read_dir("locales")
        .expect("app/locales exists")
        .map(|entry| entry.expect("app/locales is readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a UTF-8 name");
            let json = fs::read_to_string(&path).expect("a locale is readable");
            let value: Value = serde_json::from_str(&json)
                .unwrap_or_else(|error| panic!("app/locales/{name}.json: {error}"));
            let mut texts = Texts::new();
            flatten(name, "", &value, &mut texts);
            (name.to_owned(), texts)
        })
        .collect();
    locales.sort_by_key(|(name, _)| (name != REFERENCE, name.clone()));
    assert!(locales.first().is_some_and(|(name, _)| name == REFERENCE), "no locales/en.json");
    locales
}

/// Joins nested keys with `_`.
fn flatten(locale: &str, prefix: &str, value: &Value, texts: &mut Texts) {
    let text = match value {
        Value::String(text) => Text::Plain(text.clone()),
        Value::Object(map) if !prefix.is_empty() && is_plural(map) => Text::Plural(
            map.iter()
                .map(|(category, text)| {
                    let text = text.as_str().unwrap_or_else(|| panic!("{locale}: {prefix}"));
                    (category.clone(), text.to_owned())
                })
                .collect(),
        ),
        Value::Object(map) => {
            for (key, value) in map {
                let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}_{key}") };
                flatten(locale, &key, value, texts);
            }
            return;
        }
        _ => panic!("app/locales/{locale}.json: `{prefix}` is neither a text nor an object"),
    };
    let before = texts.insert(prefix.to_owned(), text);
    assert!(before.is_none(), "app/locales/{locale}.json: `{prefix}` is there twice");
}

fn is_plural(map: &serde_json::Map<String, Value>) -> bool {
    map.contains_key("other") && map.keys().all(|key| CATEGORIES.contains(&key.as_str()))
}

fn check_same_keys(locales: &[(String, Texts)]) {
    let (reference, others) = locales.split_first().expect("the reference is there");
    for (name, texts) in others {
        for (key, text) in &reference.1 {
            let other = texts.get(key).unwrap_or_else(|| panic!("{name}.json lacks `{key}`"));
            let (mut expect, mut found) = (placeholders(text), placeholders(other));
            expect.sort();
            found.sort();
            assert!(expect == found, "{name}.json: `{key}` has {found:?} instead of {expect:?}");
        }
        if let Some(key) = texts.keys().find(|key| !reference.1.contains_key(*key)) {
            panic!("{name}.json has `{key}`, which {REFERENCE}.json lacks");
        }
    }
}

/// Returns the names in braces, in order of first appearance; the count of a plural first.
fn placeholders(text: &Text) -> Vec<String> {
    let mut names = Vec::new();
    let mut collect = |text: &str| {
        for part in text.split('{').skip(1) {
            let (name, _) = part.split_once('}').unwrap_or_else(|| panic!("open brace: {text}"));
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    };
    match text {
        Text::Plain(text) => collect(text),
        Text::Plural(forms) => {
            collect("{n}");
            for form in forms.values() {
                collect(form);
            }
        }
    }
    names
}

fn generate(locales: &[(String, Texts)]) -> String {
    let mut code = String::new();
    let variant = |name: &str| name[..1].to_uppercase() + &name[1..].replace('-', "_");
    code.push_str("/// The languages of the interface.\n");
    code.push_str("#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub(crate) enum Locale {\n");
    for (name, _) in locales {
        writeln!(code, "    /// `{name}`\n    {},", variant(name)).expect("writing to a String");
    }
    code.push_str("}\nimpl Locale {\n");
    code.push_str("    /// Returns the BCP 47 tag.\n");
    code.push_str("    #[cfg(feature = \"ssr\")]\n");
    code.push_str("    pub(crate) const fn tag(self) -> &'static str { match self {\n");
    for (name, _) in locales {
        writeln!(code, "        Self::{} => {name:?},", variant(name))
            .expect("writing to a String");
    }
    code.push_str("    } }\n}\n");
    // The server's half uses every text, and its compiler says which ones nothing uses.
    code.push_str("#[cfg_attr(not(feature = \"ssr\"), expect(dead_code, reason = \"some pages are the server's\"))]\n");
    code.push_str("impl Texts {\n");
    for (key, text) in &locales[0].1 {
        let names = placeholders(text);
        let is_plural = matches!(text, Text::Plural(_));
        let mut arguments = String::new();
        for name in &names {
            let kind = match name.as_str() {
                "n" if is_plural => "u32",
                _ => "impl std::fmt::Display",
            };
            write!(arguments, ", {name}: {kind}").expect("writing to a String");
        }
        let returns = if names.is_empty() { "&'static str" } else { "String" };
        writeln!(code, "    pub(crate) fn {key}(self{arguments}) -> {returns} {{")
            .expect("writing to a String");
        code.push_str("        match self.locale {\n");
        for (name, texts) in locales {
            let value = expression(name, &texts[key], names.is_empty());
            writeln!(code, "            Locale::{} => {value},", variant(name))
                .expect("writing to a String");
        }
        code.push_str("        }\n    }\n");
    }
    code.push_str("}\n");
    code
}

/// Returns the expression of one text in one language.
fn expression(locale: &str, text: &Text, is_constant: bool) -> String {
    let form = |text: &str| {
        if is_constant { format!("{text:?}") } else { format!("format!({text:?})") }
    };
    match text {
        Text::Plain(text) => form(text),
        Text::Plural(forms) => {
            let mut cases = String::new();
            for (category, text) in forms.iter().filter(|(category, _)| *category != "other") {
                let (category, text) = (capital(category), form(text));
                write!(cases, "if category == Category::{category} {{ {text} }} else ")
                    .expect("writing to a String");
            }
            let other = form(&forms["other"]);
            format!("{{ let category = Category::{locale}(n); {cases}{{ {other} }} }}")
        }
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
