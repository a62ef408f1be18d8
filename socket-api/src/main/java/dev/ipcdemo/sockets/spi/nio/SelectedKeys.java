package dev.ipcdemo.sockets.spi.nio;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/** The keys that a selector has selected. */
final class SelectedKeys {

    private SelectedKeys() {}

    /**
     * Removes them from the selector.
     *
     * @throws java.nio.channels.ClosedSelectorException if the JDK's selector is closed
     */
    static List<SelectionKey> take(Selector selector) {
        // While junixsocket's set is copied, a channel that another thread closes must not remove its key from it.
        synchronized (selector) {
            List<SelectionKey> keys = List.copyOf(selector.selectedKeys());
            selector.selectedKeys().clear();
            return keys;
        }
    }
}
