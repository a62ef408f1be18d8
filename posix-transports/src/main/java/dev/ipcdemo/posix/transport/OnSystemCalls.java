package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Transport;

/** A transport on the system calls, so that demos of these calls know for which transports they are. */
public interface OnSystemCalls extends Transport {}
