/** Threads for calls that block: virtual ones where the runtime and the transport allow it. */
package dev.ipcdemo.sockets.threads;
