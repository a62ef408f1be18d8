package dev.ipcdemo.launch.container;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that something in the engine was made for. It is kept as a label on the thing.
 *
 * @param place where the process id and the start mean this process and no other; an engine may serve several such places
 * @param pid its process id there
 * @param start when it started, in the place's own unit, because process ids are reused
 */
record Owner(String place, long pid, long start) {

    static final String LABEL = "dev.ipcdemo.owner";

    /** Place, process id and start, as {@link #labels} writes them; anybody may write something else. */
    private static final Pattern FORM = Pattern.compile("([^/]+)/(\\d{1,18})/(\\d{1,18})");

    /** The owner of something with these labels; empty if it is not of ours. */
    static Optional<Owner> of(Map<String, String> labels) {
        Matcher parts = FORM.matcher(labels.getOrDefault(LABEL, ""));
        return parts.matches()
                ? Optional.of(new Owner(parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    Map<String, String> labels() {
        return Map.of(LABEL, place + "/" + pid + "/" + start);
    }
}
