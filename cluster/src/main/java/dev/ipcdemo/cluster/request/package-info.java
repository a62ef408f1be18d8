/** What is asked of a comparison in a cluster: which nodes, over which networks, in what kind of pods, and what of each pair. */
package dev.ipcdemo.cluster.request;
