/**
 * The transports on the system calls, as every Java version finds them. What they do is in the module {@code posix}, which needs
 * Java 22; where that is missing, their {@link dev.ipcdemo.sockets.Availability} says why.
 */
package dev.ipcdemo.posix.transport;
