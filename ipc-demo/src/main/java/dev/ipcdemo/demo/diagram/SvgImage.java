package dev.ipcdemo.demo.diagram;

import dev.ipcdemo.demo.diagram.Diagram.Arrow;
import dev.ipcdemo.demo.diagram.Diagram.Call;
import dev.ipcdemo.demo.diagram.Diagram.Content;
import dev.ipcdemo.demo.diagram.Diagram.Note;
import dev.ipcdemo.demo.diagram.Diagram.Pause;
import dev.ipcdemo.demo.diagram.Diagram.Step;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.recording.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.text.WordUtils;

/**
 * Draws diagrams as SVG: time downwards, a lifeline for each side with its calls beside it, and between the two a lane for
 * each kind of object that the kernel keeps. The same diagrams give the same text.
 */
public final class SvgImage {

    /** The style of the drawings, in light and in dark; for a page, which holds it once. */
    public static final String STYLE = resource("diagram.css");

    private static final int MARGIN = 16;
    private static final int TIME_WIDTH = 66;

    /** How many characters of a call fit into a line, and how wide one is in a monospaced font of 12 px. */
    private static final int COLUMNS = 46;

    private static final double CHARACTER_WIDTH = 7.23;
    private static final int TEXT_WIDTH = (int) (COLUMNS * CHARACTER_WIDTH);
    private static final int TEXT_GAP = 14;
    private static final int LANE_WIDTH = 92;
    private static final int BESIDE_LANES = 44;
    private static final int LINE_HEIGHT = 16;
    private static final int ROW_GAP = 9;
    private static final int TITLE_HEIGHT = 30;
    private static final int HEAD_HEIGHT = 48;
    private static final int FOOT_HEIGHT = 12;

    private static final int SERVER_TEXT = MARGIN + TIME_WIDTH + TEXT_GAP;
    private static final int SERVER_LINE = SERVER_TEXT + TEXT_WIDTH + TEXT_GAP;

    private final Diagram diagram;
    private final Markup svg;
    private final int clientLine;
    private final int width;
    private final int height;

    /** Where the arrow of each step is. */
    private final List<Integer> arrows = new ArrayList<>();

    private final List<Integer> tops = new ArrayList<>();

    private SvgImage(Diagram diagram, Markup svg) {
        this.diagram = diagram;
        this.svg = svg;
        this.clientLine =
                SERVER_LINE + 2 * BESIDE_LANES + Math.max(1, diagram.lanes().size()) * LANE_WIDTH;
        this.width = clientLine + TEXT_GAP + TEXT_WIDTH + MARGIN;
        int y = MARGIN + TITLE_HEIGHT + HEAD_HEIGHT;
        for (Step step : diagram.steps()) {
            tops.add(y);
            arrows.add(y + ROW_GAP / 2 + LINE_HEIGHT / 2);
            y += linesOf(step).size() * LINE_HEIGHT + ROW_GAP;
        }
        this.height = y + FOOT_HEIGHT + MARGIN;
    }

    /**
     * Draws one diagram as an element of a page, which has to have the {@link #STYLE}.
     *
     * @param diagram what to draw
     * @return an {@code svg} element
     */
    public static String element(Diagram diagram) {
        Markup svg = new Markup();
        SvgImage image = new SvgImage(diagram, svg);
        image.begin();
        image.draw();
        svg.close();
        return svg.toString();
    }

    /**
     * Draws diagrams below each other as an image of its own.
     *
     * @param diagrams what to draw, at least one
     * @return an SVG document
     */
    public static String document(List<Diagram> diagrams) {
        Markup svg = new Markup();
        List<SvgImage> images =
                diagrams.stream().map(diagram -> new SvgImage(diagram, svg)).toList();
        int width = images.stream().mapToInt(image -> image.width).max().orElseThrow();
        int height = images.stream().mapToInt(image -> image.height).sum();
        openSvg(svg, width, height);
        svg.element("title", diagrams.stream().map(Diagram::title).collect(Collectors.joining("; ")));
        svg.element("style", STYLE).newLine();
        int y = 0;
        for (SvgImage image : images) {
            svg.open("g", "transform", "translate(0," + y + ")");
            image.draw();
            svg.close().newLine();
            y += image.height;
        }
        svg.close();
        return svg + "\n";
    }

    private static void openSvg(Markup svg, int width, int height) {
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                "sequence",
                "role",
                "img",
                "width",
                width,
                "height",
                height,
                "viewBox",
                "0 0 " + width + " " + height);
    }

    private void begin() {
        openSvg(svg, width, height);
        svg.element("title", diagram.title());
    }

    private void draw() {
        svg.empty("rect", "class", "ground", "width", width, "height", height).newLine();
        line("title", MARGIN, MARGIN + LINE_HEIGHT, diagram.title());
        drawLifeline(Side.SERVER);
        drawLifeline(Side.CLIENT);
        for (int lane = 0; lane < diagram.lanes().size(); lane++) {
            drawLane(lane);
        }
        for (int i = 0; i < diagram.steps().size(); i++) {
            drawWait(i);
        }
        for (int i = 0; i < diagram.steps().size(); i++) {
            draw(i);
        }
    }

    private int lifeline(Side side) {
        return side == Side.SERVER ? SERVER_LINE : clientLine;
    }

    private int textLeft(Side side) {
        return side == Side.SERVER ? SERVER_TEXT : clientLine + TEXT_GAP;
    }

    private int laneMiddle(int lane) {
        return SERVER_LINE + BESIDE_LANES + lane * LANE_WIDTH + LANE_WIDTH / 2;
    }

    private void drawLifeline(Side side) {
        int top = MARGIN + TITLE_HEIGHT + HEAD_HEIGHT - 8;
        line(
                "head " + side,
                textLeft(side),
                MARGIN + TITLE_HEIGHT + LINE_HEIGHT + 4,
                diagram.heads().get(side));
        svg.empty(
                        "line",
                        "class",
                        "lifeline " + side,
                        "x1",
                        lifeline(side),
                        "y1",
                        top,
                        "x2",
                        lifeline(side),
                        "y2",
                        height - MARGIN)
                .newLine();
    }

    /** The lane's head, and a box for each time during which it held the same. */
    private void drawLane(int lane) {
        int middle = laneMiddle(lane);
        svg.open("g", "class", "lane");
        svg.element("title", diagram.lanes().get(lane).description());
        svg.element(
                "text",
                diagram.lanes().get(lane).title(),
                "class",
                "head",
                "x",
                middle,
                "y",
                MARGIN + TITLE_HEIGHT + LINE_HEIGHT + 4,
                "text-anchor",
                "middle");
        Content held = new Content(false, "");
        int since = 0;
        for (int i = 0; i < diagram.steps().size(); i++) {
            if (diagram.steps().get(i) instanceof Call call
                    && !call.contents().get(lane).equals(held)) {
                drawContent(held, middle, since, arrows.get(i));
                held = call.contents().get(lane);
                since = arrows.get(i);
            }
        }
        drawContent(held, middle, since, height - MARGIN);
        svg.close().newLine();
    }

    private void drawContent(Content held, int middle, int from, int to) {
        if (!held.exists()) {
            return;
        }
        int boxWidth = held.text().isEmpty() ? 8 : LANE_WIDTH - 12;
        svg.empty(
                "rect",
                "class",
                held.text().isEmpty() ? "vacant" : "content",
                "x",
                middle - boxWidth / 2,
                "y",
                from,
                "width",
                boxWidth,
                "height",
                Math.max(1, to - from),
                "rx",
                3);
        if (!held.text().isEmpty()) {
            svg.element(
                    "text",
                    held.text(),
                    "class",
                    "held",
                    "x",
                    middle,
                    "y",
                    from + LINE_HEIGHT - 2,
                    "text-anchor",
                    "middle");
        }
    }

    private void draw(int index) {
        Step step = diagram.steps().get(index);
        int y = arrows.get(index);
        if (step instanceof Pause pause) {
            svg.empty("line", "class", "pause", "x1", MARGIN, "y1", y, "x2", width - MARGIN, "y2", y);
            int wide = (int) ((pause.text().length() + 6) * CHARACTER_WIDTH);
            svg.empty(
                    "rect",
                    "class",
                    "ground",
                    "x",
                    (width - wide) / 2,
                    "y",
                    y - LINE_HEIGHT / 2,
                    "width",
                    wide,
                    "height",
                    LINE_HEIGHT);
            svg.element(
                            "text",
                            "— " + pause.text() + " —",
                            "class",
                            "pause",
                            "x",
                            width / 2,
                            "y",
                            y + 4,
                            "text-anchor",
                            "middle")
                    .newLine();
        } else if (step instanceof Note note) {
            svg.open("g", "class", "note " + note.side());
            drawLines(note.side(), index, note.atMs());
            svg.close().newLine();
        } else if (step instanceof Call call) {
            drawCall(call, index);
        }
    }

    /** A bar from where a call began to wait to where it returned. What other threads did meanwhile is drawn over it. */
    private void drawWait(int index) {
        if (diagram.steps().get(index) instanceof Call call
                && call.waitedSince().isPresent()) {
            int top = waitTop(call.waitedSince().getAsInt());
            svg.open("g", "class", style(call.event()));
            svg.element("title", description(call));
            svg.empty(
                    "rect",
                    "class",
                    "wait",
                    "x",
                    lifeline(call.event().side()) - 4,
                    "y",
                    top,
                    "width",
                    8,
                    "height",
                    arrows.get(index) - top);
            svg.close().newLine();
        }
    }

    private static String style(Event call) {
        return "call " + call.side() + (call.kind() == Kind.FAILED_CALL ? " failed" : "");
    }

    private void drawCall(Call call, int index) {
        Event event = call.event();
        int x = lifeline(event.side());
        int y = arrows.get(index);
        svg.open("g", "class", style(event));
        svg.element("title", description(call));
        // An area without a gap between text and lifeline, so that hovering finds the call.
        svg.empty(
                "rect",
                "class",
                "area",
                "x",
                Math.min(textLeft(event.side()), x - 6),
                "y",
                tops.get(index),
                "width",
                TEXT_WIDTH + TEXT_GAP + 12,
                "height",
                linesOf(call).size() * LINE_HEIGHT + ROW_GAP);
        svg.empty("rect", "class", "busy", "x", x - 4, "y", y - 6, "width", 8, "height", 12);
        call.arrow().ifPresent(arrow -> draw(arrow, x, y));
        drawLines(event.side(), index, call.atMs());
        svg.close().newLine();
    }

    private int waitTop(int since) {
        return since < 0 ? MARGIN + TITLE_HEIGHT + HEAD_HEIGHT - 8 : arrows.get(since) + 8;
    }

    private void draw(Arrow arrow, int lifeline, int y) {
        int lane = laneMiddle(diagram.lanes().indexOf(arrow.lane()));
        int from = arrow.isIntoKernel() ? lifeline : lane;
        int to = arrow.isIntoKernel() ? lane : lifeline;
        int back = to > from ? -7 : 7;
        int tip = to + (arrow.isIntoKernel() ? 0 : back / 7 * 4);
        svg.empty("line", "class", "arrow", "x1", from, "y1", y, "x2", tip + back, "y2", y);
        svg.empty(
                "polygon",
                "class",
                "tip",
                "points",
                tip + "," + y + " " + (tip + back) + "," + (y - 4) + " " + (tip + back) + "," + (y + 4));
    }

    private void drawLines(Side side, int index, double atMs) {
        int y = tops.get(index) + ROW_GAP / 2 + LINE_HEIGHT - 4;
        svg.element(
                "text",
                String.format(Locale.ROOT, "%.3f", atMs),
                "class",
                "time",
                "x",
                MARGIN + TIME_WIDTH,
                "y",
                y,
                "text-anchor",
                "end");
        for (Line words : linesOf(diagram.steps().get(index))) {
            svg.open("text", "x", textLeft(side), "y", y, "xml:space", "preserve");
            svg.text(words.main());
            if (!words.detail().isEmpty()) {
                svg.element("tspan", (words.main().isEmpty() ? "" : " ") + words.detail(), "class", "detail");
            }
            svg.close();
            y += LINE_HEIGHT;
        }
    }

    private void line(String style, int x, int y, String words) {
        svg.element("text", words, "class", style, "x", x, "y", y).newLine();
    }

    /** A line of a step's text: the call, and behind it what is less important. */
    private record Line(String main, String detail) {}

    private static List<Line> linesOf(Step step) {
        if (step instanceof Note note) {
            return wrap("— " + note.text()).stream()
                    .map(main -> new Line(main, ""))
                    .toList();
        }
        if (!(step instanceof Call call)) {
            return List.of(new Line("", ""));
        }
        List<Line> lines = new ArrayList<>();
        wrap(words(call.event())).forEach(main -> lines.add(new Line(main, "")));
        String detail = detail(call);
        String last = lines.get(lines.size() - 1).main();
        if (last.length() + 1 + detail.length() <= COLUMNS) {
            lines.set(lines.size() - 1, new Line(last, detail));
        } else {
            wrap(detail).forEach(more -> lines.add(new Line("", more)));
        }
        return lines;
    }

    private static List<String> wrap(String words) {
        return WordUtils.wrap(words, COLUMNS, "\n", true).lines().toList();
    }

    private static String words(Event call) {
        String between = call.kind() == Kind.FAILED_CALL ? " ! " : " = ";
        return call.text() + (call.result().isEmpty() ? "" : between + call.result());
    }

    private static String detail(Call call) {
        Event event = call.event();
        List<String> words = new ArrayList<>();
        if (!event.systemCalls().isEmpty()) {
            words.add("[" + event.systemCalls() + "]");
        }
        if (call.waitedSince().isPresent()) {
            words.add(String.format(Locale.ROOT, "(waited %.1f ms)", (event.endNs() - event.startNs()) / 1e6));
        }
        return String.join(" ", words);
    }

    /** What a pointer that rests on the call is told. */
    private static String description(Call call) {
        Event event = call.event();
        double tookMs = (event.endNs() - event.startNs()) / 1e6;
        List<String> lines = new ArrayList<>();
        lines.add(event.side() + ": " + words(event));
        if (!event.systemCalls().isEmpty()) {
            lines.add("system calls: " + event.systemCalls());
        }
        lines.add(
                event.waits()
                        ? String.format(Locale.ROOT, "returned at %.3f ms, after %.3f ms", call.atMs(), tookMs)
                        : String.format(Locale.ROOT, "began at %.3f ms, took %.3f ms", call.atMs(), tookMs));
        call.arrow()
                .ifPresent(arrow -> lines.add((arrow.isIntoKernel() ? "into " : "out of ")
                        + arrow.lane().title() + ": " + arrow.text()));
        return String.join("\n", lines);
    }

    private static String resource(String name) {
        try (InputStream in = SvgImage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from the jar", e);
        }
    }
}
