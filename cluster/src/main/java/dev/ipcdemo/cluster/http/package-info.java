/** How the API server is asked. */
package dev.ipcdemo.cluster.http;
