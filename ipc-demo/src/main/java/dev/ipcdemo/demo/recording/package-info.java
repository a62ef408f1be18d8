/**
 * Shows what a program does with its sockets. In: a transport and a consumer of events. Out: a transport of the same kind
 * whose calls, and those of all sockets it opens, become {@link dev.ipcdemo.demo.recording.Event events}, each with its
 * times, its result and the system calls behind it.
 *
 * <p>Must not know demos, how their two sides run, or how a timeline is printed.
 */
package dev.ipcdemo.demo.recording;
