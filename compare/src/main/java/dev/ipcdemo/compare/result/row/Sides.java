package dev.ipcdemo.compare.result.row;

/**
 * A figure for each side.
 *
 * @param client the client's
 * @param server the server's
 */
public record Sides(double client, double server) {}
