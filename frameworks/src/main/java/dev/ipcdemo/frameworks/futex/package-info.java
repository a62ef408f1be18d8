/** A row over shared memory alone: rings in a mapped file, whose readers sleep in futex(2). */
package dev.ipcdemo.frameworks.futex;
