package dev.ipcdemo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.service.ServiceName;
import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Server;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import dev.ipcdemo.testing.Schemes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(600)
class ConversationTest {

    private static final Limits LIMITS = new Limits(1 << 18, 10, Duration.ofMinutes(1));

    /** Longer than a busy machine may keep an answer. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Duration SHORT = Duration.ofMillis(100);

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private static Server serve(String scheme, ServiceName service) throws SocketFailure {
        Schemes.assumeAvailable(scheme);
        return Server.start(Endpoint.parse(scheme + ":"), service.make(LIMITS), LIMITS, Options.DEFAULT, line -> {});
    }

    private static Conversation with(Endpoint endpoint, Prompt prompt) throws SocketFailure {
        return with(endpoint, prompt, LONG);
    }

    private static Conversation with(Endpoint endpoint, Prompt prompt, Duration linger) throws SocketFailure {
        Transport transport = Transports.byScheme(endpoint.scheme());
        Connection connection = transport.connect(endpoint, Options.DEFAULT);
        return new Conversation(connection, transport.type().isConnected(), prompt, linger);
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Nobody reads it any more when there is as much of it as that, which ends a conversation over datagrams, too. */
    private OutputStream outputOf(int bytes) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                output.write(b);
            }

            @Override
            public void flush() throws IOException {
                if (output.size() >= bytes) {
                    throw new StandardOutput.ReaderGone(new IOException("that was enough"));
                }
            }
        };
    }

    private static final String THREE_LINES = "one\n\nthree, without a newline";

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#connected")
    void printsWhatComesBackUntilThePeerEnds(String scheme) throws Exception {
        try (Server server = serve(scheme, ServiceName.ECHO)) {
            with(server.endpoint(), Prompt.NONE).run(text(THREE_LINES), output);
        }
        assertThat(output).hasToString(THREE_LINES);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#datagrams")
    void printsWhatComesBackAlsoAfterTheEndOfTheInput(String scheme) throws Exception {
        try (Server server = serve(scheme, ServiceName.ECHO)) {
            with(server.endpoint(), Prompt.NONE).run(text(THREE_LINES), outputOf(THREE_LINES.length()));
        }
        assertThat(output).hasToString(THREE_LINES);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#datagrams")
    void endsWhenNothingComesAfterTheEndOfTheInput(String scheme) throws Exception {
        try (Server server = serve(scheme, ServiceName.DISCARD)) {
            with(server.endpoint(), Prompt.NONE, SHORT).run(text(THREE_LINES), output);
        }
        assertThat(output.size()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#messages")
    void sendsEachLineAsOneMessageWithItsNewline(String scheme) throws Exception {
        try (Server server = serve(scheme, ServiceName.ECHO)) {
            with(server.endpoint(), Prompt.NONE).run(text("a\nbc\nd"), outputOf(6));
            assertThat(server.summary()).contains("received 3 messages (6 bytes)");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void passesMuchThroughUnchanged(String scheme) throws Exception {
        byte[] bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);
        try (Server server = serve(scheme, ServiceName.ECHO)) {
            with(server.endpoint(), Prompt.NONE).run(new ByteArrayInputStream(bytes), output);
        }
        assertThat(output.toByteArray()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#connected")
    void endsWhenThePeerEndsThoughTheInputGoesOn(String scheme) throws Exception {
        Schemes.assumeAvailable(scheme);
        try (Listener listener = Transports.stream(scheme).listen(Endpoint.parse(scheme + ":"), Options.DEFAULT);
                PipedInputStream neverEnding = new PipedInputStream(new PipedOutputStream())) {
            Thread peer = Threads.startPlatform("peer", () -> {
                try (Connection connection = listener.accept()) {
                    Schemes.send(connection, "enough");
                } catch (SocketFailure e) {
                    throw new AssertionError(e);
                }
            });
            with(listener.localEndpoint(), Prompt.NONE).run(neverEnding, output);
            peer.join();
        }
        assertThat(output).hasToString("enough");
    }

    @Test
    void failsWhenThePeerResets() throws Exception {
        try (ServerSocket listener = new ServerSocket(0);
                PipedInputStream neverEnding = new PipedInputStream(new PipedOutputStream())) {
            Conversation conversation = with(Endpoint.parse("tcp://127.0.0.1:" + listener.getLocalPort()), Prompt.NONE);
            Socket peer = listener.accept();
            peer.setSoLinger(true, 0);
            peer.close();
            assertThatThrownBy(() -> conversation.run(neverEnding, output))
                    .isInstanceOfSatisfying(
                            SocketFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.RESET));
        }
    }

    @Test
    void failsWhenTheInputCannotBeRead() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("it is broken");
            }
        };
        try (Server server = serve("tcp", ServiceName.DISCARD)) {
            Conversation conversation = with(server.endpoint(), Prompt.NONE, SHORT);
            assertThatThrownBy(() -> conversation.run(broken, output))
                    .isInstanceOf(IOException.class)
                    .hasMessage("standard input cannot be read: it is broken");
        }
    }

    @Test
    void failsForALineThatNoMessageCanHold() throws Exception {
        try (Server server = serve("unixpacket", ServiceName.DISCARD)) {
            Conversation conversation = with(server.endpoint(), Prompt.NONE, SHORT);
            assertThatThrownBy(() -> conversation.run(text("x".repeat(300_000) + "\n"), output))
                    .isInstanceOfSatisfying(
                            SocketFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.MESSAGE_TOO_LARGE));
        }
    }

    @Test
    void endsQuietlyWhenNobodyReadsTheOutput() throws Exception {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new StandardOutput.ReaderGone(new IOException("Broken pipe"));
            }
        };
        try (Server server = serve("tcp", ServiceName.ECHO);
                PipedOutputStream typing = new PipedOutputStream();
                PipedInputStream typed = new PipedInputStream(typing)) {
            typing.write("hi\n".getBytes(StandardCharsets.UTF_8));
            with(server.endpoint(), Prompt.NONE).run(typed, broken);
        }
    }

    @Test
    void failsWhenItsOutputCannotBeWritten() throws Exception {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        try (Server server = serve("tcp", ServiceName.ECHO);
                PipedOutputStream typing = new PipedOutputStream();
                PipedInputStream typed = new PipedInputStream(typing)) {
            typing.write("hi\n".getBytes(StandardCharsets.UTF_8));
            Conversation conversation = with(server.endpoint(), Prompt.NONE);
            assertThatThrownBy(() -> conversation.run(typed, full)).hasMessage("No space left on device");
        }
    }

    @Test
    void promptsForEachLineAndKeepsOutOfTheWayOfAnswers() throws Exception {
        StringWriter err = new StringWriter();
        try (Server server = serve("tcp", ServiceName.ECHO)) {
            with(server.endpoint(), new Prompt.OnTerminal(new PrintWriter(err))).run(text("hi\n"), output);
        }
        assertThat(output).hasToString("hi\n");
        assertThat(err.toString()).startsWith("> ").matches("(> |\r  \r)*");
    }
}
