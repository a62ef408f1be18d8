package dev.ipcdemo.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a Markdown document, and the comment before it that says where it comes from:
 *
 * <ul>
 *   <li>{@code <!-- code: PATH -->}: its lines stand together in the file, whatever their indentation
 *   <li>{@code <!-- run: ARGUMENTS -->}: {@code bin/ipc-demo ARGUMENTS} prints it
 * </ul>
 *
 * @param document the document, relative to the project's root
 * @param line the line of the fence
 * @param language what stands behind the fence, such as {@code java}
 * @param source the comment's kind and argument
 * @param text what is between the fences
 */
record Block(Path document, int line, String language, Optional<Source> source, String text) {

    private static final Pattern FENCE = Pattern.compile("```(\\w*)\\s*");
    private static final Pattern COMMENT = Pattern.compile("<!-- (code|run): (.+?) -->");

    /** Where a block comes from. */
    record Source(String kind, String argument) {}

    static List<Block> in(Path root, Path document) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(root.resolve(document));
        Optional<Source> source = Optional.empty();
        for (int i = 0; i < lines.size(); i++) {
            Matcher comment = COMMENT.matcher(lines.get(i));
            Matcher fence = FENCE.matcher(lines.get(i));
            if (comment.matches()) {
                source = Optional.of(new Source(comment.group(1), comment.group(2)));
            } else if (fence.matches()) {
                int end = i + 1;
                while (!lines.get(end).equals("```")) {
                    end++;
                }
                blocks.add(new Block(
                        document, i + 1, fence.group(1), source, String.join("\n", lines.subList(i + 1, end))));
                source = Optional.empty();
                i = end;
            } else if (!lines.get(i).isBlank()) {
                source = Optional.empty();
            }
        }
        return blocks;
    }

    @Override
    public String toString() {
        return document + ":" + line + source.map(s -> " " + s.argument()).orElse("");
    }
}
