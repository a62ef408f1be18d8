package dev.ipcdemo.sockets.contract;
/** Stub. */
interface PacketConnected extends TransportContract {}
