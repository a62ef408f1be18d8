package dev.ipcdemo.posix;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers and structures are those that the C compiler takes from the system's headers. */
class CompilerTest {

    private static final String HEADERS = Stream.of(
                    "stddef.h",
                    "stdio.h",
                    "errno.h",
                    "netdb.h",
                    "poll.h",
                    "sys/types.h",
                    "sys/socket.h",
                    "sys/time.h",
                    "sys/uio.h",
                    "sys/un.h",
                    "time.h",
                    "netinet/in.h",
                    "netinet/tcp.h",
                    "netinet/udp.h",
                    "linux/vm_sockets.h",
                    "sys/vsock.h")
            .map(header -> "#if __has_include(<" + header + ">)\n#include <" + header + ">\n#endif\n")
            .collect(joining("", "#define _GNU_SOURCE\n", ""));

    /** Newer than the headers of some systems. */
    private static final Set<String> PERHAPS_UNKNOWN =
            Set.of("SO_PEERPIDFD", "IPPROTO_MPTCP", "UDP_GRO", "UDP_SEGMENT", "SCM_TIMESTAMPNS");

    @TempDir
    private Path directory;

    /** Compiles and runs a program that prints names and numbers. */
    private Map<String, Long> told(String statements) throws Exception {
        assumeTrue(Platform.CURRENT != Platform.OTHER, "the numbers of this system are not known");
        assumeTrue(isThereACompiler(), "there is no cc");
        Path source = directory.resolve("ask.c");
        Files.writeString(source, HEADERS + "int main(void) {\n" + statements + "return 0;\n}\n");
        run("cc", "-o", directory.resolve("ask").toString(), source.toString());
        Map<String, Long> numbers = new TreeMap<>();
        run(directory.resolve("ask").toString())
                .lines()
                .map(line -> line.split(" "))
                .forEach(words -> numbers.put(words[0], Long.parseLong(words[1])));
        return numbers;
    }

    private static boolean isThereACompiler() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "cc")));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static Map<String, Long> constants(Class<?> type) throws IllegalAccessException {
        Map<String, Long> constants = new TreeMap<>();
        for (Field field : type.getFields()) {
            constants.put(field.getName(), (long) field.getInt(null));
        }
        constants.remove("NONE");
        return constants;
    }

    private void agrees(Class<?> type) throws Exception {
        Map<String, Long> ours = constants(type);
        Map<String, Long> theirs = told(ours.keySet().stream()
                .map(name -> "#ifdef " + name + "\nprintf(\"" + name + " %lld\\n\", (long long) (int) (" + name
                        + "));\n#endif\n")
                .collect(joining()));
        Set<String> unknown = new TreeSet<>(ours.keySet());
        unknown.removeAll(theirs.keySet());
        assertThat(PERHAPS_UNKNOWN).as("names that the headers do not have").containsAll(unknown);
        ours.keySet().retainAll(theirs.keySet());
        assertThat(ours).isEqualTo(theirs).hasSizeGreaterThan(30);
    }

    @Test
    void constantsAreThoseOfTheHeaders() throws Exception {
        agrees(Constants.class);
    }

    @Test
    void errorNumbersAreThoseOfTheHeaders() throws Exception {
        agrees(ErrorNumbers.class);
    }

    private static List<StructLayout> structures() {
        return Arrays.stream(Layouts.class.getFields())
                .filter(field -> field.getType() == StructLayout.class)
                .map(CompilerTest::valueOf)
                .toList();
    }

    private static StructLayout valueOf(Field field) {
        try {
            return (StructLayout) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> members(StructLayout struct) {
        return struct.memberLayouts().stream().flatMap(member -> member.name().stream());
    }

    @Test
    void structuresAreThoseOfTheHeaders() throws Exception {
        Map<String, Long> ours = new LinkedHashMap<>();
        StringBuilder statements = new StringBuilder();
        for (StructLayout struct : structures()) {
            String name = struct.name().orElseThrow();
            ours.put(name, struct.byteSize());
            statements.append("printf(\"%s %%zu\\n\", sizeof(struct %s));\n".formatted(name, name));
            members(struct).forEach(member -> {
                MemoryLayout layout = struct.select(PathElement.groupElement(member));
                ours.put(name + "." + member, Layouts.offset(struct, member));
                ours.put(name + "." + member + ".size", layout.byteSize());
                statements.append("printf(\"%1$s.%2$s %%zu\\n%1$s.%2$s.size %%zu\\n\", offsetof(struct %1$s, %2$s),"
                        .formatted(name, member));
                statements.append(" sizeof(((struct %s *) 0)->%s));\n".formatted(name, member));
            });
        }
        Map<String, Long> theirs = told(statements.toString());
        // Its later members are not read here.
        ours.remove("tcp_info");
        theirs.remove("tcp_info");

        assertThat(ours).hasSizeGreaterThan(100).containsExactlyInAnyOrderEntriesOf(theirs);
    }
}
