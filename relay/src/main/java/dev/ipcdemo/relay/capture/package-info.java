/** Writes what passes through a relay into a file that Wireshark opens. */
package dev.ipcdemo.relay.capture;
