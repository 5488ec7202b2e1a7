//! The allow-list, behind which a mistake in the writer cannot become somebody else's script.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Elements that a message may hold.
const TAGS: [&str; 12] =
    ["p", "strong", "em", "u", "s", "code", "pre", "blockquote", "ul", "ol", "li", "br"];
/// Opens in a new tab, tells nothing of where it was clicked, and lends no reputation.
const REL: &str = "noopener noreferrer nofollow ugc";
/// Where links may lead.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];
/// Characters of a code block's language.
const LANGUAGE_CHARS_MAX: usize = 32;

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .add_tags(["a"])
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("code", HashSet::from(["class"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some(REL))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Deny)
        .attribute_filter(filter);
    builder
});

/// Returns `html` without anything that is not on the list.
pub(super) fn clean(html: &str) -> String {
    BUILDER.clean(html).to_string()
}

/// Whether a text can be the language of a code block.
pub(super) fn is_language(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "+-#._".contains(c);
    !text.is_empty() && text.len() <= LANGUAGE_CHARS_MAX && text.chars().all(allowed)
}

fn filter<'a>(tag: &str, attribute: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let is_fine = match (tag, attribute) {
        ("code", "class") => value.strip_prefix("language-").is_some_and(is_language),
        ("ol", "start") => value.len() <= 9 && value.bytes().all(|byte| byte.is_ascii_digit()),
        _ => true,
    };
    is_fine.then_some(Cow::Borrowed(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_on_the_list_falls_away() {
        let check = |html: &str, expect: &str| assert_eq!(clean(html), expect);
        check("<p onclick=x style=y class=z>a</p>", "<p>a</p>");
        check("<script>alert(1)</script>", "");
        check("<img src=x onerror=alert(1)>", "");
        check("<h1 id=a>b</h1>", "b");
        check("<code class='language-rust x'>a</code>", "<code>a</code>");
        check("<code class=language-c++>a</code>", r#"<code class="language-c++">a</code>"#);
        check("<ol start=x><li>a</li></ol>", "<ol><li>a</li></ol>");
        check("<svg><style><img title='</style><img src=x>'></svg>", "");
    }

    #[test]
    fn links_lead_only_to_the_web_and_to_mailboxes_and_always_carry_rel_and_target() {
        let safe =
            r#"<a href="https://a.org" target="_blank" rel="noopener noreferrer nofollow ugc">"#;
        assert_eq!(
            clean("<a href=https://a.org rel=opener target=_top>x</a>"),
            format!("{safe}x</a>")
        );
        for href in
            ["javascript:alert(1)", "data:text/html,x", "//a.org", "/a", "#a", "JAVASCRIPT:x"]
        {
            assert!(!clean(&format!("<a href='{href}'>x</a>")).contains("href"), "{href}");
        }
    }
}
