package dev.ipcdemo.sockets.spi.nio;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;

/**
 * Keys of sockets whose peer has closed. junixsocket takes POLLHUP for a key that is invalid, and never looks at the
 * socket again; but there may be more to receive, and then the end. The JDK takes it for readiness.
 */
final class HangupKeys {

    private HangupKeys() {}

    /** Whether it is such a key, and not one that has gone with its channel or its selector. */
    static boolean isHangup(SelectionKey selected) {
        return !selected.isValid()
                && selected.channel().isOpen()
                && selected.selector().isOpen();
    }

    /** Has the socket looked at again, by a key like this one. */
    static void renew(SelectionKey key, int operations) throws ClosedChannelException {
        key.cancel();
        key.channel().register(key.selector(), operations, key.attachment());
    }
}
