/** Changes a relay while it runs, by lines that come over AF_UNIX. */
package dev.ipcdemo.relay.control;
