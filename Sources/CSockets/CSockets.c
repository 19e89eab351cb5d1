#include "CSockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/errqueue.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static uint64_t load64(const uint8_t *bytes) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value = value << 8 | bytes[i];
    return value;
}

static void store64(uint64_t value, uint8_t *bytes) {
    for (int i = 7; i >= 0; i--, value >>= 8) bytes[i] = (uint8_t)value;
}

static void from_ipv6(const struct in6_addr *ip, struct csockets_address *address) {
    memset(address, 0, sizeof *address);
    if (IN6_IS_ADDR_V4MAPPED(ip)) {
        address->family = 4;
        address->low = load64(ip->s6_addr + 8) & 0xffffffffu;
    } else {
        address->family = 6;
        address->high = load64(ip->s6_addr);
        address->low = load64(ip->s6_addr + 8);
    }
}

static void to_ipv6(const struct csockets_address *address, struct in6_addr *ip) {
    if (address->family == 4) {
        // Mapped, except for the wildcard, which means every address of both families.
        int wildcard = address->low == 0;
        store64(0, ip->s6_addr);
        store64(wildcard ? 0 : UINT64_C(0xffff00000000) | address->low, ip->s6_addr + 8);
    } else {
        store64(address->high, ip->s6_addr);
        store64(address->low, ip->s6_addr + 8);
    }
}

static void from_sockaddr(const struct sockaddr_storage *storage, struct csockets_address *address) {
    memset(address, 0, sizeof *address);
    if (storage->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)storage;
        address->family = 4;
        address->low = ntohl(in->sin_addr.s_addr);
        address->port = ntohs(in->sin_port);
    } else if (storage->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)storage;
        from_ipv6(&in6->sin6_addr, address);
        address->port = ntohs(in6->sin6_port);
        address->scope = address->family == 6 ? in6->sin6_scope_id : 0;
    }
}

/// 0 where an address of this kind cannot be used with a socket of `family`.
static socklen_t to_sockaddr(const struct csockets_address *address, int family, struct sockaddr_storage *storage) {
    memset(storage, 0, sizeof *storage);
    if (family == 4) {
        if (address->family != 4) return 0;
        struct sockaddr_in *in = (struct sockaddr_in *)storage;
        in->sin_family = AF_INET;
        in->sin_addr.s_addr = htonl((uint32_t)address->low);
        in->sin_port = htons(address->port);
        return sizeof *in;
    }
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)storage;
    in6->sin6_family = AF_INET6;
    to_ipv6(address, &in6->sin6_addr);
    in6->sin6_port = htons(address->port);
    in6->sin6_scope_id = address->scope;
    return sizeof *in6;
}

static void set(int fd, int level, int name, int value) {
    // Options of the other family fail on some sockets; what they ask for is then missing from the control messages.
    (void)setsockopt(fd, level, name, &value, sizeof value);
}

int csockets_open(int family, const struct csockets_options *options) {
    int fd = socket(family == 6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    set(fd, IPPROTO_IP, IP_PKTINFO, 1);
    set(fd, IPPROTO_IP, IP_RECVTTL, 1);
    set(fd, IPPROTO_IP, IP_RECVTOS, 1);
    set(fd, IPPROTO_IP, IP_RECVERR, options->report_unreachable);
    if (options->traffic_class >= 0) set(fd, IPPROTO_IP, IP_TOS, options->traffic_class);
    if (options->time_to_live >= 0) set(fd, IPPROTO_IP, IP_TTL, options->time_to_live);
    if (family == 6) {
        set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
        set(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
        set(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
        set(fd, IPPROTO_IPV6, IPV6_RECVTCLASS, 1);
        set(fd, IPPROTO_IPV6, IPV6_RECVERR, options->report_unreachable);
        if (options->traffic_class >= 0) set(fd, IPPROTO_IPV6, IPV6_TCLASS, options->traffic_class);
        if (options->time_to_live >= 0) set(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, options->time_to_live);
    }
    if (options->receive_stamps) set(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    if (options->receive_buffer > 0) set(fd, SOL_SOCKET, SO_RCVBUF, options->receive_buffer);
    return fd;
}

int csockets_bind(int fd, int family, const struct csockets_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = to_sockaddr(address, family, &storage);
    if (length == 0) return -EAFNOSUPPORT;
    return bind(fd, (struct sockaddr *)&storage, length) < 0 ? -errno : 0;
}

int csockets_local_address(int fd, struct csockets_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    if (getsockname(fd, (struct sockaddr *)&storage, &length) < 0) return -errno;
    from_sockaddr(&storage, address);
    return 0;
}

void csockets_close(int fd) { close(fd); }

static void read_control(struct msghdr *message, struct csockets_inbound *inbound) {
    inbound->kernel_nanoseconds = INT64_MIN;
    inbound->time_to_live = -1;
    inbound->traffic_class = -1;
    memset(&inbound->local, 0, sizeof inbound->local);
    for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control; control = CMSG_NXTHDR(message, control)) {
        const void *data = CMSG_DATA(control);
        int number = 0;
        if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec time;
            memcpy(&time, data, sizeof time);
            inbound->kernel_nanoseconds = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
        } else if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, data, sizeof info);
            memset(&inbound->local, 0, sizeof inbound->local);
            inbound->local.family = 4;
            inbound->local.low = ntohl(info.ipi_addr.s_addr);
        } else if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, data, sizeof info);
            from_ipv6(&info.ipi6_addr, &inbound->local);
            if (IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr)) inbound->local.scope = info.ipi6_ifindex;
        } else if (
            (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_TTL)
            || (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_HOPLIMIT)) {
            memcpy(&number, data, sizeof number);
            inbound->time_to_live = (int16_t)(number & 0xff);
        } else if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_TOS) {
            inbound->traffic_class = *(const uint8_t *)data;
        } else if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_TCLASS) {
            memcpy(&number, data, sizeof number);
            inbound->traffic_class = (int16_t)(number & 0xff);
        }
    }
}

int csockets_receive(int fd, struct csockets_inbound *inbound, int count, uint8_t *bytes, size_t slot) {
    struct mmsghdr messages[CSOCKETS_BATCH];
    struct iovec vectors[CSOCKETS_BATCH];
    struct sockaddr_storage names[CSOCKETS_BATCH];
    _Alignas(struct cmsghdr) uint8_t controls[CSOCKETS_BATCH][256];
    if (count > CSOCKETS_BATCH) count = CSOCKETS_BATCH;
    for (int i = 0; i < count; i++) {
        vectors[i] = (struct iovec){.iov_base = bytes + (size_t)i * slot, .iov_len = slot};
        names[i].ss_family = AF_UNSPEC;
        messages[i] = (struct mmsghdr){
            .msg_hdr = {
                .msg_name = &names[i], .msg_namelen = sizeof names[i], .msg_iov = &vectors[i], .msg_iovlen = 1,
                .msg_control = controls[i], .msg_controllen = sizeof controls[i]}};
    }
    int received;
    do received = recvmmsg(fd, messages, (unsigned)count, MSG_DONTWAIT, NULL);
    while (received < 0 && errno == EINTR);
    if (received < 0) return -errno;
    for (int i = 0; i < received; i++) {
        from_sockaddr(&names[i], &inbound[i].source);
        inbound[i].length = (int32_t)messages[i].msg_len;
        inbound[i].truncated = (messages[i].msg_hdr.msg_flags & MSG_TRUNC) != 0;
        read_control(&messages[i].msg_hdr, &inbound[i]);
    }
    return received;
}

/// Asks that the packet leave from `source`; how many bytes of `control` that takes.
static size_t write_source(const struct csockets_address *source, int family, struct msghdr *message) {
    struct cmsghdr *control = CMSG_FIRSTHDR(message);
    if (family == 4) {
        struct in_pktinfo info = {.ipi_spec_dst.s_addr = htonl((uint32_t)source->low)};
        control->cmsg_level = IPPROTO_IP;
        control->cmsg_type = IP_PKTINFO;
        control->cmsg_len = CMSG_LEN(sizeof info);
        memcpy(CMSG_DATA(control), &info, sizeof info);
        return CMSG_SPACE(sizeof info);
    }
    struct in6_pktinfo info = {.ipi6_ifindex = source->scope};
    to_ipv6(source, &info.ipi6_addr);
    control->cmsg_level = IPPROTO_IPV6;
    control->cmsg_type = IPV6_PKTINFO;
    control->cmsg_len = CMSG_LEN(sizeof info);
    memcpy(CMSG_DATA(control), &info, sizeof info);
    return CMSG_SPACE(sizeof info);
}

int csockets_send(int fd, int family, const struct csockets_outbound *outbound, int count, const uint8_t *bytes) {
    struct mmsghdr messages[CSOCKETS_BATCH];
    struct iovec vectors[CSOCKETS_BATCH];
    struct sockaddr_storage names[CSOCKETS_BATCH];
    _Alignas(struct cmsghdr) uint8_t controls[CSOCKETS_BATCH][64];
    if (count > CSOCKETS_BATCH) count = CSOCKETS_BATCH;
    for (int i = 0; i < count; i++) {
        socklen_t length = to_sockaddr(&outbound[i].destination, family, &names[i]);
        if (length == 0) {
            if (i == 0) return -EAFNOSUPPORT;
            count = i;
            break;
        }
        // sendmmsg only reads; iovec has no const.
        vectors[i] = (struct iovec){
            .iov_base = (void *)(uintptr_t)(bytes + outbound[i].offset), .iov_len = outbound[i].length};
        messages[i] = (struct mmsghdr){
            .msg_hdr = {.msg_name = &names[i], .msg_namelen = length, .msg_iov = &vectors[i], .msg_iovlen = 1}};
        if (outbound[i].source.family != 0 && (family == 6 || outbound[i].source.family == 4)) {
            memset(controls[i], 0, sizeof controls[i]);
            messages[i].msg_hdr.msg_control = controls[i];
            messages[i].msg_hdr.msg_controllen = sizeof controls[i];
            messages[i].msg_hdr.msg_controllen = write_source(&outbound[i].source, family, &messages[i].msg_hdr);
        }
    }
    int sent;
    do sent = sendmmsg(fd, messages, (unsigned)count, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

int csockets_take_unreachable(int fd, struct csockets_unreachable *unreachable) {
    uint8_t bytes[64];
    struct iovec vector = {.iov_base = bytes, .iov_len = sizeof bytes};
    struct sockaddr_storage name = {.ss_family = AF_UNSPEC};
    _Alignas(struct cmsghdr) uint8_t control_bytes[512];
    struct msghdr message = {
        .msg_name = &name, .msg_namelen = sizeof name, .msg_iov = &vector, .msg_iovlen = 1,
        .msg_control = control_bytes, .msg_controllen = sizeof control_bytes};
    ssize_t length;
    do length = recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT);
    while (length < 0 && errno == EINTR);
    if (length < 0) return -errno;
    for (struct cmsghdr *control = CMSG_FIRSTHDR(&message); control; control = CMSG_NXTHDR(&message, control)) {
        if (!(control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_RECVERR)
            && !(control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_RECVERR))
            continue;
        struct sock_extended_err error;
        memcpy(&error, CMSG_DATA(control), sizeof error);
        if (error.ee_origin != SO_EE_ORIGIN_ICMP && error.ee_origin != SO_EE_ORIGIN_ICMP6) continue;
        from_sockaddr(&name, &unreachable->destination);
        unreachable->error = (int32_t)error.ee_errno;
        return unreachable->destination.family != 0;
    }
    return 0;
}

int csockets_parse(const char *text, struct csockets_address *address) {
    memset(address, 0, sizeof *address);
    struct in_addr ipv4;
    if (inet_pton(AF_INET, text, &ipv4) == 1) {
        address->family = 4;
        address->low = ntohl(ipv4.s_addr);
        return 0;
    }
    char host[INET6_ADDRSTRLEN];
    const char *zone = strchr(text, '%');
    size_t length = zone ? (size_t)(zone - text) : strlen(text);
    if (length >= sizeof host) return -1;
    memcpy(host, text, length);
    host[length] = 0;
    struct in6_addr ipv6;
    if (inet_pton(AF_INET6, host, &ipv6) != 1) return -1;
    from_ipv6(&ipv6, address);
    if (zone == NULL) return 0;
    if (address->family != 6) return -1;
    char *end;
    errno = 0;
    unsigned long number = strtoul(zone + 1, &end, 10);
    if (zone[1] >= '0' && zone[1] <= '9' && *end == 0 && errno == 0 && number <= UINT32_MAX) {
        address->scope = (uint32_t)number;
    } else {
        address->scope = if_nametoindex(zone + 1);
    }
    return address->scope == 0 ? -1 : 0;
}

void csockets_print(const struct csockets_address *address, char *text, size_t size) {
    if (size == 0) return;
    text[0] = 0;
    if (address->family == 4) {
        struct in_addr ip = {.s_addr = htonl((uint32_t)address->low)};
        (void)inet_ntop(AF_INET, &ip, text, (socklen_t)size);
    } else if (address->family == 6) {
        struct in6_addr ip;
        to_ipv6(address, &ip);
        (void)inet_ntop(AF_INET6, &ip, text, (socklen_t)size);
    }
}

int csockets_resolve(const char *host, uint16_t port, struct csockets_address *addresses, int capacity) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM};
    struct addrinfo *list = NULL;
    int error = getaddrinfo(host, NULL, &hints, &list);
    if (error == EAI_SYSTEM) return -errno;
    if (error != 0) return -1000000 - abs(error);
    int count = 0;
    for (struct addrinfo *entry = list; entry && count < capacity; entry = entry->ai_next) {
        struct sockaddr_storage storage = {.ss_family = AF_UNSPEC};
        if (entry->ai_addrlen > sizeof storage) continue;
        memcpy(&storage, entry->ai_addr, entry->ai_addrlen);
        from_sockaddr(&storage, &addresses[count]);
        if (addresses[count].family == 0) continue;
        addresses[count++].port = port;
    }
    freeaddrinfo(list);
    return count;
}

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

int csockets_clock_state(struct csockets_clock_state *state) {
    struct timex clock = {.modes = 0};
    int result = adjtimex(&clock);
    if (result < 0) return -errno;
    state->synchronised = result != TIME_ERROR && (clock.status & STA_UNSYNC) == 0;
    state->maximum_error_microseconds = clock.maxerror;
    state->estimated_error_microseconds = clock.esterror;
    return 0;
}
