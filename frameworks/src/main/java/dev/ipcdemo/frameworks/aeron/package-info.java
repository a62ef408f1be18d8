/** Rows over Aeron: shared memory, and UDP through a media driver of one's own. */
package dev.ipcdemo.frameworks.aeron;
