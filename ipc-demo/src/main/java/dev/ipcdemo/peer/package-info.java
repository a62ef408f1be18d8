/** The other side of an exchange, and the threads that wait for it. */
package dev.ipcdemo.peer;
