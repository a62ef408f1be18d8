package dev.ipcdemo.launch.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ipcdemo.sockets.Printable;
import java.util.regex.Pattern;

/**
 * What an engine says when it refuses, without the form in which it says so. Docker answers {@code {"message":"..."}}, and
 * Podman adds {@code cause} and {@code response}; docker-java puts {@code Status 500: } before that.
 */
final class EngineMessage {

    private static final Pattern STATUS = Pattern.compile("^Status \\d+: ");
    private static final String WORDS = "message";

    private EngineMessage() {}

    /** Returns a message as one line of plain text. */
    static String of(String message) {
        String body = STATUS.matcher(message).replaceFirst("");
        int json = body.indexOf('{');
        String words = json < 0 ? body : body.substring(0, json) + unwrapped(body.substring(json));
        return Printable.text(words.strip().replaceAll("\\s*\\n\\s*", " "));
    }

    /** What follows the object, such as the end of a stream of them, is left out. */
    private static String unwrapped(String json) {
        try {
            JsonNode words = new ObjectMapper().readTree(json).path(WORDS);
            return words.isTextual() ? words.textValue() : json;
        } catch (JsonProcessingException noJson) {
            return json;
        }
    }
}
