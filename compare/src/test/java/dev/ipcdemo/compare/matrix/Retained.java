package dev.ipcdemo.compare.matrix;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What values keep in memory, counted object by object. */
final class Retained {

    private static final int HEAD = 16;
    private static final int FIELD = 8;

    private Retained() {}

    /**
     * Counts a value and all that it refers to.
     *
     * @param value records, collections, texts and numbers
     * @param seen what is known, and so costs nothing more
     */
    static long bytes(Object value, Map<Object, Boolean> seen) {
        if (seen.put(value, true) != null || value instanceof Enum) {
            return 0;
        }
        List<?> parts = parts(value);
        long own = value instanceof String text ? HEAD + 2 * FIELD + text.length() : HEAD + (long) FIELD * parts.size();
        return own + parts.stream().mapToLong(part -> bytes(part, seen)).sum();
    }

    private static List<?> parts(Object value) {
        if (value instanceof Record) {
            return Arrays.stream(value.getClass().getRecordComponents())
                    .map(component -> component(value, component))
                    .toList();
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                    .toList();
        }
        if (value instanceof Optional<?> optional) {
            return optional.stream().toList();
        }
        return value instanceof Collection<?> elements ? List.copyOf(elements) : List.of();
    }

    private static Object component(Object value, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
