/**
 * Demos, and what makes their calls seen: transports that record, the two sides' stages, and the timeline in which the
 * records of both sides meet. Demos that every family shares are here; a family's own are in its module.
 */
package dev.ipcdemo.demo;
