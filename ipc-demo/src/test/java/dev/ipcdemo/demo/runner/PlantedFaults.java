package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Demos with a fault. Nobody finds them, unless a directory that {@link #plant} has prepared is on the class path. */
public final class PlantedFaults {

    private PlantedFaults() {}

    static void plant(Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(
                services.resolve(Demo.class.getName()),
                List.of(
                        FalseClaim.class.getName(),
                        ThrowingServer.class.getName(),
                        ThrowingClient.class.getName(),
                        DyingClient.class.getName(),
                        Hanging.class.getName(),
                        Good.class.getName()));
    }

    /** A demo whose two sides do nothing. */
    abstract static class Idle implements Demo {

        private final String name;

        Idle(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String summary() {
            return "a fault";
        }

        @Override
        public boolean appliesTo(Transport transport) {
            return transport.scheme().equals("tcp");
        }

        @Override
        public void server(Stage stage) throws Exception {}
    }

    /** Nothing is wrong with it. */
    public static final class Good extends Idle {
        /** Called by {@link java.util.ServiceLoader}. */
        public Good() {
            super("good");
        }

        @Override
        public void client(Stage stage) {
            stage.claim(true, "Water is wet.");
        }
    }

    /** The system does not behave as it claims. */
    public static final class FalseClaim extends Idle {
        /** Called by {@link java.util.ServiceLoader}. */
        public FalseClaim() {
            super("false-claim");
        }

        @Override
        public void client(Stage stage) {
            stage.claim(true, "Water is wet.");
            stage.claim(false, "Water is dry.");
        }
    }

    /** Its server throws while the client waits for it. */
    public static final class ThrowingServer extends Idle {
        /** Called by {@link java.util.ServiceLoader}. */
        public ThrowingServer() {
            super("throwing-server");
        }

        @Override
        public void server(Stage stage) throws IOException {
            throw new IOException("the server's own words");
        }

        @Override
        public void client(Stage stage) {
            stage.hear();
        }
    }

    /** Its client throws while the server waits for it. */
    public static final class ThrowingClient extends Idle {
        /** Called by {@link java.util.ServiceLoader}. */
        public ThrowingClient() {
            super("throwing-client");
        }

        @Override
        public void server(Stage stage) {
            stage.hear();
        }

        @Override
        public void client(Stage stage) throws IOException {
            throw new IOException("the client's own words");
        }
    }

    /** Its client ends without a word. */
    public static final class DyingClient extends Idle {
        /** Called by {@link java.util.ServiceLoader}. */
        public DyingClient() {
            super("dying-client");
        }

        @Override
        public void server(Stage stage) {
            stage.hear();
        }

        @Override
        public void client(Stage stage) {
            throw new StackOverflowError("no exception, and so caught by nobody");
        }
    }

    /** Both sides wait for what never comes. */
    public static final class Hanging extends Idle {
        /** Called by {@link java.util.ServiceLoader}. */
        public Hanging() {
            super("hanging");
        }

        @Override
        public Duration limit() {
            return Duration.ofMillis(300);
        }

        @Override
        public void server(Stage stage) throws Exception {
            Thread.currentThread().join(); // for itself, and so for ever
        }

        @Override
        public void client(Stage stage) throws Exception {
            Thread.currentThread().join();
        }
    }
}
