/**
 * The files that a command writes at its end, and what went wrong with a file, in words. Knows nothing of what is in them.
 */
package dev.ipcdemo.cli.file;
