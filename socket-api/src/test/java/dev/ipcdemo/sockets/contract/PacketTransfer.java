package dev.ipcdemo.sockets.contract;
/** Stub. */
interface PacketTransfer extends TransportContract {}
