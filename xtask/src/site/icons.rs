//! The icon sprite: the lucide icons that `style/icons.txt` names, as `<symbol>`s of one SVG.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result};

use crate::places;

const ICONS: &str = "style/node_modules/lucide-static/icons";
const SYMBOL: &str = "viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.75\" \
                      stroke-linecap=\"round\" stroke-linejoin=\"round\"";

/// Returns the sprite of the named icons: one name a line, `#` begins a comment.
pub(super) fn sprite(names: &str) -> Result<String> {
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">\n");
    let names = names.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    for name in names.filter(|name| !name.is_empty()) {
        let file = places::root().join(ICONS).join(format!("{name}.svg"));
        let icon = fs::read_to_string(&file).with_context(|| {
            format!("style/icons.txt names `{name}`, which lucide does not have")
        })?;
        let shapes = shapes(&icon).with_context(|| format!("{} is no icon", file.display()))?;
        writeln!(sprite, "<symbol id=\"{name}\" {SYMBOL}>{shapes}</symbol>")?;
    }
    sprite.push_str("</svg>\n");
    Ok(sprite)
}

/// Returns what is inside an icon's `<svg>` element, on one line.
fn shapes(icon: &str) -> Option<String> {
    let (_, rest) = icon.split_once("<svg")?;
    let (_, rest) = rest.split_once('>')?;
    let (inside, _) = rest.rsplit_once("</svg>")?;
    Some(inside.lines().map(str::trim).collect())
}

#[cfg(test)]
mod tests {
    use super::shapes;

    #[test]
    fn an_icon_is_reduced_to_its_shapes() {
        let icon = "<!-- licence -->\n<svg\n  width=\"24\"\n>\n  <path d=\"M1\" />\n  <path d=\"M2\" />\n</svg>\n";
        assert_eq!(shapes(icon).unwrap(), "<path d=\"M1\" /><path d=\"M2\" />");
    }
}
