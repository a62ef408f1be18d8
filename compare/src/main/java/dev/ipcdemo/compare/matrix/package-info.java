/**
 * A comparison between many nodes: which pairs are measured and when, and the matrix of what was measured. It knows how
 * results are collected and drawn conclusions from, not how nodes are reached.
 */
package dev.ipcdemo.compare.matrix;
