package dev.ipcdemo.sockets.contract;
/** Stub. */
interface PacketEnd extends TransportContract {}
