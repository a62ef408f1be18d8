/**
 * The whole over a network that delays, loses, doubles and drops packets: two network namespaces, joined by a program that
 * is the wire between them.
 */
package dev.ipcdemo.network;
