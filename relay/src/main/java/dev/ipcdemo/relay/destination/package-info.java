/** What can be known of a relay's target before a client comes. */
package dev.ipcdemo.relay.destination;
