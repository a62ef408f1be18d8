package dev.ipcdemo.demo.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.recording.Side;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgImageTest {

    private static Event call(
            Side side, Kind kind, long startMs, long endMs, boolean waits, String text, String result) {
        return new Event(side, kind, startMs * 1_000_000, endMs * 1_000_000, waits, text, result, "socket + connect");
    }

    private static Diagram diagram(Event... events) {
        return Diagram.of("a <run> & more", "server, process 1", "client, process 2", List.of(events));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }

    private static Stream<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
    }

    private static final Diagram WAITING = diagram(
            call(Side.SERVER, Kind.CALL, 1, 2, false, "listen()", "here"),
            call(Side.CLIENT, Kind.CALL, 300, 301, false, "connect()", ""),
            call(Side.SERVER, Kind.CALL, 2, 302, true, "accept()", "there"),
            call(Side.CLIENT, Kind.FAILED_CALL, 303, 304, false, "send(\"x\")", "refused"));

    @Test
    void isWellFormedWhateverACallSays() throws Exception {
        String hostile = "recv(\"</svg><script>alert('&')</script>\u0000\u001b[2J\u202e\ufffe\")";
        String svg = SvgImage.document(List.of(diagram(call(Side.SERVER, Kind.CALL, 1, 2, false, hostile, hostile))));
        Document document = parsed(svg);
        assertThat(elements(document, "script")).isEmpty();
        assertThat(document.getDocumentElement().getTextContent())
                .contains("</svg><script>alert('&')</script>??[2J?")
                .doesNotContain("\u202e", "\u001b");
    }

    @Test
    void namesItselfAndEveryCallForThoseWhoPointOrCannotSee() throws Exception {
        Document document = parsed(SvgImage.element(WAITING));
        assertThat(document.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(elements(document, "title").map(Element::getTextContent))
                .contains(
                        "a <run> & more",
                        "client: send(\"x\") ! refused\nsystem calls: socket + connect\n"
                                + "began at 302.000 ms, took 1.000 ms");
    }

    @Test
    void showsWaitsAsBarsAndFailuresAsSuch() throws Exception {
        Document document = parsed(SvgImage.element(WAITING));
        List<Element> bars = elements(document, "rect")
                .filter(rect -> rect.getAttribute("class").equals("wait"))
                .toList();
        assertThat(bars)
                .singleElement()
                .satisfies(bar ->
                        assertThat(Integer.parseInt(bar.getAttribute("height"))).isGreaterThan(30));
        assertThat(elements(document, "g").map(group -> group.getAttribute("class")))
                .contains("call client failed", "call server");
    }

    @Test
    void keepsItsTextsWithinTheImage() throws Exception {
        String words = "recvfrom(64) = a-word ".repeat(20) + "x".repeat(200);
        Document document = parsed(SvgImage.element(diagram(
                call(Side.SERVER, Kind.CALL, 1, 2, false, words, ""),
                call(Side.CLIENT, Kind.CALL, 3, 4, false, words, ""))));
        int width = Integer.parseInt(document.getDocumentElement().getAttribute("width"));
        assertThat(elements(document, "text"))
                .allSatisfy(text ->
                        assertThat(Integer.parseInt(text.getAttribute("x"))).isLessThan(width))
                .allSatisfy(text -> assertThat(text.getTextContent().length()).isLessThanOrEqualTo(46));
    }

    @Test
    void isTheSameForTheSameRun() {
        assertThat(SvgImage.document(List.of(WAITING, WAITING)))
                .isEqualTo(SvgImage.document(List.of(WAITING, WAITING)));
    }

    @Test
    void stacksSeveralRuns() throws Exception {
        Document one = parsed(SvgImage.document(List.of(WAITING)));
        Document two = parsed(SvgImage.document(List.of(WAITING, WAITING)));
        assertThat(Integer.parseInt(two.getDocumentElement().getAttribute("height")))
                .isEqualTo(2 * Integer.parseInt(one.getDocumentElement().getAttribute("height")));
    }
}
