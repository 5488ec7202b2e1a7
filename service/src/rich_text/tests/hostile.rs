//! Tests of rendering what is made to break it: scripts, depth, time.

use proptest::prelude::*;

use super::{allowed, check, link};
use crate::rich_text::{HTML_BYTES_MAX, render, sanitize};

#[test]
fn hostile_bodies_stay_harmless() {
    for body in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"https://a.org\" onclick=\"alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;avascript&colon;alert(1))",
        "[x](\\javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox(1))",
        "[x](https://a.org/\"onmouseover=\"alert(1))",
        "[x](<https://a.org/\" onmouseover=\"alert(1)>)",
        "[x](https://a.org 'a\" onmouseover=\"alert(1)')",
        "https://a.org/\"onmouseover=\"alert(1)",
        "https://a.org/'onmouseover='alert(1)",
        "www.a.org/<script>alert(1)</script>",
        "![x](x\" onerror=\"alert(1))",
        "![x [y](https://a.org)](https://b.org)",
        "[x ![y](https://a.org)](https://b.org)",
        "[[[[x](https://a.org)](https://b.org)](https://c.org)](https://d.org)",
        "```\"><script>alert(1)</script>\nx\n```",
        "```x onclick=alert(1)\nx\n```",
        "``` <svg/onload=alert(1)>\nx\n```",
        "<svg><style><img title='</style><img src=x onerror=alert(1)>'>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "</p></blockquote></div><script>alert(1)</script>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version='1.0'?><!DOCTYPE x>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "`</code><script>alert(1)</script>`",
        "\u{202e}gpj.exe https://a.org/\u{202e}x [\u{2066}a](https://a.org)",
        "\u{fdd0}\u{fdd1}\u{fdd2}\u{fdd3}\u{fdd4}\u{fdef}",
        "\0\u{1}\u{7f}\u{85}\u{feff}",
        "[x](https://a.org/\u{202e}x)",
        "[a]\u{fdd0}: https://a.org",
    ] {
        let html = render(body);
        allowed::check(&html).unwrap_or_else(|wrong| panic!("{body:?}: {wrong}"));
        assert!(!html.contains("<a") || !html.contains("href=\"j"), "{html}");
    }
}

#[test]
fn links_hold_nothing_invisible_that_could_reorder_them() {
    check(
        "https://a.org/\u{202e}gpj.exe",
        &format!("<p>{}\u{202e}gpj.exe</p>", link("https://a.org/", "https://a.org/")),
    );
    check(
        "[a](https://a.org/\u{202e}x)",
        &format!("<p>[a]({}\u{202e}x)</p>", link("https://a.org/", "https://a.org/")),
    );
}

/// Bodies of 8,000 characters made to be slow or deep.
fn slow_bodies() -> Vec<String> {
    let units = [
        ">",
        "> ",
        "- ",
        "1. ",
        "* ",
        "> - ",
        "[",
        "![",
        "]",
        "[]",
        "](",
        "[a](",
        "[a](b",
        "[](",
        "*",
        "**",
        "*a ",
        "*a_ ",
        "**a *b ",
        "_a__b",
        "~~",
        "~~a",
        "`",
        "`a``b",
        "```\n",
        "~~~",
        "<",
        "</",
        "<a ",
        "<!--",
        "<?",
        "&",
        "&amp;",
        "\\",
        "\\\n",
        "#",
        "# \n",
        "a\n",
        "\n",
        "> a\n",
        ">\n",
        "- a\n",
        "  - a\n",
        "a\n-\n",
        "=\n",
        "|a|\n|-|\n",
        "http://",
        "https://a",
        "www.",
        "www.a ",
        "mailto:",
        "mailto:a@",
        "https://a(",
        ">>>>>>>- a\n\n",
        "https://a/?&&&&",
        "https://a)",
        "https://a[",
        ":",
        "]:",
        "[a]: b\n",
        "[^a]",
        "$",
        "\u{202e}",
        "é",
        "𝔘",
        "a.b@c.",
        "_",
        "__a",
        "(",
        "\t",
        " ",
        "\"",
        "'",
    ];
    let repeated = units.iter().map(|unit| unit.chars().cycle().take(8_000).collect());
    let halves = [
        ("[", "](a)"),
        ("*", "a*"),
        ("> ", "\n"),
        ("- ", "\n\n"),
        ("(", ")"),
        ("`", "`a"),
        ("**", "**"),
        ("[a](", ")"),
        ("![", "](https://a.org)"),
        ("_a ", "b_ "),
    ];
    let mirrored = halves.iter().map(|(open, close)| {
        let half = |unit: &str| unit.chars().cycle().take(4_000).collect::<String>();
        half(open) + &half(close)
    });
    let staircase = (0..88).map(|depth| " ".repeat(depth * 2) + "- a\n").collect::<String>();
    repeated.chain(mirrored).chain([staircase]).collect()
}

#[test]
fn hostile_bodies_of_full_length_are_quick_and_shallow() {
    let mut slowest = (std::time::Duration::ZERO, String::new());
    for body in slow_bodies() {
        let start: String = body.chars().take(12).collect();
        let began = tokio::time::Instant::now();
        let html = render(&body);
        slowest = slowest.max((began.elapsed(), start.clone()));
        match allowed::check(&html) {
            Ok(depth) => assert!(depth <= 30, "{start:?} nests {depth} deep"),
            Err(wrong) => panic!("{start:?}: {wrong:.200}"),
        }
        assert!(html.len() <= HTML_BYTES_MAX, "{start:?} grew to {}", html.len());
    }
    println!("slowest hostile body: {slowest:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_is_typed_only_allowed_html_comes_out(body in "(?s).{0,200}") {
        let html = render(&body);
        prop_assert!(allowed::check(&html).is_ok(), "{}", html);
    }

    #[test]
    fn markdown_soup_renders_to_allowed_html(
        pieces in proptest::collection::vec(
            proptest::sample::select(&[
                "*", "**", "_", "__", "~~", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "[", "](",
                ")", "![", "<", ">", "</", "<script>", "<a href=", "\"", "'", "&", "&lt;", "&#106;",
                "\\", "#", "---", "===", "|", "http://", "https://a.org", "www.a.org", "mailto:",
                "javascript:", "data:", "a", "b c", " ", "    ", ":", "]:", "\u{202e}", "\u{fdd0}", "ß",
            ][..]),
            0..60,
        ),
    ) {
        let body = pieces.concat();
        let html = render(&body);
        prop_assert!(allowed::check(&html).is_ok(), "{:?} {}", body, html);
        prop_assert_eq!(sanitize::clean(&html), html);
    }

    #[test]
    fn plain_words_come_out_as_they_went_in(words in "[a-z,ß字]{1,9}( [a-z,ß字]{1,9}){0,9}") {
        prop_assert_eq!(render(&words), format!("<p>{words}</p>"));
    }
}
