//! Writes the parser's events as HTML.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use crate::rich_text::source::restore;
use crate::rich_text::{links, sanitize};

/// Open elements; deeper ones are left out and only their text shows.
const NESTING_MAX: usize = 24;

/// What ends an element.
enum Close {
    /// A closing tag; empty for an element that was left out.
    Tag(&'static str),
    /// The closing tag of a code block.
    Code,
    /// The closing tag of a link, which shows its address if it turns out to be empty.
    Link { began: usize, href: String },
    /// The rest of a link's source, as it was typed.
    Typed,
}

/// The state of one rendering.
pub(super) struct Writer<'a> {
    source: &'a str,
    html: String,
    /// Text that may still go on: the parser hands it over in pieces, an address in several.
    text: String,
    open: Vec<Close>,
    in_link: bool,
    in_code: bool,
    /// Whether there is anything to see.
    has_text: bool,
    /// Where in the source the last event ended.
    end: usize,
}

impl<'a> Writer<'a> {
    /// Returns the HTML of the events, or nothing if there would be nothing to see.
    pub(super) fn write(
        source: &'a str,
        events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    ) -> Option<String> {
        let mut writer = Self {
            source,
            html: String::with_capacity(source.len() * 2),
            text: String::new(),
            open: Vec::new(),
            in_link: false,
            in_code: false,
            has_text: false,
            end: 0,
        };
        for (event, range) in events {
            writer.event(event, range);
        }
        writer.flush();
        writer.has_text.then_some(writer.html)
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => return self.start(tag, range),
            Event::End(_) => self.end(&range),
            Event::Text(text) if self.in_code => self.push_verbatim(&text),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.text.push_str(&restore(&text));
            }
            Event::Code(code) => {
                self.flush();
                self.html.push_str("<code>");
                self.push_verbatim(&code);
                self.html.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak => {
                self.flush();
                self.html.push_str("<br>");
            }
            // Not in the subset, and kept from the parser; shown as typed should one get through.
            _ => self.text.push_str(&restore(&self.source[range.clone()])),
        }
        self.end = range.end;
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        self.flush();
        let bracket = match tag {
            Tag::Image { .. } => "![",
            _ => "[",
        };
        self.end = range.start + bracket.len();
        let is_underline = self.source[range.start..].starts_with("__");
        let close = match tag {
            Tag::CodeBlock(kind) => self.open_code(&kind),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.open_link(&restore(&dest_url), bracket)
            }
            Tag::Paragraph => self.open_tag("<p>", "</p>"),
            _ if self.open.len() >= NESTING_MAX => Close::Tag(""),
            Tag::BlockQuote(_) => self.open_tag("<blockquote>", "</blockquote>"),
            Tag::List(Some(1)) => self.open_tag("<ol>", "</ol>"),
            Tag::List(Some(start)) => self.open_tag(&format!("<ol start=\"{start}\">"), "</ol>"),
            Tag::List(None) => self.open_tag("<ul>", "</ul>"),
            Tag::Item => self.open_tag("<li>", "</li>"),
            Tag::Emphasis => self.open_tag("<em>", "</em>"),
            Tag::Strong if is_underline => self.open_tag("<u>", "</u>"),
            Tag::Strong => self.open_tag("<strong>", "</strong>"),
            Tag::Strikethrough => self.open_tag("<s>", "</s>"),
            _ => Close::Tag(""),
        };
        self.open.push(close);
    }

    fn end(&mut self, range: &Range<usize>) {
        let close = self.open.pop();
        if matches!(close, Some(Close::Typed)) {
            let rest = self.source.get(self.end..range.end).unwrap_or_default();
            self.text.push_str(&restore(rest));
            return;
        }
        self.flush();
        match close {
            Some(Close::Tag(tag)) => self.html.push_str(tag),
            Some(Close::Code) => {
                self.in_code = false;
                self.html.truncate(self.html.trim_end_matches('\n').len());
                self.html.push_str("</code></pre>");
            }
            Some(Close::Link { began, href }) => {
                if self.html.len() == began {
                    self.push_shown(&links::shown(&href));
                }
                self.in_link = false;
                self.html.push_str("</a>");
            }
            Some(Close::Typed) | None => {}
        }
    }

    fn open_tag(&mut self, tag: &str, close: &'static str) -> Close {
        self.html.push_str(tag);
        Close::Tag(close)
    }

    fn open_code(&mut self, kind: &CodeBlockKind<'_>) -> Close {
        self.in_code = true;
        let info = match kind {
            CodeBlockKind::Fenced(info) => restore(info),
            CodeBlockKind::Indented => "".into(),
        };
        let language = info.split([' ', '\t', ',']).next().unwrap_or_default().to_lowercase();
        let class = if sanitize::is_language(&language) {
            format!(" class=\"language-{language}\"")
        } else {
            String::new()
        };
        self.html.extend(["<pre><code", &class, ">"]);
        Close::Code
    }

    /// Begins a link, or shows its source where it may not be one.
    fn open_link(&mut self, destination: &str, bracket: &str) -> Close {
        let Some(href) = links::href(destination).filter(|_| !self.in_link) else {
            self.text.push_str(bracket);
            return Close::Typed;
        };
        self.in_link = true;
        self.push_anchor(&href);
        Close::Link { began: self.html.len(), href }
    }

    /// Writes the text that has come together, its addresses as links.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let addresses = if self.in_link { Vec::new() } else { links::find(&text) };
        let mut at = 0;
        for range in addresses {
            let address = &text[range.clone()];
            let Some(href) = links::href(address) else { continue };
            self.push_shown(&text[at..range.start]);
            self.push_anchor(&href);
            self.push_shown(&links::shown(address));
            self.html.push_str("</a>");
            at = range.end;
        }
        self.push_shown(&text[at..]);
    }

    fn push_anchor(&mut self, href: &str) {
        self.html.push_str("<a href=\"");
        escape(&mut self.html, href);
        self.html.push_str("\" title=\"");
        escape(&mut self.html, href);
        self.html.push_str("\">");
    }

    fn push_verbatim(&mut self, text: &str) {
        self.push_shown(&restore(text));
    }

    fn push_shown(&mut self, text: &str) {
        self.has_text |= !text.trim().is_empty();
        escape(&mut self.html, text);
    }
}

/// Returns a body as one paragraph without any Markdown.
pub(super) fn plain(body: &str) -> String {
    let mut html = String::from("<p>");
    for (n, line) in body.lines().enumerate() {
        html.push_str(if n > 0 { "<br>" } else { "" });
        escape(&mut html, line);
    }
    html + "</p>"
}

fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(c),
        }
    }
}
