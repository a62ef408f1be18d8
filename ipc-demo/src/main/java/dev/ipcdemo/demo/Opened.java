package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Options;

/**
 * How a socket was opened, as far as recording its calls depends on it.
 *
 * @param blocking whether its calls wait
 * @param recorder what tells of its calls
 */
record Opened(boolean blocking, Recorder recorder) {

    static Opened by(Options options, Recorder recorder) {
        return new Opened(options.get(Options.BLOCKING), recorder);
    }
}
