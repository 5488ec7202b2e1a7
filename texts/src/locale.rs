//! One language's texts, as its file has them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::language::{CATEGORIES, plurals};

/// A key: the names of a nested one joined with `_`.
pub type Key = String;

/// One text: plain, or one form for each plural category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// The same for every number.
    Plain(String),
    /// By CLDR's category.
    Plural(BTreeMap<String, String>),
}

/// One language's texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    /// The BCP 47 tag, which is the file's name.
    pub tag: String,
    /// What the language calls itself: the key `own_name`, which is in no table.
    pub own_name: String,
    /// By key, in the order in which a table has them.
    pub texts: BTreeMap<Key, Text>,
}

impl Locale {
    /// Parses a locale file.
    pub fn parse(tag: &str, json: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(json).map_err(|error| format!("{tag}.json: {error}"))?;
        let mut locale =
            Self { tag: tag.to_owned(), own_name: String::new(), texts: BTreeMap::new() };
        locale.add("", &value)?;
        match locale.texts.remove("own_name") {
            Some(Text::Plain(own_name)) => Ok(Self { own_name, ..locale }),
            _ => Err(format!("{tag}.json lacks `own_name`, what the language calls itself")),
        }
    }

    fn add(&mut self, key: &str, value: &Value) -> Result<(), String> {
        let text = match value {
            Value::String(text) => Text::Plain(text.clone()),
            Value::Object(map) if !key.is_empty() && is_plural(map) => {
                let form = |(category, text): (&String, &Value)| {
                    Some((category.clone(), text.as_str()?.to_owned()))
                };
                let forms: Option<_> = map.iter().map(form).collect();
                Text::Plural(forms.ok_or_else(|| self.says(key, "has a form that is no text"))?)
            }
            Value::Object(map) => {
                for (name, value) in map {
                    let key = if key.is_empty() { name.clone() } else { format!("{key}_{name}") };
                    self.add(&key, value)?;
                }
                return Ok(());
            }
            _ => return Err(self.says(key, "is neither a text nor an object")),
        };
        if text.forms().any(|form| form.contains(['\n', '\t'])) {
            return Err(self.says(key, "has a line break or a tab"));
        }
        match self.texts.insert(key.to_owned(), text) {
            None => Ok(()),
            Some(_) => Err(self.says(key, "is there twice")),
        }
    }

    /// Checks that keys, placeholders and plural forms are those that they must be.
    pub(crate) fn check_against(&self, reference: &Self) -> Result<(), String> {
        let tag = &self.tag;
        let Some(plurals) = plurals(tag) else {
            return Err(format!("texts/src/language.rs has no plural rule for `{tag}`"));
        };
        for (key, expected) in &reference.texts {
            let text = self.texts.get(key).ok_or_else(|| format!("{tag}.json lacks `{key}`"))?;
            let (mut expect, mut found) =
                (self.placeholders(key, expected)?, self.placeholders(key, text)?);
            expect.sort();
            found.sort();
            if expect != found {
                return Err(self.says(key, &format!("has {found:?} instead of {expect:?}")));
            }
            match (expected, text) {
                (Text::Plain(_), Text::Plural(_)) => {
                    return Err(self.says(key, "is plain in en.json"));
                }
                (Text::Plural(_), Text::Plain(_)) => {
                    return Err(self.says(key, "is a plural in en.json"));
                }
                (Text::Plain(_), Text::Plain(_)) => {}
                (Text::Plural(_), Text::Plural(forms)) => {
                    let has_all = plurals.forms.iter().all(|form| forms.contains_key(*form));
                    if !has_all || forms.len() != plurals.forms.len() {
                        let needs = plurals.forms.join(", ");
                        return Err(self.says(key, &format!("needs the forms {needs}")));
                    }
                }
            }
        }
        match self.texts.keys().find(|key| !reference.texts.contains_key(*key)) {
            None => Ok(()),
            Some(key) => Err(format!("{tag}.json has `{key}`, which en.json lacks")),
        }
    }

    fn placeholders(&self, key: &str, text: &Text) -> Result<Vec<String>, String> {
        text.placeholders().map_err(|what| self.says(key, what))
    }

    fn says(&self, key: &str, what: &str) -> String {
        format!("{}.json: `{key}` {what}", self.tag)
    }
}

impl Text {
    /// Returns the names in braces, in order of first appearance; the count of a plural first.
    pub fn placeholders(&self) -> Result<Vec<String>, &'static str> {
        let mut names = Vec::new();
        if matches!(self, Self::Plural(_)) {
            names.push("n".to_owned());
        }
        for form in self.forms() {
            for part in form.split('{').skip(1) {
                let (name, _) = part.split_once('}').ok_or("has an open brace")?;
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
        // One digit stands for each of them in a table.
        if names.len() <= 10 { Ok(names) } else { Err("has more than ten placeholders") }
    }

    /// Returns the text's forms: one, or those of a plural.
    fn forms(&self) -> impl Iterator<Item = &String> {
        let (plain, plural) = match self {
            Self::Plain(text) => (Some(text), None),
            Self::Plural(forms) => (None, Some(forms.values())),
        };
        plain.into_iter().chain(plural.into_iter().flatten())
    }
}

fn is_plural(map: &Map<String, Value>) -> bool {
    map.contains_key("other") && map.keys().all(|key| CATEGORIES.contains(&key.as_str()))
}
