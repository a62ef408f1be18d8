/**
 * A JUnit Jupiter extension for tests of programs that communicate: free endpoints, servers that record, relays with
 * faults, and a check that a test leaves nothing open. Needs JUnit 5.10 or later.
 *
 * <p>An annotation on a field or a parameter is enough; it registers the extension itself.
 */
package dev.ipcdemo.junit;
