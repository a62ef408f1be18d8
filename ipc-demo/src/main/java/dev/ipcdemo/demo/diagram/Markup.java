package dev.ipcdemo.demo.diagram;

import dev.ipcdemo.sockets.Printable;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes elements that are well-formed whatever text they hold: what XML reserves is escaped, and control and format
 * characters are replaced, line breaks apart, and so is what is no character.
 */
final class Markup {

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;

    Markup() {
        try {
            writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Something to write. */
    @FunctionalInterface
    private interface Step {
        void run() throws XMLStreamException;
    }

    /** Writing to memory does not fail. */
    private Markup write(Step step) {
        try {
            step.run();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Begins an element. Attributes are names and values in turn. */
    Markup open(String element, Object... attributes) {
        return write(() -> {
            writer.writeStartElement(element);
            for (int i = 0; i < attributes.length; i += 2) {
                writer.writeAttribute((String) attributes[i], printable(attributes[i + 1].toString()));
            }
        });
    }

    Markup text(String words) {
        return write(() -> writer.writeCharacters(printable(words)));
    }

    /** Ends the element that was begun last. */
    Markup close() {
        return write(writer::writeEndElement);
    }

    /** An element with nothing but text in it. */
    Markup element(String element, String words, Object... attributes) {
        return open(element, attributes).text(words).close();
    }

    /** An element without content. */
    Markup empty(String element, Object... attributes) {
        return open(element, attributes).close();
    }

    Markup newLine() {
        return write(() -> writer.writeCharacters("\n"));
    }

    private static String printable(String words) {
        String lines = String.join("\n", words.lines().map(Printable::text).toList());
        return lines.replaceAll("[\\ufffe\\uffff]", "?");
    }

    @Override
    public String toString() {
        write(writer::flush);
        return text.toString();
    }
}
