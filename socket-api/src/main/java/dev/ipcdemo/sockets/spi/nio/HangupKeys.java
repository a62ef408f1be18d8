package dev.ipcdemo.sockets.spi.nio;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;

/**
 * Keys of sockets whose peer has closed (POLLHUP). junixsocket invalidates the key and stops watching the socket,
 * although there may be more to receive, and then the end of the stream. The JDK reports readiness instead.
 */
final class HangupKeys {

    private HangupKeys() {}

    /** Whether it is such a key, and not one whose channel or selector has been closed. */
    static boolean isHangup(SelectionKey selected) {
        return !selected.isValid()
                && selected.channel().isOpen()
                && selected.selector().isOpen();
    }

    /** Watches the socket again, with a new key like this one. */
    static void renew(SelectionKey key, int operations) throws ClosedChannelException {
        key.cancel();
        key.channel().register(key.selector(), operations, key.attachment());
    }
}
