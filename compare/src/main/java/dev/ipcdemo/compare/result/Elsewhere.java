package dev.ipcdemo.compare.result;

/**
 * What is measured on beside this host.
 *
 * @param scope the scope whose rows were measured there
 * @param where the place, for people
 * @param environment its kernel, CPUs, Java runtime and libraries, for people
 * @param lost why nobody answered there any more at the end; empty if all is well
 */
public record Elsewhere(String scope, String where, String environment, String lost) {}
