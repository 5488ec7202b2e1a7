//! Style sheets say where text begins and ends, not where left and right are: half of the world's
//! scripts would be the wrong way round.

use super::sources::{Source, Sources};

/// Properties of one side of the screen, by themselves or as the end of a longer one.
const SIDES: [&str; 4] = ["left", "right", "top", "bottom"];
/// Properties of the screen's axes.
const AXES: [&str; 8] =
    ["width", "height", "min-width", "max-width", "min-height", "max-height", "float", "clear"];

/// Checks every style sheet.
pub(super) fn check(sources: &Sources) -> Vec<String> {
    let sheets = sources.all().filter(|source| {
        source.is_in("style") && source.path.rsplit_once('.').is_some_and(|(_, end)| end == "css")
    });
    sheets.flat_map(physical).collect()
}

fn physical(sheet: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    for (number, line) in sheet.text.lines().enumerate() {
        let declarations = line.split(['{', '}', ';']).filter_map(|part| part.split_once(':'));
        for (property, value) in declarations {
            let (property, value) = (property.trim(), value.trim());
            let is_side = SIDES.iter().any(|side| property.split('-').any(|part| part == *side));
            let is_aligned = property == "text-align" && SIDES.contains(&value);
            let is_name = property.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            let is_own = property.starts_with("--");
            if is_name && !is_own && (is_side || is_aligned || AXES.contains(&property)) {
                complaints.push(format!(
                    "{}:{}: `{property}`: use the logical property",
                    sheet.path,
                    number + 1
                ));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(text: &str) -> usize {
        physical(&Source { path: "style/x.css".to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn sides_and_axes_of_the_screen_are_found() {
        assert_eq!(complaints(".a { margin-left: 0; width: 1px; text-align: right }"), 3);
        assert_eq!(complaints(".a {\n  border-top-left-radius: 0;\n  inset: 0; left: 0;\n}"), 2);
    }

    #[test]
    fn logical_properties_and_conditions_pass() {
        assert_eq!(
            complaints(".a { margin-inline-start: 0; inline-size: 1px; text-align: start }"),
            0
        );
        assert_eq!(complaints("@media (width < 640px) { .b:focus { --left: 1px } }"), 0);
    }
}
