/**
 * The command {@code trace}. In: command lines, of one program or of two that talk to each other. Out: the timeline of their
 * socket calls, on standard error because standard output is theirs, and a page.
 */
package dev.ipcdemo.cli.trace;
