/** Demos of what only the system calls themselves can do. Each opens its sockets with {@link dev.ipcdemo.posix.Posix}. */
package dev.ipcdemo.posix.demo;
