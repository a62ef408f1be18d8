/* The simplest C program that measures a round trip: the calls of one row of the comparison in a loop, between two
 * processes. Run it under taskset, so that both are on one CPU.
 *
 *     rig-cost KIND BYTES WARM_UP_MS MEASURE_MS
 *
 * KIND is unix, unixpacket or pipe. Prints the median in nanoseconds. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 4000000

static long long times_ns[MOST];
static char message[65536];

static void fail(const char *call) {
    perror(call);
    exit(1);
}

static long long now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void send_all(int out, size_t bytes) {
    for (size_t done = 0; done < bytes;) {
        ssize_t sent = write(out, message + done, bytes - done);
        if (sent < 0)
            fail("write");
        done += sent;
    }
}

static int receive_all(int in, size_t bytes) {
    for (size_t done = 0; done < bytes;) {
        ssize_t received = read(in, message + done, bytes - done);
        if (received < 0)
            fail("read");
        if (received == 0)
            return 0;
        done += received;
    }
    return 1;
}

static int compare(const void *a, const void *b) {
    long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

static long long median_ns(int in, int out, size_t bytes, long long millis) {
    long long end = now_ns() + millis * 1000000LL, now;
    size_t count = 0;
    do {
        long long start = now_ns();
        send_all(out, bytes);
        if (!receive_all(in, bytes)) {
            fprintf(stderr, "the server has ended\n");
            exit(1);
        }
        now = now_ns();
        times_ns[count++] = now - start;
    } while (now < end && count < MOST);
    qsort(times_ns, count, sizeof times_ns[0], compare);
    return times_ns[count / 2];
}

int main(int count, char **arguments) {
    if (count != 5 || strtoul(arguments[2], NULL, 10) > sizeof message) {
        fprintf(stderr, "usage: rig-cost unix|unixpacket|pipe BYTES WARM_UP_MS MEASURE_MS\n");
        return 2;
    }
    size_t bytes = strtoul(arguments[2], NULL, 10);
    int server_in, server_out, client_in, client_out;
    if (strcmp(arguments[1], "pipe") == 0) {
        int requests[2], replies[2];
        if (pipe(requests) < 0 || pipe(replies) < 0)
            fail("pipe");
        server_in = requests[0], client_out = requests[1], client_in = replies[0], server_out = replies[1];
    } else {
        int ends[2];
        int type = strcmp(arguments[1], "unix") == 0 ? SOCK_STREAM : SOCK_SEQPACKET;
        if (socketpair(AF_UNIX, type, 0, ends) < 0)
            fail("socketpair");
        server_in = server_out = ends[0], client_in = client_out = ends[1];
    }
    pid_t child = fork();
    if (child < 0)
        fail("fork");
    if (child == 0) {
        close(client_out);
        close(client_in);
        while (receive_all(server_in, bytes))
            send_all(server_out, bytes);
        return 0;
    }
    close(server_in);
    close(server_out);
    median_ns(client_in, client_out, bytes, atoll(arguments[3]));
    printf("%lld\n", median_ns(client_in, client_out, bytes, atoll(arguments[4])));
    return 0;
}
