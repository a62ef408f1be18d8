/**
 * The whole as its users run it: {@code bin/ipc-demo} as a process, against programs that others wrote.
 */
package dev.ipcdemo.process;
