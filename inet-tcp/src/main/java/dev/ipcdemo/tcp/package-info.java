/** TCP: SOCK_STREAM in the domains AF_INET and AF_INET6, on the JDK's channels. See tcp(7) and RFC 9293. */
package dev.ipcdemo.tcp;
