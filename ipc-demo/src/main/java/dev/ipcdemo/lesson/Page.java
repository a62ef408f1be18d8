package dev.ipcdemo.lesson;

import dev.ipcdemo.demo.diagram.SvgImage;
import dev.ipcdemo.sockets.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.StringEscapeUtils;

/** The frame of every page: its head, with a policy that allows it to load nothing, and its style. */
final class Page {

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private Page() {}

    /**
     * A page.
     *
     * @param title of the window, text
     * @param navigation the links to other pages or places, HTML; empty for none
     * @param content the rest, HTML
     */
    static String of(String title, String navigation, String content) {
        Map<String, String> parts = Map.of(
                "title",
                escape(title),
                "style",
                resource("page.css") + SvgImage.STYLE,
                "navigation",
                navigation,
                "content",
                content);
        return PLACE.matcher(resource("page.html"))
                .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
    }

    /** Text for HTML, also within quotes; what could steer a display is replaced. */
    static String escape(String text) {
        return StringEscapeUtils.escapeHtml4(Printable.text(text));
    }

    static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from the jar", e);
        }
    }
}
