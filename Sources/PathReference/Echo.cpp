#include "PathReference.h"

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <time.h>
#include <unistd.h>

namespace {

constexpr int batch = 64;
constexpr size_t room = 2048;
constexpr uint64_t window = 512;

/// Memory for one batch, each message with its own place and peer.
struct Batch {
    mmsghdr messages[batch] = {};
    iovec vectors[batch] = {};
    sockaddr_in peers[batch] = {};
    alignas(64) uint8_t bytes[batch][room];

    void prepare(size_t length) {
        for (int i = 0; i < batch; i++) {
            vectors[i] = {bytes[i], length};
            messages[i].msg_hdr = {};
            messages[i].msg_hdr.msg_name = &peers[i];
            messages[i].msg_hdr.msg_namelen = sizeof peers[i];
            messages[i].msg_hdr.msg_iov = &vectors[i];
            messages[i].msg_hdr.msg_iovlen = 1;
        }
    }
};

int open_loopback(uint16_t port) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    int buffer = 4 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0) return fd;
    close(fd);
    return -1;
}

bool readable(int fd, int milliseconds) {
    pollfd waiting = {fd, POLLIN, 0};
    return poll(&waiting, 1, milliseconds) > 0;
}

double now(clockid_t clock) {
    timespec time;
    clock_gettime(clock, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

}  // namespace

struct reference_echo {
    int fd;
    std::atomic<bool> isOver{false};
    std::thread thread;
    Batch datagrams;

    void run() {
        while (!isOver.load(std::memory_order_relaxed)) {
            if (!readable(fd, 50)) continue;
            datagrams.prepare(room);
            int received = recvmmsg(fd, datagrams.messages, batch, MSG_DONTWAIT, nullptr);
            for (int i = 0; i < received; i++) datagrams.vectors[i].iov_len = datagrams.messages[i].msg_len;
            for (int sent = 0; sent < received;) {
                int taken = sendmmsg(fd, datagrams.messages + sent, unsigned(received - sent), 0);
                if (taken <= 0) break;
                sent += taken;
            }
        }
    }
};

struct reference_echo *reference_echo_start(uint16_t *port) {
    int fd = open_loopback(0);
    if (fd < 0) return nullptr;
    sockaddr_in address = {};
    socklen_t length = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr *>(&address), &length);
    *port = ntohs(address.sin_port);
    auto *echo = new reference_echo;
    echo->fd = fd;
    echo->thread = std::thread([echo] { echo->run(); });
    return echo;
}

void reference_echo_stop(struct reference_echo *echo) {
    echo->isOver = true;
    echo->thread.join();
    close(echo->fd);
    delete echo;
}

struct reference_flood reference_flood(uint16_t port, const uint8_t *question, size_t count, uint64_t total) {
    struct reference_flood flood = {};
    int fd = count <= 256 ? open_loopback(0) : -1;
    if (fd < 0) return flood;
    static thread_local Batch questions, answers;
    questions.prepare(count);
    for (int i = 0; i < batch; i++) {
        memcpy(questions.bytes[i], question, count);
        questions.peers[i].sin_family = AF_INET;
        questions.peers[i].sin_port = htons(port);
        questions.peers[i].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    double start = now(CLOCK_MONOTONIC), cpu = now(CLOCK_THREAD_CPUTIME_ID);
    uint64_t sent = 0;
    while (flood.answers < total) {
        while (sent < total && sent - flood.answers + batch <= window) {
            int taken = sendmmsg(fd, questions.messages, batch, 0);
            if (taken <= 0) break;
            sent += uint64_t(taken);
        }
        if (!readable(fd, 1000)) break;
        answers.prepare(room);
        int received = recvmmsg(fd, answers.messages, batch, MSG_DONTWAIT, nullptr);
        for (int i = 0; i < received; i++) flood.answers += answers.messages[i].msg_len == count;
    }
    flood.seconds = now(CLOCK_MONOTONIC) - start;
    flood.cpu_seconds = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
    close(fd);
    return flood;
}
