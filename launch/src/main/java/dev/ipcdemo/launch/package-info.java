/**
 * The other side of an exchange, started where it is wanted: as a thread or as a process.
 *
 * <p>A {@link dev.ipcdemo.launch.Task} says what the other side does and is known by name, so that another JVM can find it;
 * a {@link dev.ipcdemo.launch.Worker} is one that runs; a {@link dev.ipcdemo.launch.Link} is the line between the two, beside
 * the sockets that the exchange is about. Demos use this, and whatever else needs a second side.
 */
package dev.ipcdemo.launch;
