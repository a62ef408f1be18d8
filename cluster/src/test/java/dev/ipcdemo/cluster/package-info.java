/** Runs against a mock of the API server, in which a made-up cluster starts the pods. */
package dev.ipcdemo.cluster;
