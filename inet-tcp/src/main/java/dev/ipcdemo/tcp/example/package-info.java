/** An echo server and an echo client over TCP, in plain JDK code, to copy. They do not depend on this project. */
package dev.ipcdemo.tcp.example;
