package dev.ipcdemo.sockets.spi.nio;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/** What a selector has found. */
final class SelectedKeys {

    private SelectedKeys() {}

    /**
     * Takes it from the selector.
     *
     * @throws java.nio.channels.ClosedSelectorException if the JDK's selector is closed
     */
    static List<SelectionKey> take(Selector selector) {
        // While junixsocket's set is copied, no channel that another thread closes may take its key out of it.
        synchronized (selector) {
            List<SelectionKey> keys = List.copyOf(selector.selectedKeys());
            selector.selectedKeys().clear();
            return keys;
        }
    }
}
