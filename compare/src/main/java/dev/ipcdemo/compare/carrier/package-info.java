/**
 * What carries messages, a class for each row: a transport, its bare channel, a pipe, shared memory.
 *
 * <p>In comes a cell; out come an {@link dev.ipcdemo.compare.carrier.Acceptor} for the server and a
 * {@link dev.ipcdemo.compare.carrier.MessageChannel} for each side. Knows nothing of what the messages are, of rounds or
 * of clocks.
 */
package dev.ipcdemo.compare.carrier;
