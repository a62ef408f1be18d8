/**
 * What any program does with its sockets, on Linux, as strace(1) sees it. In: a command, or lines of strace. Out: the events
 * of a timeline, which name sockets by number, family, address and peer, and say which two are the ends of one connection; and
 * at the end the totals: calls, bytes, waits, failures, and what was left open.
 *
 * <p>A {@link dev.ipcdemo.trace.StraceReader} turns lines into {@link dev.ipcdemo.trace.TraceEntry entries}, a {@link
 * dev.ipcdemo.trace.Trace} turns entries into events, and a {@link dev.ipcdemo.trace.TracedCommand} runs the program. What is
 * kept has a bound, however many calls the program makes.
 *
 * <p>Must not know how a timeline is printed.
 */
package dev.ipcdemo.trace;
