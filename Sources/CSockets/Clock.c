#include "CSockets.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/net_tstamp.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <unistd.h>

int csockets_clock_state(struct csockets_clock_state *state) {
    struct timex clock = {.modes = 0};
    int result = adjtimex(&clock);
    if (result < 0) return -errno;
    state->synchronised = result != TIME_ERROR && (clock.status & STA_UNSYNC) == 0;
    state->maximum_error_microseconds = clock.maxerror;
    state->estimated_error_microseconds = clock.esterror;
    state->frequency = clock.freq;
    state->tai = clock.tai;
    state->leap = result;
    return 0;
}

_Static_assert(
    CSOCKETS_STAMPS_SEND_HARDWARE == SOF_TIMESTAMPING_TX_HARDWARE
        && CSOCKETS_STAMPS_SEND_KERNEL == SOF_TIMESTAMPING_TX_SOFTWARE
        && CSOCKETS_STAMPS_RECEIVE_HARDWARE == SOF_TIMESTAMPING_RX_HARDWARE
        && CSOCKETS_STAMPS_RECEIVE_KERNEL == SOF_TIMESTAMPING_RX_SOFTWARE
        && CSOCKETS_RECEIVE_FILTER_ALL == 1 << HWTSTAMP_FILTER_ALL,
    "the header has the kernel's flags");

int csockets_stampings(struct csockets_stamping *stampings, int capacity) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    struct if_nameindex *names = if_nameindex();
    if (!names) {
        int error = errno;
        close(fd);
        return -error;
    }
    int count = 0;
    for (struct if_nameindex *name = names; name->if_index != 0 && count < capacity; name++, count++) {
        struct csockets_stamping *stamping = &stampings[count];
        struct ethtool_ts_info info = {.cmd = ETHTOOL_GET_TS_INFO};
        struct ifreq request = {.ifr_data = (void *)&info};
        memset(stamping, 0, sizeof *stamping);
        strncpy(stamping->name, name->if_name, sizeof stamping->name - 1);
        strncpy(request.ifr_name, name->if_name, sizeof request.ifr_name - 1);
        stamping->error = ioctl(fd, SIOCETHTOOL, &request) < 0 ? errno : 0;
        stamping->hardware_clock = stamping->error == 0 ? info.phc_index : -1;
        if (stamping->error != 0) continue;
        stamping->flags = info.so_timestamping;
        stamping->receive_filters = info.rx_filters;
    }
    if_freenameindex(names);
    close(fd);
    return count;
}
