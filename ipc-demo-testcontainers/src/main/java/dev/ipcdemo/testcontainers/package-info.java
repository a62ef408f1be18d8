/**
 * A relay with faults as a container of Testcontainers: it stands between containers of your own, and disturbs what they say
 * to each other over TCP, UDP or, through a {@link dev.ipcdemo.testcontainers.SharedVolume}, AF_UNIX.
 */
package dev.ipcdemo.testcontainers;
