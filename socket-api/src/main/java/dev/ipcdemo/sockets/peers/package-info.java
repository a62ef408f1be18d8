/**
 * The peers of a datagram socket: what tells them apart, and the send buffer that all of them share, which one that does
 * not read may not use up.
 */
package dev.ipcdemo.sockets.peers;
