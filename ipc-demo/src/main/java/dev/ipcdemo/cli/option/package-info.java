/**
 * The values of options: text of a command line in, a value out, or a sentence that says what to write instead; and the
 * values that a shell suggests. Knows nothing of the commands.
 */
package dev.ipcdemo.cli.option;
