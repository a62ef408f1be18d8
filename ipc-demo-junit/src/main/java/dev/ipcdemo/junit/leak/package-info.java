/** What a piece of code left open: sockets, descriptors, socket files and threads of this process. Knows nothing of JUnit. */
package dev.ipcdemo.junit.leak;
