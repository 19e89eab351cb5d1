// What Swift's Glibc overlay lacks: recvmmsg, sendmmsg, control messages, the error queue, epoll and adjtimex, each
// reduced to plain structs. Functions return a count or 0 on success, and -errno on failure; they retry EINTR.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { CSOCKETS_BATCH = 64 };

/// `family` is 4, 6, or 0 for none. An IPv4 address stands in the low 32 bits of `low`, host byte order.
struct csockets_address {
    uint64_t high, low;
    uint32_t scope;
    uint16_t port;
    uint8_t family;
};

struct csockets_options {
    int receive_stamps;
    /// Stamps of what is sent, on request (csockets_outbound.is_stamped). Set to 0 where the system has none.
    int send_stamps;
    int report_unreachable;
    /// 0: the system's default.
    int receive_buffer;
    /// -1: the system's default.
    int traffic_class;
    /// -1: the system's default.
    int time_to_live;
};

struct csockets_inbound {
    struct csockets_address source;
    /// The local address that the packet was sent to; its port is 0.
    struct csockets_address local;
    /// CLOCK_REALTIME in the kernel, nanoseconds; INT64_MIN where there is none.
    int64_t kernel_nanoseconds;
    /// The interface's own clock, nanoseconds; INT64_MIN where there is none.
    int64_t hardware_nanoseconds;
    int32_t length;
    /// Datagrams that found the socket's receive buffer full until this one, modulo 2^32.
    uint32_t overflow;
    /// -1: unknown.
    int16_t time_to_live;
    /// -1: unknown.
    int16_t traffic_class;
    uint8_t truncated;
};

struct csockets_outbound {
    struct csockets_address destination;
    /// Family 0: the system chooses.
    struct csockets_address source;
    size_t offset;
    size_t length;
    /// -1: as the socket has it.
    int16_t traffic_class;
    /// Asks for a stamp of this packet: it comes by the error queue.
    uint8_t is_stamped;
};

enum { CSOCKETS_UNREACHABLE = 1, CSOCKETS_SENT = 2 };

/// One message of the error queue.
struct csockets_notice {
    /// 0: neither of the two.
    int kind;
    /// CSOCKETS_UNREACHABLE: whom an ICMP error is about, and its errno.
    struct csockets_address destination;
    int32_t error;
    /// CSOCKETS_SENT: which of the packets that asked for a stamp, counted from 0, and its stamps; INT64_MIN: none.
    uint32_t identifier;
    int64_t kernel_nanoseconds, hardware_nanoseconds;
};

struct csockets_clock_state {
    int synchronised;
    int64_t maximum_error_microseconds;
    int64_t estimated_error_microseconds;
    /// Correction of the oscillator, 2^-16 ppm.
    int64_t frequency;
    /// TAI - UTC, seconds; 0 where nobody told the kernel.
    int32_t tai;
    /// TIME_OK 0, TIME_INS 1, TIME_DEL 2, TIME_OOP 3, TIME_WAIT 4, TIME_ERROR 5.
    int32_t leap;
};

/// What an interface stamps (ETHTOOL_GET_TS_INFO).
struct csockets_stamping {
    char name[16];
    /// 0, or errno of the question.
    int32_t error;
    /// SOF_TIMESTAMPING_ flags.
    uint32_t flags;
    /// Its hardware clock as in /dev/ptpN; -1: none.
    int32_t hardware_clock;
    /// Bits by HWTSTAMP_FILTER_.
    uint32_t receive_filters;
};
enum {
    CSOCKETS_STAMPS_SEND_HARDWARE = 1 << 0,
    CSOCKETS_STAMPS_SEND_KERNEL = 1 << 1,
    CSOCKETS_STAMPS_RECEIVE_HARDWARE = 1 << 2,
    CSOCKETS_STAMPS_RECEIVE_KERNEL = 1 << 3,
    CSOCKETS_RECEIVE_FILTER_ALL = 1 << 1,
};

/// A non-blocking UDP socket of `family` 4 or 6 (6 also speaks IPv4), or -errno.
int csockets_open(int family, struct csockets_options *options);
int csockets_bind(int fd, int family, const struct csockets_address *address);
int csockets_local_address(int fd, struct csockets_address *address);
void csockets_close(int fd);

/// Reads up to `count` (at most CSOCKETS_BATCH) datagrams, the i-th into `bytes + i * slot`.
int csockets_receive(int fd, struct csockets_inbound *inbound, int count, uint8_t *bytes, size_t slot);
/// Sends up to `count` (at most CSOCKETS_BATCH) datagrams that lie in `bytes`; an error belongs to the first of them.
int csockets_send(int fd, int family, const struct csockets_outbound *outbound, int count, const uint8_t *bytes);
/// Takes up to `count` (at most CSOCKETS_BATCH) messages off the error queue, -EAGAIN when it is empty.
int csockets_take_notices(int fd, struct csockets_notice *notices, int count);
/// Counts the packets that ask for a stamp from 0 again; 0 or -errno.
int csockets_restart_send_stamps(int fd);
/// Octets that the receive buffer may hold, the kernel's own included; or -errno.
int csockets_receive_buffer(int fd);

/// Numeric text, without brackets, with %scope; 0 or -1.
int csockets_parse(const char *text, struct csockets_address *address);
void csockets_print(const struct csockets_address *address, char *text, size_t size);
/// getaddrinfo for datagrams: how many addresses (at most `capacity`); -errno, or -1000000 - |EAI code|.
int csockets_resolve(const char *host, uint16_t port, struct csockets_address *addresses, int capacity);

int csockets_poll_open(void);
int csockets_poll_add(int poll, int fd, uint64_t token);
int csockets_poll_remove(int poll, int fd);
/// Waits without limit; tokens of readable or failed descriptors.
int csockets_poll_wait(int poll, uint64_t *tokens, int capacity);
/// A timer of CLOCK_MONOTONIC that can be polled.
int csockets_timer_open(void);
/// Fires once when the clock reaches `nanoseconds` (at once where it has); 0 disarms.
void csockets_timer_set(int fd, int64_t nanoseconds);
/// Makes a timer that has fired unreadable again.
void csockets_timer_clear(int fd);
/// An eventfd to wake a poll with.
int csockets_wake_open(void);
void csockets_wake(int fd);

int csockets_clock_state(struct csockets_clock_state *state);
/// Of each interface, up to `capacity`: how many, or -errno.
int csockets_stampings(struct csockets_stamping *stampings, int capacity);
