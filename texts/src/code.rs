//! Rust source: a typed method for each key, and the tables that the server has in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::PSEUDO;
use crate::language::plurals;
use crate::locale::{Locale, Text};
use crate::table::lines;

/// Returns the type `Locale` and the methods of `Texts`, one for each key. They look the text up by
/// the key's place, so that no text is compiled in.
pub fn methods(locales: &[Locale]) -> String {
    let mut code = String::new();
    write_locale(&mut code, locales);
    let reference = &locales[0];
    let count = reference.texts.len();
    line(&mut code, "/// Lines of a table.");
    line(&mut code, &format!("pub(crate) const TEXTS: usize = {count};"));
    // The server's half uses every text, and its compiler says which ones nothing uses.
    line(
        &mut code,
        "#[cfg_attr(not(feature = \"ssr\"), expect(dead_code, reason = \"some pages are the server's\"))]",
    );
    line(&mut code, "impl Texts {");
    for (index, (key, text)) in reference.texts.iter().enumerate() {
        write_method(&mut code, index, key, text);
    }
    line(&mut code, "}");
    code
}

/// Returns the function `table`: every language's lines, for the server.
pub fn tables(locales: &[Locale]) -> String {
    let mut code = String::new();
    for locale in locales {
        let name = variant(&locale.tag).to_uppercase();
        line(&mut code, &format!("const {name}: &[&str] = &["));
        for text in lines(locale, &locales[0]) {
            line(&mut code, &format!("    {text:?},"));
        }
        line(&mut code, "];");
    }
    line(&mut code, "/// Returns the table of a language.");
    line(&mut code, "pub(crate) const fn table(locale: Locale) -> &'static [&'static str] {");
    line(&mut code, "    match locale {");
    for Locale { tag, .. } in locales {
        let variant = variant(tag);
        line(&mut code, &format!("        Locale::{variant} => {},", variant.to_uppercase()));
    }
    line(&mut code, "    }\n}");
    code
}

fn write_locale(code: &mut String, locales: &[Locale]) {
    line(code, "/// The languages of the interface.");
    line(code, "#[derive(Clone, Copy, Debug, PartialEq, Eq)]");
    line(code, "pub(crate) enum Locale {");
    for Locale { tag, .. } in locales {
        line(code, &format!("    /// `{tag}`\n    {},", variant(tag)));
    }
    line(code, "}\nimpl Locale {");
    line(code, "    /// Every language that people are offered.");
    let offered = locales.iter().filter(|locale| locale.tag != PSEUDO);
    let offered: Vec<String> =
        offered.map(|locale| format!("Self::{}", variant(&locale.tag))).collect();
    let list = offered.join(", ");
    line(code, &format!("    pub(crate) const ALL: [Self; {}] = [{list}];", offered.len()));
    line(code, "    /// The one for looking at the pages.");
    line(code, &format!("    pub(crate) const PSEUDO: Self = Self::{};", variant(PSEUDO)));
    line(code, "    /// Returns the BCP 47 tag.");
    write_match(code, "const fn tag(self) -> &'static str", locales, |locale| {
        format!("{:?}", locale.tag)
    });
    line(code, "    /// Returns what the language calls itself.");
    write_match(code, "const fn own_name(self) -> &'static str", locales, |locale| {
        format!("{:?}", locale.own_name)
    });
    line(code, "    /// Returns the place of a number's form among a plural's.");
    write_match(code, "fn form(self, n: u32) -> usize", locales, |locale| {
        plurals(&locale.tag).expect("checked when it was read").rule.to_owned()
    });
    line(code, "}");
}

/// Writes a function of the language; languages of the same value share an arm.
fn write_match(
    code: &mut String,
    signature: &str,
    locales: &[Locale],
    value: impl Fn(&Locale) -> String,
) {
    let mut arms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for locale in locales {
        arms.entry(value(locale)).or_default().push(format!("Self::{}", variant(&locale.tag)));
    }
    line(code, &format!("    pub(crate) {signature} {{\n        match self {{"));
    for (value, variants) in arms {
        line(code, &format!("            {} => {value},", variants.join(" | ")));
    }
    line(code, "        }\n    }");
}

fn write_method(code: &mut String, index: usize, key: &str, text: &Text) {
    let names = text.placeholders().expect("checked when it was read");
    let is_plural = matches!(text, Text::Plural(_));
    let mut arguments = String::new();
    for name in &names {
        let kind = if is_plural && name == "n" { "u32" } else { "impl std::fmt::Display" };
        write!(arguments, ", {name}: {kind}").expect("writing to a String");
    }
    let values: Vec<String> = names.iter().map(|name| format!("&{name}")).collect();
    let values = values.join(", ");
    let (returns, body) = match (is_plural, names.is_empty()) {
        (true, _) => ("String", format!("self.counted({index}, n, &[{values}])")),
        (false, true) => ("&'static str", format!("self.plain({index})")),
        (false, false) => ("String", format!("self.filled({index}, &[{values}])")),
    };
    line(code, &format!("    pub(crate) fn {key}(self{arguments}) -> {returns} {{ {body} }}"));
}

/// Returns the name of a language's variant: `En`, `EnXa`.
fn variant(tag: &str) -> String {
    let part = |part: &str| part[..1].to_uppercase() + &part[1..].to_lowercase();
    tag.split('-').map(part).collect()
}

fn line(code: &mut String, text: &str) {
    code.push_str(text);
    code.push('\n');
}
