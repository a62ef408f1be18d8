/**
 * What {@code ipc-demo serve} runs: a {@link dev.ipcdemo.service.server.Server} that takes connections or datagrams over any
 * transport, within {@link dev.ipcdemo.service.server.Limits}, and a {@link dev.ipcdemo.service.server.Service} that says what is done
 * with what they bring.
 *
 * <p>A new service is one class that implements {@link dev.ipcdemo.service.server.Service}, and its line in
 * {@link dev.ipcdemo.service.ServiceName}.
 */
package dev.ipcdemo.service;
