package dev.ipcdemo.cli.terminal;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The characters that the user's terminal shows. {@code bin/ipc-demo} tells which, in the property
 * {@code ipc-demo.charset}, because the locale in which it runs the JVM is not the user's.
 */
public final class OutputCharset {

    private OutputCharset() {}

    public static Charset find() {
        return "linux".equals(System.getenv("TERM")) // the console's font has no finer blocks than halves
                ? StandardCharsets.US_ASCII
                : Stream.of("ipc-demo.charset", "stdout.encoding", "sun.stdout.encoding", "native.encoding")
                        .map(System::getProperty)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(Charset::forName)
                        .orElse(StandardCharsets.US_ASCII);
    }
}
