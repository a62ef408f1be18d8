/** The command line: one class for each command. Here, and in {@code dev.ipcdemo.compare.report}, is what prints. */
package dev.ipcdemo.cli;
