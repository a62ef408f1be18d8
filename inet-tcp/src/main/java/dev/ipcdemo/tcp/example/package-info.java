/** An echo server and an echo client over TCP, in plain JDK code, to be copied. They use nothing of this project. */
package dev.ipcdemo.tcp.example;
