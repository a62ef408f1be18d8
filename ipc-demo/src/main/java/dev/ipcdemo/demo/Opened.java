package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.spi.Transport;

/**
 * How a socket was opened, as far as recording its calls depends on it.
 *
 * @param transport by what
 * @param blocking whether its calls wait
 * @param recorder what tells of its calls
 */
record Opened(Transport transport, boolean blocking, Recorder recorder) {

    static Opened by(Transport transport, Options options, Recorder recorder) {
        return new Opened(transport, options.blocking(), recorder);
    }
}
