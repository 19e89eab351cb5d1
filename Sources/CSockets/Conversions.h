// Between addresses as Swift sees them and as the kernel does. IPv4-mapped IPv6 is IPv4 on the Swift side.
#pragma once

#include "CSockets.h"

#include <netinet/in.h>
#include <sys/socket.h>

void csockets_from_ipv6(const struct in6_addr *ip, struct csockets_address *address);
void csockets_to_ipv6(const struct csockets_address *address, struct in6_addr *ip);
/// Leaves family 0 for a `storage` that is neither IPv4 nor IPv6.
void csockets_from_sockaddr(const struct sockaddr_storage *storage, struct csockets_address *address);
/// 0 where an address of this kind cannot be used with a socket of `family`.
socklen_t csockets_to_sockaddr(
    const struct csockets_address *address, int family, struct sockaddr_storage *storage);
