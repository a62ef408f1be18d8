/** The comparison between the nodes of a cluster. */
package dev.ipcdemo.cluster;
