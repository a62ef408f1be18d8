/** An echo server and an echo client in the socket calls, a page each, to be copied. */
package dev.ipcdemo.posix.example;
