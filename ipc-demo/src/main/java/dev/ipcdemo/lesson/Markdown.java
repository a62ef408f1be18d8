package dev.ipcdemo.lesson;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/** Our Markdown documents as HTML. */
final class Markdown {

    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(context -> new Focus())
            .build();

    private Markdown() {}

    /** A document whose links are left as they are. */
    static String html(String markdown) {
        return html(markdown, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * A document.
     *
     * @param markdown its text
     * @param links where a link leads to in the HTML
     * @param images where an image is in the HTML
     */
    static String html(String markdown, UnaryOperator<String> links, UnaryOperator<String> images) {
        Node document = PARSER.parse(markdown);
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                link.setDestination(links.apply(link.getDestination()));
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                image.setDestination(images.apply(image.getDestination()));
                visitChildren(image);
            }
        });
        // The empty corner of a table with two kinds of headings is no heading.
        return RENDERER.render(document).replace("<th></th>", "<td></td>");
    }

    /** What may be wider than the window is scrolled by itself, also with the keyboard. */
    private static final class Focus implements AttributeProvider {
        @Override
        public void setAttributes(Node node, String element, Map<String, String> attributes) {
            if (element.equals("pre") || node instanceof TableBlock) {
                attributes.put("tabindex", "0");
            } else if (node instanceof Paragraph
                    && node.getFirstChild() instanceof Image
                    && node.getFirstChild() == node.getLastChild()) {
                attributes.put("class", "picture");
                attributes.put("tabindex", "0");
            }
        }
    }
}
