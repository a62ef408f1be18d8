/**
 * Echo servers and echo clients over AF_UNIX, to copy: streams in plain JDK code ({@code Unix…}), and streams,
 * datagrams and sequenced packets in plain junixsocket code ({@code Junix…}, {@code Unixgram…}, {@code Unixpacket…}).
 * They do not depend on this project.
 *
 * <p>Each server expects a free path in a directory where only its user can write; the umask decides who else can
 * connect. It removes its socket file at the end, and refuses to start if the file exists: remove the file of a server
 * that was killed.
 */
package dev.ipcdemo.unix.example;
