#include "Conversions.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

static uint64_t load64(const uint8_t *bytes) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value = value << 8 | bytes[i];
    return value;
}

static void store64(uint64_t value, uint8_t *bytes) {
    for (int i = 7; i >= 0; i--, value >>= 8) bytes[i] = (uint8_t)value;
}

void csockets_from_ipv6(const struct in6_addr *ip, struct csockets_address *address) {
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

void csockets_to_ipv6(const struct csockets_address *address, struct in6_addr *ip) {
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

void csockets_from_sockaddr(const struct sockaddr_storage *storage, struct csockets_address *address) {
    memset(address, 0, sizeof *address);
    if (storage->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)storage;
        address->family = 4;
        address->low = ntohl(in->sin_addr.s_addr);
        address->port = ntohs(in->sin_port);
    } else if (storage->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)storage;
        csockets_from_ipv6(&in6->sin6_addr, address);
        address->port = ntohs(in6->sin6_port);
        address->scope = address->family == 6 ? in6->sin6_scope_id : 0;
    }
}

socklen_t csockets_to_sockaddr(const struct csockets_address *address, int family, struct sockaddr_storage *storage) {
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
    csockets_to_ipv6(address, &in6->sin6_addr);
    in6->sin6_port = htons(address->port);
    in6->sin6_scope_id = address->scope;
    return sizeof *in6;
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
    csockets_from_ipv6(&ipv6, address);
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
        csockets_to_ipv6(address, &ip);
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
        csockets_from_sockaddr(&storage, &addresses[count]);
        if (addresses[count].family == 0) continue;
        addresses[count++].port = port;
    }
    freeaddrinfo(list);
    return count;
}
