package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Endpoint;

/**
 * A client of a relay: a connection, or an address that sends datagrams.
 *
 * @param number 1 for the first of the relay
 * @param endpoint the client's address; without a name where it has none
 * @param keepsMessageBoundaries whether it sends messages, rather than a stream
 */
public record RelayClient(long number, Endpoint endpoint, boolean keepsMessageBoundaries) {}
