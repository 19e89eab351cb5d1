#include "PathReference.h"

#include <pthread.h>
#include <sched.h>

namespace {

/// The processors that the process had when it started, before any thread was bound.
cpu_set_t allowedAtStart() {
    cpu_set_t set;
    CPU_ZERO(&set);
    sched_getaffinity(0, sizeof set, &set);
    return set;
}
const cpu_set_t allowed = allowedAtStart();

}  // namespace

int reference_core_count(void) { return CPU_COUNT(&allowed); }

void reference_pin(int core) {
    int left = core % reference_core_count();
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (!CPU_ISSET(cpu, &allowed) || left-- > 0) continue;
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(cpu, &one);
        pthread_setaffinity_np(pthread_self(), sizeof one, &one);
        return;
    }
}

void reference_unpin(void) { pthread_setaffinity_np(pthread_self(), sizeof allowed, &allowed); }

int reference_consumer_core(void) { return reference_core_count() - 1; }

int reference_producer_core(int producer) {
    int others = reference_core_count() - 1;
    return others > 0 ? producer % others : 0;
}

void reference_wait_for_place(int producers) {
    if (producers > 1) sched_yield();
}
