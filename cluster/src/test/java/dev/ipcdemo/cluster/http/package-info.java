/** Bodies of answers that a test lets arrive, or not. */
package dev.ipcdemo.cluster.http;
