package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;

/** A socket whose calls are recorded. */
interface Recording extends OpenSocket, ChannelBacked {

    /** The socket underneath. */
    OpenSocket recorded();

    /** What the timeline calls it. */
    Numbers.Name name();
}
