/** The command {@code relay}: its options, and what it shows of what passes. */
package dev.ipcdemo.cli.relay;
