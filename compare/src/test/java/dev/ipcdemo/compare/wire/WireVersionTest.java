package dev.ipcdemo.compare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Two builds that speak the same version understand each other, because what is said has not changed between them. */
class WireVersionTest {

    /** Of the version that {@link Request#VERSION} is. */
    private static final long SHAPE = 2_199_916_738L;

    private static final Pattern NAME = Pattern.compile("[\\w.$]+");

    @Test
    void theVersionChangesWithWhatIsSaid() {
        String shape = shape();
        assertThat(checksum(shape))
                .as("What measuring JVMs say to each other has another shape than in version " + Request.VERSION
                        + ": raise Request.VERSION, and set SHAPE to the value that is found here. The shape:\n"
                        + shape)
                .isEqualTo(SHAPE);
    }

    private static long checksum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    /**
     * All records that may be sent, with their components, and those of these components, also where they are in a list or
     * may be absent; of an enum, its constants. Packages are not sent.
     */
    private static String shape() {
        Set<Class<?>> found = new LinkedHashSet<>();
        Stream.of(Request.class.getPermittedSubclasses(), Reply.class.getPermittedSubclasses())
                .flatMap(Arrays::stream)
                .sorted(Comparator.comparing(Class::getName))
                .forEach(type -> collect(type, found));
        return found.stream().map(WireVersionTest::line).collect(Collectors.joining("\n"));
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        Stream.of(type)
                .filter(each -> each.isRecord() || each.isEnum())
                .filter(found::add)
                .forEach(added -> components(added)
                        .flatMap(component -> classesIn(component.getGenericType()))
                        .forEach(component -> collect(component, found)));
    }

    /** Those of this project: {@code Sides} of {@code Map<String, Optional<Sides>>}. */
    private static Stream<Class<?>> classesIn(Type type) {
        return NAME.matcher(type.getTypeName())
                .results()
                .map(MatchResult::group)
                .filter(name -> name.startsWith("dev.ipcdemo."))
                .map(WireVersionTest::named);
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<RecordComponent> components(Class<?> type) {
        return Stream.ofNullable(type.getRecordComponents()).flatMap(Stream::of);
    }

    private static String line(Class<?> type) {
        return Stream.concat(
                        components(type)
                                .map(component -> component.getGenericType().getTypeName() + " " + component.getName()),
                        Stream.ofNullable(type.getEnumConstants())
                                .flatMap(Stream::of)
                                .map(each -> ((Enum<?>) each).name()))
                .collect(Collectors.joining(", ", type.getName() + " ", ""))
                .replaceAll("\\b[a-z][\\w.]*\\.", "");
    }
}
