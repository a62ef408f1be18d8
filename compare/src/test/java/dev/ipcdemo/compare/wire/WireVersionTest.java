package dev.ipcdemo.compare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Two builds that speak the same version understand each other, because what is said has not changed between them. */
class WireVersionTest {

    /** Of the version that {@link Request#VERSION} is. */
    private static final long SHAPE = 1_212_187_854L;

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

    /** All records that may be sent, with their components, and those of these components. Packages are not sent. */
    private static String shape() {
        Set<Class<?>> records = new LinkedHashSet<>();
        Stream.of(Request.class.getPermittedSubclasses(), Reply.class.getPermittedSubclasses())
                .flatMap(Arrays::stream)
                .sorted(Comparator.comparing(Class::getName))
                .forEach(type -> collect(type, records));
        return records.stream().map(WireVersionTest::line).collect(Collectors.joining("\n"));
    }

    private static void collect(Class<?> type, Set<Class<?>> records) {
        Stream.of(type)
                .filter(Class::isRecord)
                .filter(records::add)
                .forEach(added -> Stream.of(added.getRecordComponents())
                        .map(RecordComponent::getType)
                        .forEach(component -> collect(component, records)));
    }

    private static String line(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(component -> component.getGenericType().getTypeName() + " " + component.getName())
                .collect(Collectors.joining(", ", type.getName() + " ", ""))
                .replaceAll("\\b[a-z][\\w.]*\\.", "");
    }
}
