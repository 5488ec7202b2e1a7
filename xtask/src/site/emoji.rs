//! What the emoji picker offers, one file for each language: a browser loads it when the picker opens. A line
//! with a `#` and a space begins a group; any other is an emoji, its name, words by which it is found, and
//! its five skin tones if it has any, with tabs between them.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Error, Result};
use serde_json::Value;

use super::compress;
use super::inputs::Inputs;
use crate::places;

const DATA: &str = "style/node_modules/emojibase-data";
const INPUTS: [&str; 3] = ["style/package-lock.json", "app/locales", "xtask/src/site"];

/// Tones that are no emoji by themselves.
const COMPONENTS: i64 = 2;

/// Builds `emoji.<language>.txt` when something they are made from changed.
pub(super) fn build() -> Result<()> {
    let locales = texts::read(&places::root().join("app/locales")).map_err(Error::msg)?;
    let names = locales.iter().map(|locale| format!("emoji.{}.txt", locale.tag));
    let names: Vec<String> = names.collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let inputs = Inputs::of("emoji", &INPUTS, "")?;
    if inputs.are_built(&names) {
        return Ok(());
    }
    println!("site: emoji");
    for (locale, name) in locales.iter().zip(&names) {
        // The pseudo-locale has no names of its own.
        let known = places::root().join(DATA).join(&locale.tag).is_dir();
        let tag = if known { &locale.tag } else { "en" };
        let list = list(&read(tag, "compact")?, &read(tag, "messages")?);
        let list = list.with_context(|| format!("the emoji of `{tag}` are not as they were"))?;
        fs::write(places::site().join(name), list)?;
    }
    compress::beside(&names)?;
    inputs.note()
}

fn read(tag: &str, name: &str) -> Result<Value> {
    let file = places::root().join(DATA).join(tag).join(format!("{name}.json"));
    let text = fs::read_to_string(&file);
    let text = text.with_context(|| format!("could not read {}", file.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// Returns the lines: the groups in their order, in each the emoji in theirs. What the server would not take
/// is left out.
fn list(emoji: &Value, messages: &Value) -> Option<String> {
    let mut lines = String::new();
    for group in messages["groups"].as_array()? {
        let order = group["order"].as_i64()?;
        if order == COMPONENTS {
            continue;
        }
        writeln!(lines, "# {}", capitalised(group["message"].as_str()?)).ok()?;
        let mut of_group: Vec<&Value> =
            emoji.as_array()?.iter().filter(|one| one["group"].as_i64() == Some(order)).collect();
        of_group.sort_by_key(|one| one["order"].as_i64());
        for one in of_group {
            let text = one["unicode"].as_str()?;
            let Some(known) = emojis::get(text) else { continue };
            let words = one["tags"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let words = words.collect::<Vec<_>>().join(" ");
            write!(lines, "{known}\t{}\t{words}", one["label"].as_str()?).ok()?;
            let tones = one["skins"].as_array().filter(|tones| tones.len() == 5);
            for tone in tones.into_iter().flatten() {
                let tone = emojis::get(tone["unicode"].as_str()?)?;
                write!(lines, "\t{tone}").ok()?;
            }
            lines.push('\n');
        }
    }
    Some(lines)
}

/// Headings begin with a capital.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::list;

    #[test]
    fn groups_keep_their_order_and_tones_stand_behind_their_emoji() {
        let messages = json!({ "groups": [
            { "order": 0, "message": "Faces" },
            { "order": 2, "message": "Components" },
            { "order": 1, "message": "people" },
        ] });
        let tones = ["👋🏻", "👋🏼", "👋🏽", "👋🏾", "👋🏿"].map(|tone| json!({ "unicode": tone }));
        let emoji = json!([
            { "group": 1, "order": 9, "unicode": "👋", "label": "wave", "tags": ["hi"], "skins": tones },
            { "group": 0, "order": 2, "unicode": "😂", "label": "tears" },
            { "group": 0, "order": 1, "unicode": "😀", "label": "grin", "tags": ["face", "smile"] },
            { "group": 2, "order": 3, "unicode": "🏻", "label": "light" },
        ]);
        let expect = "# Faces\n😀\tgrin\tface smile\n😂\ttears\t\n\
                      # People\n👋\twave\thi\t👋🏻\t👋🏼\t👋🏽\t👋🏾\t👋🏿\n";
        assert_eq!(list(&emoji, &messages).unwrap(), expect);
    }
}
