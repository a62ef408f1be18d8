package dev.ipcdemo.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What a server received since it began to count.
 *
 * @param counts what it knows of the messages; what was sent, and so what was lost, it cannot know
 * @param elapsedNs from the first message to the last
 */
record Arrivals(Counts counts, long elapsedNs) {

    List<String> toTexts() {
        List<String> texts = new ArrayList<>(counts.toTexts());
        texts.add(Long.toString(elapsedNs));
        return texts;
    }

    static Arrivals ofTexts(List<String> texts) {
        return new Arrivals(Counts.ofTexts(texts), Long.parseLong(texts.get(8)));
    }
}
