#ifndef CTELEMETRY_H
#define CTELEMETRY_H

/// Asks the processor to fetch the cache line of an address that will be written soon. A hint: any address will do.
static inline void haomiao_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }

#endif
