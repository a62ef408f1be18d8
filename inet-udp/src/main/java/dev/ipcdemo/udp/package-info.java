/** UDP: SOCK_DGRAM in the domains AF_INET and AF_INET6, on the JDK's channels. See udp(7) and RFC 768. */
package dev.ipcdemo.udp;
