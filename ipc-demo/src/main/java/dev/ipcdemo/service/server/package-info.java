/**
 * Servers: sockets that are served until they are closed, with bounds for what a bad peer can cost.
 *
 * <p>In come a transport, an endpoint, {@link dev.ipcdemo.service.server.Limits} and a
 * {@link dev.ipcdemo.service.server.Service}, which says what is done with what peers send; out come answers and a log.
 * Knows no particular service.
 */
package dev.ipcdemo.service.server;
