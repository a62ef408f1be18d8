/**
 * What is between the commands and a terminal, a pipe or a file: the standard streams and their failures, widths, colours,
 * progress, the timeline, and a conversation with a person. Knows nothing of the commands.
 */
package dev.ipcdemo.cli.terminal;
