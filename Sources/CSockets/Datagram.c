#include "Conversions.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static void set(int fd, int level, int name, int value) {
    // Options of the other family fail on some sockets; what they ask for is then missing from the control messages.
    (void)setsockopt(fd, level, name, &value, sizeof value);
}

enum {
    RECEIVE_STAMPS = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_HARDWARE
        | SOF_TIMESTAMPING_RAW_HARDWARE,
    /// How stamps of sent packets are reported; which packets get one is asked packet by packet.
    SEND_STAMPS = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RAW_HARDWARE | SOF_TIMESTAMPING_OPT_ID
        | SOF_TIMESTAMPING_OPT_TSONLY | SOF_TIMESTAMPING_OPT_TX_SWHW,
};

static int set_stamps(int fd, int value) {
    return setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &value, sizeof value);
}

/// The best that the system gives: sandboxes know less than a kernel.
static void ask_for_stamps(int fd, struct csockets_options *options) {
    int receive = options->receive_stamps ? RECEIVE_STAMPS : 0;
    if (options->send_stamps && set_stamps(fd, receive | SEND_STAMPS) == 0) return;
    options->send_stamps = 0;
    if (receive && set_stamps(fd, receive) != 0) set(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
}

int csockets_restart_send_stamps(int fd) {
    int value = 0;
    socklen_t size = sizeof value;
    if (getsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &value, &size) < 0) return -errno;
    // The kernel begins at 0 when the option is set where it was not.
    if (set_stamps(fd, value & ~SEND_STAMPS) < 0 || set_stamps(fd, value | SEND_STAMPS) < 0) return -errno;
    return 0;
}

int csockets_receive_buffer(int fd) {
    int value = 0;
    socklen_t size = sizeof value;
    return getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &value, &size) < 0 ? -errno : value;
}

int csockets_open(int family, struct csockets_options *options) {
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
    ask_for_stamps(fd, options);
    if (options->receive_buffer > 0) {
        // Beyond the system's limit only with the right to administer the network; else as much as the limit allows.
        set(fd, SOL_SOCKET, SO_RCVBUF, options->receive_buffer);
        set(fd, SOL_SOCKET, SO_RCVBUFFORCE, options->receive_buffer);
    }
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

static int64_t nanoseconds(const struct timespec *time) { return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec; }

/// Software and raw hardware stamp of a control message; a stamp of 0 is none.
static void read_stamps(const void *data, int64_t *kernel, int64_t *hardware) {
    struct timespec times[3];
    memcpy(times, data, sizeof times);
    if (nanoseconds(&times[0]) != 0) *kernel = nanoseconds(&times[0]);
    if (nanoseconds(&times[2]) != 0) *hardware = nanoseconds(&times[2]);
}

static void read_control(struct msghdr *message, struct csockets_inbound *inbound) {
    inbound->kernel_nanoseconds = INT64_MIN;
    inbound->hardware_nanoseconds = INT64_MIN;
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
            inbound->kernel_nanoseconds = nanoseconds(&time);
        } else if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_TIMESTAMPING) {
            read_stamps(data, &inbound->kernel_nanoseconds, &inbound->hardware_nanoseconds);
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

/// Asks that the packet leave from `source`; how many bytes of control that takes.
static size_t write_source(const struct csockets_address *source, int family, struct cmsghdr *control) {
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

/// Asks for the packet's own stamp; how many bytes of control that takes.
static size_t write_stamping(struct cmsghdr *control) {
    uint32_t flags = SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_TX_HARDWARE;
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SO_TIMESTAMPING;
    control->cmsg_len = CMSG_LEN(sizeof flags);
    memcpy(CMSG_DATA(control), &flags, sizeof flags);
    return CMSG_SPACE(sizeof flags);
}

/// The packet's own traffic class; how many bytes of control that takes.
static size_t write_traffic_class(const struct csockets_outbound *outbound, struct cmsghdr *control) {
    int value = outbound->traffic_class;
    // IPv4 through a socket of both families is IPv4 here too.
    int is_ipv4 = outbound->destination.family == 4;
    control->cmsg_level = is_ipv4 ? IPPROTO_IP : IPPROTO_IPV6;
    control->cmsg_type = is_ipv4 ? IP_TOS : IPV6_TCLASS;
    control->cmsg_len = CMSG_LEN(sizeof value);
    memcpy(CMSG_DATA(control), &value, sizeof value);
    return CMSG_SPACE(sizeof value);
}

int csockets_send(int fd, int family, const struct csockets_outbound *outbound, int count, const uint8_t *bytes) {
    struct mmsghdr messages[CSOCKETS_BATCH];
    struct iovec vectors[CSOCKETS_BATCH];
    struct sockaddr_storage names[CSOCKETS_BATCH];
    _Alignas(struct cmsghdr) uint8_t controls[CSOCKETS_BATCH][96];
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
        int has_source = outbound[i].source.family != 0 && (family == 6 || outbound[i].source.family == 4);
        if (has_source || outbound[i].is_stamped || outbound[i].traffic_class >= 0) {
            memset(controls[i], 0, sizeof controls[i]);
            size_t used = 0;
            if (has_source) used += write_source(&outbound[i].source, family, (struct cmsghdr *)controls[i]);
            // CMSG_SPACE keeps the next header aligned.
            if (outbound[i].is_stamped) used += write_stamping((struct cmsghdr *)(controls[i] + used));
            if (outbound[i].traffic_class >= 0)
                used += write_traffic_class(&outbound[i], (struct cmsghdr *)(controls[i] + used));
            messages[i].msg_hdr.msg_control = controls[i];
            messages[i].msg_hdr.msg_controllen = used;
        }
    }
    int sent;
    do sent = sendmmsg(fd, messages, (unsigned)count, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

static void read_notice(struct msghdr *message, struct csockets_notice *notice) {
    *notice = (struct csockets_notice){.kernel_nanoseconds = INT64_MIN, .hardware_nanoseconds = INT64_MIN};
    for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control; control = CMSG_NXTHDR(message, control)) {
        if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_TIMESTAMPING) {
            read_stamps(CMSG_DATA(control), &notice->kernel_nanoseconds, &notice->hardware_nanoseconds);
            continue;
        }
        if (!(control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_RECVERR)
            && !(control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_RECVERR))
            continue;
        struct sock_extended_err error;
        memcpy(&error, CMSG_DATA(control), sizeof error);
        if (error.ee_origin == SO_EE_ORIGIN_TIMESTAMPING) {
            notice->kind = error.ee_info == SCM_TSTAMP_SND ? CSOCKETS_SENT : 0;
            notice->identifier = error.ee_data;
        } else if (error.ee_origin == SO_EE_ORIGIN_ICMP || error.ee_origin == SO_EE_ORIGIN_ICMP6) {
            csockets_from_sockaddr(message->msg_name, &notice->destination);
            notice->error = (int32_t)error.ee_errno;
            notice->kind = notice->destination.family != 0 ? CSOCKETS_UNREACHABLE : 0;
        }
    }
}

int csockets_take_notices(int fd, struct csockets_notice *notices, int count) {
    struct mmsghdr messages[CSOCKETS_BATCH];
    struct iovec vectors[CSOCKETS_BATCH];
    struct sockaddr_storage names[CSOCKETS_BATCH];
    // What the packet held is of no interest: all share one place.
    uint8_t bytes[64];
    _Alignas(struct cmsghdr) uint8_t controls[CSOCKETS_BATCH][512];
    if (count > CSOCKETS_BATCH) count = CSOCKETS_BATCH;
    for (int i = 0; i < count; i++) {
        vectors[i] = (struct iovec){.iov_base = bytes, .iov_len = sizeof bytes};
        names[i].ss_family = AF_UNSPEC;
        messages[i] = (struct mmsghdr){
            .msg_hdr = {
                .msg_name = &names[i], .msg_namelen = sizeof names[i], .msg_iov = &vectors[i], .msg_iovlen = 1,
                .msg_control = controls[i], .msg_controllen = sizeof controls[i]}};
    }
    int taken;
    do taken = recvmmsg(fd, messages, (unsigned)count, MSG_ERRQUEUE | MSG_DONTWAIT, NULL);
    while (taken < 0 && errno == EINTR);
    if (taken < 0) return -errno;
    for (int i = 0; i < taken; i++) read_notice(&messages[i].msg_hdr, &notices[i]);
    return taken;
}
