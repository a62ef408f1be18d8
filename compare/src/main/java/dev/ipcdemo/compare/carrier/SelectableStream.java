package dev.ipcdemo.compare.carrier;

import java.nio.channels.ByteChannel;
import java.nio.channels.SelectableChannel;

/**
 * A stream that a selector can wait for.
 *
 * @param channel what the selector takes, in blocking mode
 * @param bytes the same, to be read and written
 */
public record SelectableStream(SelectableChannel channel, ByteChannel bytes) {}
