/**
 * What the sockets of one scheme have of their own: domain, type and protocol, the form of their addresses, their options.
 * The roles in {@code posix.socket} ask a {@link dev.ipcdemo.posix.family.SocketFamily} and know no other difference.
 */
package dev.ipcdemo.posix.family;
