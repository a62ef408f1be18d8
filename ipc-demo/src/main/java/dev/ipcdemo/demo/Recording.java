package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.OpenSocket;

/** A socket whose calls are recorded. */
interface Recording extends OpenSocket {

    /** The socket underneath. */
    OpenSocket recorded();

    /** What the timeline calls it. */
    Numbers.Name name();
}
