package dev.ipcdemo.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Results as JSON. A class of its own, so that only who wants JSON waits for Jackson to be loaded. */
final class Json {

    private Json() {}

    static String of(Object result) throws JsonProcessingException {
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(result)
                + System.lineSeparator();
    }
}
