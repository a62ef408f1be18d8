/**
 * A relay: passes connections and datagrams on to another endpoint, of the same or another kind of socket, and injects
 * faults when asked. In come two endpoints and {@link dev.ipcdemo.relay.RelaySettings}; out come {@link
 * dev.ipcdemo.relay.RelayStatistics} and, to an observer, what passes.
 *
 * <pre>{@code
 * Faults slow = Faults.NONE.with(Faults.DELAY, Duration.ofMillis(50));
 * try (Relay relay = Relay.open(Endpoint.parse("tcp:"), Endpoint.parse("unix:/tmp/a.sock"), slow)) {
 *     connectTo(relay.endpoint());
 *     relay.setFaults(Faults.parse("ending=reset limit=100"));
 * }
 * }</pre>
 */
package dev.ipcdemo.relay;
