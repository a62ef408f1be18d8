/** The send buffer of a datagram socket, which all of its peers share: one of them that does not read may not use it up. */
package dev.ipcdemo.sockets.peers;
