#include "CSockets.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

int csockets_poll_open(void) {
    int poll = epoll_create1(EPOLL_CLOEXEC);
    return poll < 0 ? -errno : poll;
}

int csockets_poll_add(int poll, int fd, uint64_t token) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = token};
    return epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

int csockets_poll_remove(int poll, int fd) {
    return epoll_ctl(poll, EPOLL_CTL_DEL, fd, NULL) < 0 ? -errno : 0;
}

int csockets_poll_wait(int poll, uint64_t *tokens, int capacity) {
    struct epoll_event events[CSOCKETS_BATCH];
    if (capacity > CSOCKETS_BATCH) capacity = CSOCKETS_BATCH;
    int ready;
    do ready = epoll_wait(poll, events, capacity, -1);
    while (ready < 0 && errno == EINTR);
    if (ready < 0) return -errno;
    for (int i = 0; i < ready; i++) tokens[i] = events[i].data.u64;
    return ready;
}

int csockets_timer_open(void) {
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

void csockets_timer_set(int fd, int64_t nanoseconds) {
    struct itimerspec time = {
        .it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000}};
    (void)timerfd_settime(fd, TFD_TIMER_ABSTIME, &time, NULL);
}

void csockets_timer_clear(int fd) {
    uint64_t fired;
    ssize_t length = read(fd, &fired, sizeof fired);
    (void)length;
}

int csockets_wake_open(void) {
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

void csockets_wake(int fd) {
    uint64_t one = 1;
    // A full counter is awake already.
    ssize_t written = write(fd, &one, sizeof one);
    (void)written;
}
