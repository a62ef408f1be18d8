/* What C needs for a round trip with the calls that posix+KIND makes, between two processes. Run it under taskset, so that
 * both are on one CPU.
 *
 *     posix-cost KIND DIRECTORY BYTES [threaded]
 *
 * KIND is tcp, udp, unix, unixgram or unixpacket; datagrams carry addresses (sendto, recvfrom). For each line of standard
 * input, a number of milliseconds, it measures for so long, and prints the median and the 99th percentile in nanoseconds,
 * and 0 bytes. With threaded, each process has a second thread that does nothing, as a JVM has several: the kernel then counts
 * the references to a file in every call. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define MOST 4000000

static long long times_ns[MOST];
static char message[65536];
static struct sockaddr_storage server_address;
static socklen_t server_length;

static void fail(const char *call) {
    perror(call);
    exit(1);
}

static void *sleep_forever(void *unused) {
    for (;;)
        pause();
    return unused;
}

static long long now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static int is(const char *kind, const char *name) {
    return strcmp(kind, name) == 0;
}

static int open_socket(const char *kind) {
    int domain = is(kind, "tcp") || is(kind, "udp") ? AF_INET : AF_UNIX;
    int type = is(kind, "tcp") || is(kind, "unix") ? SOCK_STREAM : is(kind, "unixpacket") ? SOCK_SEQPACKET : SOCK_DGRAM;
    int one = 1;
    int opened = socket(domain, type, 0);
    if (opened < 0)
        fail("socket");
    if (is(kind, "tcp") && setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) < 0)
        fail("setsockopt");
    return opened;
}

static void bind_socket(int socket, const char *kind, const char *directory, const char *name) {
    struct sockaddr_storage address = {0};
    socklen_t length;
    if (is(kind, "tcp") || is(kind, "udp")) {
        struct sockaddr_in *inet = (struct sockaddr_in *)&address;
        inet->sin_family = AF_INET;
        inet->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        length = sizeof *inet;
    } else {
        struct sockaddr_un *local = (struct sockaddr_un *)&address;
        local->sun_family = AF_UNIX;
        snprintf(local->sun_path, sizeof local->sun_path, "%s/%s", directory, name);
        unlink(local->sun_path);
        length = sizeof *local;
    }
    if (bind(socket, (struct sockaddr *)&address, length) < 0)
        fail("bind");
}

static void send_all(int socket, size_t bytes) {
    for (size_t done = 0; done < bytes;) {
        ssize_t sent = send(socket, message + done, bytes - done, MSG_NOSIGNAL);
        if (sent < 0)
            fail("send");
        done += sent;
    }
}

static int receive_all(int socket, size_t bytes) {
    for (size_t done = 0; done < bytes;) {
        ssize_t received = recv(socket, message + done, bytes - done, 0);
        if (received < 0)
            fail("recv");
        if (received == 0)
            return 0;
        done += received;
    }
    return 1;
}

static void send_to(int socket, size_t bytes, struct sockaddr_storage *to, socklen_t length) {
    if (sendto(socket, message, bytes, MSG_NOSIGNAL, (struct sockaddr *)to, length) < 0)
        fail("sendto");
}

static void receive_from(int socket, struct sockaddr_storage *from, socklen_t *length) {
    *length = sizeof *from;
    if (recvfrom(socket, message, sizeof message, 0, (struct sockaddr *)from, length) < 0)
        fail("recvfrom");
}

static void serve(int socket, int has_connections, size_t bytes) {
    struct sockaddr_storage from;
    socklen_t length;
    if (has_connections) {
        int one = 1;
        int connection = accept(socket, NULL, NULL);
        if (connection < 0)
            fail("accept");
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* fails, and matters not, on AF_UNIX */
        while (receive_all(connection, bytes))
            send_all(connection, bytes);
        return;
    }
    for (;;) {
        receive_from(socket, &from, &length);
        send_to(socket, bytes, &from, length);
    }
}

static int compare(const void *a, const void *b) {
    long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

static size_t exchange(int socket, int has_connections, size_t bytes, long long millis) {
    long long end = now_ns() + millis * 1000000LL, now;
    size_t count = 0;
    struct sockaddr_storage from;
    socklen_t length;
    do {
        long long start = now_ns();
        if (has_connections) {
            send_all(socket, bytes);
            receive_all(socket, bytes);
        } else {
            send_to(socket, bytes, &server_address, server_length);
            receive_from(socket, &from, &length);
        }
        now = now_ns();
        times_ns[count++] = now - start;
    } while (now < end && count < MOST);
    qsort(times_ns, count, sizeof times_ns[0], compare);
    return count;
}

int main(int count, char **arguments) {
    if (count < 4 || count > 5 || strtoul(arguments[3], NULL, 10) > sizeof message) {
        fprintf(stderr, "usage: posix-cost KIND DIRECTORY BYTES [threaded]\n");
        return 2;
    }
    const char *kind = arguments[1], *directory = arguments[2];
    size_t bytes = strtoul(arguments[3], NULL, 10);
    int has_connections = !is(kind, "udp") && !is(kind, "unixgram");
    int server = open_socket(kind);
    bind_socket(server, kind, directory, "server");
    if (has_connections && listen(server, 1) < 0)
        fail("listen");
    server_length = sizeof server_address;
    if (getsockname(server, (struct sockaddr *)&server_address, &server_length) < 0)
        fail("getsockname");
    pid_t child = fork();
    if (child < 0)
        fail("fork");
    pthread_t second;
    if (count == 5 && pthread_create(&second, NULL, sleep_forever, NULL) != 0)
        fail("pthread_create");
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        serve(server, has_connections, bytes);
        return 0;
    }
    int client = open_socket(kind);
    if (has_connections) {
        if (connect(client, (struct sockaddr *)&server_address, server_length) < 0)
            fail("connect");
    } else {
        bind_socket(client, kind, directory, "client");
    }
    char line[32];
    while (fgets(line, sizeof line, stdin)) {
        size_t exchanges = exchange(client, has_connections, bytes, atoll(line));
        printf("%lld %lld 0\n", times_ns[exchanges / 2], times_ns[exchanges * 99 / 100]);
        fflush(stdout);
    }
    kill(child, SIGTERM);
    return 0;
}
