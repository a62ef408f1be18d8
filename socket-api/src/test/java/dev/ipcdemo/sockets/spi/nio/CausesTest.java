package dev.ipcdemo.sockets.spi.nio;

import static dev.ipcdemo.sockets.FailureKind.NO_RESOURCES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.spi.ProcessLimits;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CausesTest {

    @ParameterizedTest
    @CsvSource({
        "Connection refused, REFUSED",
        "No such file or directory, NOT_FOUND",
        "Not a directory, NOT_FOUND",
        "Address already in use, IN_USE",
        "Cannot assign requested address, NOT_LOCAL",
        "Can't assign requested address, NOT_LOCAL",
        "Permission denied, PERMISSION",
        "Operation not permitted, PERMISSION",
        "Connection timed out, TIMEOUT",
        "Operation timed out, TIMEOUT",
        "Broken pipe, RESET",
        "Connection reset, RESET",
        "Connection reset by peer, RESET",
        "Message too long, MESSAGE_TOO_LARGE",
        "Unix domain path too long, NAME_TOO_LONG",
        "File name too long, NAME_TOO_LONG",
        "Network is unreachable, UNREACHABLE",
        "Host is unreachable, UNREACHABLE",
        "No route to host, UNREACHABLE",
        "Protocol wrong type for socket, WRONG_TYPE",
        "Too many open files, NO_RESOURCES",
        "Too many open files in system, NO_RESOURCES",
        "No buffer space available, NO_RESOURCES",
        "Cannot allocate memory, NO_RESOURCES",
        "No space left on device, NO_RESOURCES",
        "Disk quota exceeded, NO_RESOURCES",
        "Protocol not supported, NOT_SUPPORTED",
        "Operation not supported, NOT_SUPPORTED",
        "Address family not supported by protocol, NOT_SUPPORTED",
        "Socket is closed, CLOSED",
        "Socket closed, CLOSED",
        "Bad file descriptor, CLOSED",
        "Something else, OTHER"
    })
    void goesByTheSystemsWords(String words, FailureKind kind) {
        assertThat(Causes.kindOf(new SocketException(words))).isEqualTo(kind);
        assertThat(Causes.kindOf(new IOException("[errno 1] " + words))).isEqualTo(kind);
    }

    static Stream<IOException> types() {
        return Stream.of(
                new SocketTimeoutException(),
                new UnknownHostException("host"),
                new PortUnreachableException(),
                new ClosedChannelException(),
                new AsynchronousCloseException(),
                new ClosedByInterruptException(),
                new ConnectException("Connection refused"),
                new BindException("Address already in use"),
                new NoRouteToHostException("No route to host"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void knowsTheJdksTypes(IOException thrown) {
        assertThat(Causes.kindOf(thrown)).isNotEqualTo(FailureKind.OTHER);
    }

    @Test
    void believesTheCauseRatherThanTheTypeAroundIt() {
        IOException asJunixsocketWrapsIt = new AsynchronousCloseException();
        asJunixsocketWrapsIt.initCause(new SocketException("Broken pipe"));

        assertThat(Causes.kindOf(asJunixsocketWrapsIt)).isEqualTo(FailureKind.RESET);
    }

    @Test
    void namesTheExceptionThatSaysNothing() {
        assertThat(Causes.words(new IOException())).isEqualTo("IOException");
        assertThat(Causes.words(new IOException(" "))).isEqualTo("IOException");
        assertThat(Causes.words(new IOException("odd"))).isEqualTo("odd");
    }

    @Test
    void namesTheLimitOfWhatHasRunOut() {
        String limit = "too many open files" + ProcessLimits.openFiles();

        assertThat(Causes.detail(new SocketException("Too many open files"), NO_RESOURCES))
                .isEqualTo(limit);
        assertThat(Causes.detail(new IOException("[errno 24] Too many open files"), NO_RESOURCES))
                .isEqualTo(limit);
        assertThat(Causes.detail(new SocketException("Too many open files in system"), NO_RESOURCES))
                .isEqualTo("Too many open files in system");
        assertThat(Causes.detail(new SocketException("No space left on device"), NO_RESOURCES))
                .isEqualTo("No space left on device");
    }

    /** In any locale: the lower case of "I" differs in Turkish. */
    @Test
    void readsWordsInAnyLocale() {
        java.util.Locale usual = java.util.Locale.getDefault();
        try {
            java.util.Locale.setDefault(
                    new java.util.Locale.Builder().setLanguage("tr").build());
            assertThat(Causes.kindOf(new SocketException("PERMISSION DENIED"))).isEqualTo(FailureKind.PERMISSION);
        } finally {
            java.util.Locale.setDefault(usual);
        }
    }
}
