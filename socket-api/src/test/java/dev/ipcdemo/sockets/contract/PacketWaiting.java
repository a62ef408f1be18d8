package dev.ipcdemo.sockets.contract;
/** Stub. */
interface PacketWaiting extends TransportContract {}
