package dev.ipcdemo.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

    @Test
    void leadsLinksAndPicturesToTheSite() {
        String html =
                Markdown.html("[a](a.md) and `[b](b.md)`\n\n![p](p.svg)", link -> link + "!", image -> image + "?");
        assertThat(html)
                .contains("<a href=\"a.md!\">a</a>", "[b](b.md)")
                .contains("<p class=\"picture\" tabindex=\"0\"><img src=\"p.svg?\" alt=\"p\" /></p>");
    }

    @Test
    void givesHeadingsTheAnchorsThatTheirLinksName() {
        assertThat(Markdown.html("## socket(family, type) in C\n\n## AF_UNIX, and more\n\n#### close\n\n#### close"))
                .contains("id=\"socketfamily-type-in-c\"", "id=\"af_unix-and-more\"", "id=\"close\"", "id=\"close-1\"");
    }

    @Test
    void whatMayBeTooWideCanBeScrolledWithTheKeyboard() {
        assertThat(Markdown.html("| | b |\n|---|---|\n| c | d |\n\n```\ncode\n```"))
                .contains("<table tabindex=\"0\">", "<pre tabindex=\"0\">")
                .contains("<td></td>\n<th>b</th>")
                .doesNotContain("<th></th>");
    }
}
