/**
 * Echo servers and echo clients over AF_UNIX, to be copied: streams in plain JDK code ({@code Unix…}), and streams,
 * datagrams and sequenced packets in plain junixsocket code ({@code Junix…}, {@code Unixgram…}, {@code Unixpacket…}).
 * They use nothing of this project.
 *
 * <p>Each server expects that its path is free, in a directory where only its user can write; the umask decides who else
 * can connect. Each removes its socket file at the end, and refuses to start where one is: remove what a server left that
 * was killed.
 */
package dev.ipcdemo.unix.example;
