package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.IN_USE;
import static dev.ipcdemo.sockets.FailureKind.NAME_TOO_LONG;
import static dev.ipcdemo.sockets.FailureKind.NOT_FOUND;
import static dev.ipcdemo.sockets.FailureKind.REFUSED;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.Endpoint.AnyAbstractName;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a transport with names in Linux's abstract namespace guarantees. */
public interface AbstractNameContract extends KernelContract {

    private Endpoint at(String name) {
        return new Endpoint(transport().scheme(), new AbstractName(name));
    }

    @Test
    default void refusesAnAbstractNameThatIsTaken(Sandbox sandbox) throws IOException {
        Endpoint endpoint = sandbox.open().localEndpoint();

        fails(
                IN_USE,
                openVerb() + " " + endpoint + ": in use (another socket has this name)",
                () -> open(endpoint, Options.DEFAULT));
    }

    @Test
    default void anAbstractNameIsFreeOnceItsSocketIsClosed(Sandbox sandbox) throws IOException {
        OpenSocket socket = sandbox.open();
        Endpoint endpoint = socket.localEndpoint();
        socket.close();

        fails(
                REFUSED,
                "connect " + endpoint + ": refused (nobody has bound this name in this network namespace)",
                () -> connect(endpoint, Options.DEFAULT));
        sandbox.open(endpoint, Options.DEFAULT);
        sandbox.closeLater(connect(endpoint, Options.DEFAULT));
    }

    @Test
    default void leavesNoFileForAnAbstractName(Sandbox sandbox) throws IOException {
        sandbox.open();

        assertThat(sandbox.files()).isEmpty();
    }

    @Test
    default void picksAFreeAbstractName(Sandbox sandbox) throws IOException {
        Endpoint any = new Endpoint(transport().scheme(), new AnyAbstractName());

        OpenSocket one = sandbox.open(any, Options.DEFAULT);
        OpenSocket other = sandbox.open(any, Options.DEFAULT);

        assertThat(one.localEndpoint().name()).isInstanceOf(AbstractName.class);
        assertThat(one.localEndpoint()).isNotEqualTo(other.localEndpoint());
        sandbox.closeLater(connect(one.localEndpoint(), Options.DEFAULT));
    }

    @Test
    default void anAbstractNameMayLookLikeAPath(Sandbox sandbox) throws IOException {
        Endpoint endpoint = at(sandbox.directory() + "/ä name");

        sandbox.open(endpoint, Options.DEFAULT);

        assertThat(connectedPeer(endpoint, sandbox)).isEqualTo(endpoint);
        assertThat(sandbox.files()).isEmpty();
    }

    @Test
    default void takesAnAbstractNameThatJustFits(Sandbox sandbox) throws IOException {
        String start = sandbox.directory().toString();
        Endpoint endpoint = at(start + "n".repeat(107 - start.length()));

        sandbox.open(endpoint, Options.DEFAULT);

        assertThat(connectedPeer(endpoint, sandbox)).isEqualTo(endpoint);
    }

    private Endpoint connectedPeer(Endpoint endpoint, Sandbox sandbox) throws IOException {
        return sandbox.closeLater(connect(endpoint, Options.DEFAULT)).peerEndpoint();
    }

    @Test
    default void refusesAnAbstractNameThatIsTooLong() {
        Endpoint endpoint = at("n".repeat(108));

        fails(
                NAME_TOO_LONG,
                "resolve " + endpoint
                        + ": name too long (it has 108 bytes, and at most 107 fit; a relative path may be shorter)",
                () -> open(endpoint, Options.DEFAULT));
    }

    @Test
    default void aNameIsText() {
        Endpoint endpoint = new Endpoint(transport().scheme(), new AbstractName("\ud800"));

        fails(
                NOT_FOUND,
                "resolve " + transport().scheme() + ":@?: not found (the name is not text)",
                () -> open(endpoint, Options.DEFAULT));
    }
}
