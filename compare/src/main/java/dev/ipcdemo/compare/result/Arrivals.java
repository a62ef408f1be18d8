package dev.ipcdemo.compare.result;

import java.util.ArrayList;
import java.util.List;

/**
 * What a server received since it began to count.
 *
 * @param counts what it knows of the messages; what was sent, and so what was lost, it cannot know
 * @param elapsedNs from the first message to the last
 */
public record Arrivals(Counts counts, long elapsedNs) {

    public List<String> toTexts() {
        List<String> texts = new ArrayList<>(counts.toTexts());
        texts.add(Long.toString(elapsedNs));
        return texts;
    }

    public static Arrivals ofTexts(List<String> texts) {
        return new Arrivals(Counts.ofTexts(texts), Long.parseLong(texts.get(8)));
    }
}
