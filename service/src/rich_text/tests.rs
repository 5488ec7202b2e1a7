//! Tests of rendering: the subset and the seed's link rules.

mod allowed;
mod hostile;

use super::*;

/// Attributes of every link.
const SAFE: &str = r#"target="_blank" rel="noopener noreferrer nofollow ugc""#;

fn link(href: &str, shown: &str) -> String {
    format!(r#"<a href="{href}" title="{href}" {SAFE}>{shown}</a>"#)
}

fn check(body: &str, expect: &str) {
    let html = render(body);
    assert_eq!(html, expect, "{body:?}");
    allowed::check(&html).unwrap_or_else(|wrong| panic!("{body:?}: {wrong}"));
}

#[test]
fn the_subset_renders() {
    check("hello", "<p>hello</p>");
    check(
        "**bold** *italic* _italic_",
        "<p><strong>bold</strong> <em>italic</em> <em>italic</em></p>",
    );
    check("__underline__ ~~strike~~", "<p><u>underline</u> <s>strike</s></p>");
    check("**a __b__ _c_**", "<p><strong>a <u>b</u> <em>c</em></strong></p>");
    check("`a < b` and ``a ` b``", "<p><code>a &lt; b</code> and <code>a ` b</code></p>");
    check(
        "```rust\nfn main() {}\n```",
        "<pre><code class=\"language-rust\">fn main() {}</code></pre>",
    );
    check("```C++ x\na\n\n  b\n```", "<pre><code class=\"language-c++\">a\n\n  b</code></pre>");
    check("~~~\na\n~~~", "<pre><code>a</code></pre>");
    check("    indented", "<pre><code>indented</code></pre>");
    check("> a\n> b", "<blockquote><p>a<br>b</p></blockquote>");
    check("- a\n- b", "<ul><li>a</li><li>b</li></ul>");
    check("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>");
    check("3) a\n4) b", "<ol start=\"3\"><li>a</li><li>b</li></ol>");
    check("- a\n  1. b", "<ul><li>a<ol><li>b</li></ol></li></ul>");
    check("\\*a\\* \\_b\\_", "<p>*a* _b_</p>");
    check("snake_case_name and 2 * 3 * 4", "<p>snake_case_name and 2 * 3 * 4</p>");
    check("$1.50 and $4.35, $x_1$", "<p>$1.50 and $4.35, $x_1$</p>");
}

#[test]
fn newlines_are_kept() {
    check("a\nb", "<p>a<br>b</p>");
    check("a  \nb\\\nc", "<p>a<br>b<br>c</p>");
    check("a\n\nb", "<p>a</p><p>b</p>");
    check("a\n- b\nc", "<p>a</p><ul><li>b<br>c</li></ul>");
}

#[test]
fn what_is_not_in_the_subset_shows_as_typed() {
    check("# x", "<p># x</p>");
    check("## **x** ##", "<p>## <strong>x</strong> ##</p>");
    check("- # x", "<ul><li># x</li></ul>");
    check("x\n===", "<p>x<br>===</p>");
    check("x\n---", "<p>x<br>---</p>");
    check("x\n\n***\n\ny", "<p>x</p><p>***</p><p>y</p>");
    check("* * *", "<p>* * *</p>");
    check("2.", "<p>2.</p>");
    check("-", "<p>-</p>");
    check("| a | b |\n|---|---|\n| 1 | 2 |", "<p>| a | b |<br>|---|---|<br>| 1 | 2 |</p>");
    check("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>");
    check("<div>\n**x**\n</div>", "<p>&lt;div&gt;<br><strong>x</strong><br>&lt;/div&gt;</p>");
    check("Vec<T> <!-- x -->", "<p>Vec&lt;T&gt; &lt;!-- x --&gt;</p>");
    check("&lt; &amp; &#106;", "<p>&amp;lt; &amp;amp; &amp;#106;</p>");
    check("AT&T", "<p>AT&amp;T</p>");
    check("a[^1]\n\n[^1]: b", "<p>a[^1]</p><p>[^1]: b</p>");
    check("[a]: b\n\n[a]", "<p>[a]: b</p><p>[a]</p>");
    check("- [ ] a\n- [x] b", "<ul><li>[ ] a</li><li>[x] b</li></ul>");
    check("~5 or ~10~", "<p>~5 or ~10~</p>");
    check("a[i](j)", "<p>a[i](j)</p>");
    check("```", "<p>```</p>");
    check(">", "<p>&gt;</p>");
}

#[test]
fn code_shows_exactly_what_was_typed() {
    let code = "# x\n---\na[1:]: <b> &lt; ~x~ [a]: b\nhttps://a.org/_b_ **c**\n> d\ne";
    let shown = code.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    check(&format!("```\n{code}\n```"), &format!("<pre><code>{shown}</code></pre>"));
    check("`a[1:]: <b> &lt; ~x~`", "<p><code>a[1:]: &lt;b&gt; &amp;lt; ~x~</code></p>");
}

#[test]
fn a_quote_never_takes_in_the_answer_below_it() {
    check("> a\nb", "<blockquote><p>a</p></blockquote><p>b</p>");
    check(
        "> > a\n> b\nc",
        "<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote><p>c</p>",
    );
}

#[test]
fn addresses_become_links() {
    check("see https://a.org.", &format!("<p>see {}.</p>", link("https://a.org", "https://a.org")));
    check("(www.a.org/b)", &format!("<p>({})</p>", link("https://www.a.org/b", "www.a.org/b")));
    check("mailto:a@b.org", &format!("<p>{}</p>", link("mailto:a@b.org", "mailto:a@b.org")));
    check(
        "**https://a.org**",
        &format!("<p><strong>{}</strong></p>", link("https://a.org", "https://a.org")),
    );
    check(
        "https://a.org/__init__/_b_*c*~~d~~?e=1&copy;=2",
        &format!(
            "<p>{}</p>",
            link(
                "https://a.org/__init__/_b_*c*~~d~~?e=1&amp;copy;=2",
                "https://a.org/__init__/_b_*c*~~d~~?e=1&amp;copy;=2"
            ),
        ),
    );
    check("<https://a.org>", &format!("<p>&lt;{}&gt;</p>", link("https://a.org", "https://a.org")));
    check("`https://a.org`", "<p><code>https://a.org</code></p>");
    check("a@b.org ftp://a.org node.js", "<p>a@b.org ftp://a.org node.js</p>");
}

#[test]
fn long_addresses_are_cut_after_fifty_characters_and_kept_whole_in_the_title() {
    let address = format!("https://a.org/{}", "x".repeat(60));
    check(&address, &format!("<p>{}</p>", link(&address, &format!("{}...", &address[..50]))));
}

#[test]
fn markdown_links_lead_only_to_the_web_and_to_mailboxes() {
    check(
        "[**a** b](https://a.org)",
        &format!("<p>{}</p>", link("https://a.org", "<strong>a</strong> b")),
    );
    check("[a](<www.a.org> 'title')", &format!("<p>{}</p>", link("https://www.a.org", "a")));
    check("[](https://a.org)", &format!("<p>{}</p>", link("https://a.org", "https://a.org")));
    check("![a](https://a.org/b.png)", &format!("<p>{}</p>", link("https://a.org/b.png", "a")));
    check(
        "[https://a.org](https://b.org)",
        &format!("<p>{}</p>", link("https://b.org", "https://a.org")),
    );
    check("[a](/b) [c](#d) [e](f.html)", "<p>[a](/b) [c](#d) [e](f.html)</p>");
    check("[*a*](javascript:alert(1))", "<p>[<em>a</em>](javascript:alert(1))</p>");
    check("![a](data:image/png;base64,x)", "<p>![a](data:image/png;base64,x)</p>");
}

#[test]
fn a_body_that_markdown_would_inflate_shows_without_it() {
    let many = "www.a ".repeat(1_300);
    check(&many, &format!("<p>{many}</p>"));
    let few = "www.a ".repeat(100);
    assert_eq!(render(&few).matches("<a ").count(), 100);
}
