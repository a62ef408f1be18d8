/**
 * Which kinds of sockets there are here. In: the transports on the class path. Out: {@link
 * dev.ipcdemo.families.Families}, with the domains and types of socket(2), the kernel's answer to each, and the transports
 * that use them.
 *
 * <p>Must not know how the answer is printed.
 */
package dev.ipcdemo.families;
