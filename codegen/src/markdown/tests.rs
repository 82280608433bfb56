//! Tests of the conversion of HTML to Markdown.

use super::from_html;

fn markdown(html: &str) -> String {
    from_html(html).join("\n")
}

#[test]
fn paragraphs_are_separated_by_a_blank_line() {
    assert_eq!(
        markdown("<p>One\n   two.</p>\n<p>Three.</p>"),
        "One two.\n\nThree."
    );
    assert_eq!(markdown("no tags"), "no tags");
    assert_eq!(markdown(""), "");
}

#[test]
fn code_becomes_a_code_span() {
    assert_eq!(
        markdown("<p>Set <code>{\"a|b\": \"*\"}</code>.</p>"),
        "Set `{\"a|b\": \"*\"}`."
    );
    assert_eq!(markdown("<code>a`b</code>"), "`` a`b ``");
    assert_eq!(markdown("<code></code>"), "");
}

#[test]
fn emphasis_and_links_preserve_words_and_punctuation() {
    assert_eq!(
        markdown("A <i>very</i>, <b>very bold</b> <a href=\"https://a.b/c\">link to x</a>."),
        "A *very*, **very bold** [link to x](https://a.b/c)."
    );
    assert_eq!(markdown("<a>no target</a>"), "no target");
}

#[test]
fn lists_become_items_indented_by_their_depth() {
    assert_eq!(
        markdown("<p>Keys:</p><ul><li><p>one</p></li><li>two<ol><li>deep</li></ol></li></ul>"),
        "Keys:\n\n- one\n\n- two\n\n  1. deep"
    );
}

#[test]
fn text_is_escaped() {
    assert_eq!(
        markdown("a [b] <region> x*y* &lt;z&gt;"),
        "a \\[b\\] \\<region\\> x\\*y\\* \\<z\\>"
    );
    assert_eq!(markdown("see https://a.b/c."), "see <https://a.b/c>.");
    assert_eq!(markdown("(https://a.b/c/)."), "(<https://a.b/c/>).");
    assert_eq!(markdown("a < b"), "a \\< b");
}

#[test]
fn words_that_look_like_code_become_code() {
    assert_eq!(
        markdown("the sessionId (USER_ID), not IDs"),
        "the `sessionId` (`USER_ID`), not IDs"
    );
}

/// The words are of the documentation and tests of Clippy's lint `doc_markdown`; a test of the generated crates of
/// models runs the lint.
#[test]
fn words_that_clippy_reports_without_backticks_become_code() {
    for (text, expected) in [
        ("the OAuth2Client.", "the `OAuth2Client`."),
        ("(KMSKey)", "(`KMSKey`)"),
        ("NASA, IDs, APIs and Clippy", "NASA, IDs, APIs and Clippy"),
        ("call foo() now", "call `foo()` now"),
        ("::Cat or Cat::", "`::Cat` or `Cat::`"),
        ("s3://bucket/key.", "`s3://bucket/key`."),
        ("and/or at 10:30", "and/or at 10:30"),
        ("GitHub, IPv6 (OAuth)", "GitHub, IPv6 (OAuth)"),
        ("EC2Fleet's", "`EC2Fleet's`"),
        // The text after an escaped character is a word of its own to Clippy.
        ("a&amp;VPCId", "`a&VPCId`"),
    ] {
        assert_eq!(markdown(text), expected);
    }
}

#[test]
fn long_lines_are_broken_but_never_into_a_new_block() {
    let text = format!("{} word 1. x", "w".repeat(86));
    assert_eq!(markdown(&text), format!("{}\nword 1. x", "w".repeat(86)));
    let text = format!("{} next", "w".repeat(90));
    assert_eq!(markdown(&text), format!("{}\nnext", "w".repeat(90)));
}

#[test]
fn unclosed_tags_lose_no_text() {
    assert_eq!(markdown("<p>a <code>b"), "a `b`");
    assert_eq!(markdown("<b>"), "");
    assert_eq!(markdown("x <"), "x \\<");
    assert_eq!(markdown("é<é"), "é\\<é");
}

#[test]
fn a_paragraph_never_starts_a_block() {
    for (text, expected) in [
        ("- a", "\\- a"),
        ("+ a", "\\+ a"),
        ("1. a", "1\\. a"),
        ("12) a", "12\\) a"),
        ("# a", "\\# a"),
        ("=== a", "\\=== a"),
        ("&gt; a", "\\> a"),
        ("--- a", "\\--- a"),
        ("1.5 a", "1.5 a"),
    ] {
        assert_eq!(markdown(text), expected);
        assert_eq!(
            markdown(&format!("<ul><li>{text}")),
            format!("- {expected}")
        );
    }
}

#[test]
fn the_content_of_an_item_is_indented_by_the_width_of_its_marker() {
    assert_eq!(
        markdown("<ol><li><p>a</p><p>b</p><ul><li>c</li></ul></li><li>d</li></ol>e"),
        "1. a\n\n   b\n\n   - c\n\n2. d\n\ne"
    );
    assert_eq!(markdown("<ul><ul><ul><li>a"), "- a");
    assert_eq!(markdown("<ol><li><ul><li><ul><li>a"), "- a");
    assert_eq!(markdown("</ul><li>a</li>"), "- a");
}

#[test]
fn a_code_span_has_a_longer_fence_than_any_in_its_text() {
    assert_eq!(markdown("<code>a``b</code>"), "``` a``b ```");
    assert_eq!(markdown("<code>```</code>"), "```` ``` ````");
}

#[test]
fn characters_that_break_comments_or_hide_text_are_replaced() {
    assert_eq!(
        markdown("a\u{0}b <code>c\u{202e}d</code>\u{1b}"),
        "a\u{fffd}b `c\u{fffd}d` \u{fffd}".replace("` \u{fffd}", "`\u{fffd}")
    );
    assert_eq!(markdown("a\r\nb\u{2028}c"), "a b c");
}

#[test]
fn urls_cannot_end_their_link() {
    assert_eq!(
        markdown("<a href=\"https://a/b (c)\nd<e\">f</a>"),
        "[f](https://a/b%20%28c%29%0Ad%3Ce)"
    );
    assert_eq!(markdown("https://a/&lt;b&gt;c"), "<https://a/%3Cb%3Ec>");
}

#[test]
fn urls_are_links_wherever_they_are_in_a_word() {
    for (text, expected) in [
        ("page(https://a.b/c)", "page(<https://a.b/c>)"),
        ("at:http://a.b.", "at:<http://a.b>."),
        ("x=https://a.b/c,d", "x=<https://a.b/c,d>"),
        (
            "(https://a.b)(https://c.d/)",
            "(<https://a.b>)(<https://c.d/>)",
        ),
        ("https://a.b/c_(d).", "<https://a.b/c_%28d%29>."),
        ("someName:https://a.b", "`someName`:<https://a.b>"),
        ("http:// or https://", "http:// or https://"),
        ("&lt;https://a.b&gt;", "\\<<https://a.b>\\>"),
    ] {
        assert_eq!(markdown(text), expected);
    }
}

#[test]
fn a_url_that_is_the_text_of_a_link_is_no_second_link() {
    assert_eq!(
        markdown("<a href=\"https://a.b/c\">https://a.b/c_d</a>, https://e.f"),
        "[https://a.b/c\\_d](https://a.b/c), <https://e.f>"
    );
}

#[test]
fn emphasis_and_links_nest_and_end_with_their_paragraph() {
    assert_eq!(
        markdown("<b><a href=\"https://a\">b</a></b>"),
        "**[b](https://a)**"
    );
    assert_eq!(markdown("<p><i>a</p><p>b</i></p>"), "*a*\n\nb");
    assert_eq!(markdown("a</b> b"), "a b");
    assert_eq!(markdown("<b>a <i>b</b> c</i>"), "**a *b*** c");
}
