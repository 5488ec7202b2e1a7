//! From what people type to HTML that is safe to insert as it is.
//!
//! The subset: `**bold**`, `*italic*` or `_italic_`, `__underline__`, `~~strike~~`, `` `code` ``,
//! fenced code with a language, `> quotes`, lists, `[links](https://…)` and plain addresses. A line
//! break stays a line break. Everything else shows as it was typed: headings, tables, rules, HTML,
//! entities, footnotes, reference definitions, links to elsewhere than the web or a mailbox. An
//! image shows as a link. Code indented by four spaces is code; a quote ends with its last `>`.
//!
//! Time is linear in the text; nesting is bounded in [`source`] and [`writer`], size here.

mod links;
mod sanitize;
mod source;
mod writer;

use pulldown_cmark::{Options, Parser};

use crate::rich_text::source::Source;
use crate::rich_text::writer::Writer;

/// Stored beside the HTML; one more whenever the same text renders differently.
pub(crate) const RENDERER_VERSION: i32 = 1;

/// Bytes of a message's HTML. A body that Markdown would inflate beyond this shows without any; as
/// plain text 8,000 characters cannot get there.
const HTML_BYTES_MAX: usize = 48 * 1_024;

/// Returns the HTML of a message's body.
pub(crate) fn render(body: &str) -> String {
    let source = Source::prepare(body);
    let events = Parser::new_ext(source.as_str(), Options::ENABLE_STRIKETHROUGH).into_offset_iter();
    Writer::write(source.as_str(), events)
        .map(|html| sanitize::clean(&html))
        .filter(|html| html.len() <= HTML_BYTES_MAX)
        .unwrap_or_else(|| sanitize::clean(&writer::plain(body)))
}

#[cfg(test)]
mod tests;
