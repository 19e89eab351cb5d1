#include "Conversions.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

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
    set(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
    if (options->receive_stamps) set(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    if (options->receive_buffer > 0) set(fd, SOL_SOCKET, SO_RCVBUF, options->receive_buffer);
    return fd;
}

int csockets_bind(int fd, int family, const struct csockets_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = csockets_to_sockaddr(address, family, &storage);
    if (length == 0) return -EAFNOSUPPORT;
    return bind(fd, (struct sockaddr *)&storage, length) < 0 ? -errno : 0;
}

int csockets_local_address(int fd, struct csockets_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    if (getsockname(fd, (struct sockaddr *)&storage, &length) < 0) return -errno;
    csockets_from_sockaddr(&storage, address);
    return 0;
}

void csockets_close(int fd) { close(fd); }

static void read_control(struct msghdr *message, struct csockets_inbound *inbound) {
    inbound->kernel_nanoseconds = INT64_MIN;
    inbound->time_to_live = -1;
    inbound->traffic_class = -1;
    inbound->overflow = 0;
    memset(&inbound->local, 0, sizeof inbound->local);
    for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control; control = CMSG_NXTHDR(message, control)) {
        const void *data = CMSG_DATA(control);
        int number = 0;
        if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec time;
            memcpy(&time, data, sizeof time);
            inbound->kernel_nanoseconds = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
        } else if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SO_RXQ_OVFL) {
            memcpy(&inbound->overflow, data, sizeof inbound->overflow);
        } else if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, data, sizeof info);
            memset(&inbound->local, 0, sizeof inbound->local);
            inbound->local.family = 4;
            inbound->local.low = ntohl(info.ipi_addr.s_addr);
        } else if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, data, sizeof info);
            csockets_from_ipv6(&info.ipi6_addr, &inbound->local);
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
        csockets_from_sockaddr(&names[i], &inbound[i].source);
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
    csockets_to_ipv6(source, &info.ipi6_addr);
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
        socklen_t length = csockets_to_sockaddr(&outbound[i].destination, family, &names[i]);
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
        csockets_from_sockaddr(&name, &unreachable->destination);
        unreachable->error = (int32_t)error.ee_errno;
        return unreachable->destination.family != 0;
    }
    return 0;
}
