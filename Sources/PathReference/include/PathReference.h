// What the bench measures the sample path beside: rings and aggregation in C++, as fast as their author can make them,
// without the duties of a product. They are compiled with -O3 -march=native (Package.swift) and know nothing of
// Haomiao's code. A sample is 32 bytes here too: reference_sample lays out its fields as Telemetry's Sample does.
#ifndef PATH_REFERENCE_H
#define PATH_REFERENCE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct reference_sample {
    /// Nanoseconds; the rings are checked by the sum of these.
    int64_t time;
    /// A delay, nanoseconds.
    uint64_t payload;
    uint64_t auxiliary;
    uint32_t subject;
    uint32_t kind;
};

// Threads. Core numbers count the processors that this process may use, from 0, and start anew past the last; both
// languages place their threads with these.

int reference_core_count(void);
/// Binds the calling thread to one core.
void reference_pin(int core);
/// Lets the calling thread run anywhere again.
void reference_unpin(void);
/// The consumer has the last core to itself; producers share the others in turn. With two cores all producers share
/// core 0.
int reference_consumer_core(void);
int reference_producer_core(int producer);
/// What a producer does while its ring is full: with others on its core it gives way, alone it tries again at once.
void reference_wait_for_place(int producers);

// Rings. Producers fill batches sample by sample and offer them until all have `total` together; one consumer, the
// calling thread, sums up the times. Each returns million samples a second from the start signal to the last sample
// drained, or a negative number when the sum was wrong.

/// One producer, one consumer. `capacity` of all rings is a power of two.
double reference_spsc(size_t batch, uint64_t total, size_t capacity);
/// A ring a producer, visited in turn.
double reference_mpsc_lanes(int producers, size_t batch, uint64_t total, size_t lane_capacity);
/// One ring: a producer reserves places with an atomic exchange, copies, and marks each place as published.
double reference_mpsc_reserve(int producers, size_t batch, uint64_t total, size_t capacity);

// Datagrams on loopback.

/// A thread that sends every datagram back to whom it came from, in batches of 64, looking at nothing.
struct reference_echo;
/// NULL where the system has no socket; `port` is where it listens on 127.0.0.1.
struct reference_echo *reference_echo_start(uint16_t *port);
void reference_echo_stop(struct reference_echo *echo);

/// What asking cost.
struct reference_flood {
    uint64_t answers;
    double seconds;
    /// Of the calling thread alone.
    double cpu_seconds;
};
/// Sends `question` (at most 256 octets) to 127.0.0.1, with at most 512 of them on their way, until `total` came back or
/// none came for a second. Answers have as many octets as the question; others are not counted.
struct reference_flood reference_flood(uint16_t port, const uint8_t *question, size_t count, uint64_t total);

// Aggregation: count, last, minimum, maximum, sum, and a dense window of log-linear buckets, a record a subject; two
// stages of prefetch, as a bucket's place is known only when its record's head is there.

struct reference_table;
struct reference_table *reference_table_make(size_t subjects);
void reference_table_free(struct reference_table *table);
void reference_table_clear(struct reference_table *table);
/// `samples` are `count` samples of 32 bytes.
void reference_table_fold(struct reference_table *table, const void *samples, size_t count);

/// Everything in the table, to compare with what the other side holds.
struct reference_totals {
    uint64_t count;
    uint64_t in_buckets;
    uint64_t outside;
    /// Sums over all subjects, modulo 2^64.
    int64_t sum;
    int64_t minimum;
    int64_t maximum;
    int64_t last;
};
struct reference_totals reference_table_totals(const struct reference_table *table);

// A histogram with a count for every bucket, in use or not.

struct reference_histogram;
struct reference_histogram *reference_histogram_make(void);
void reference_histogram_free(struct reference_histogram *histogram);
void reference_histogram_clear(struct reference_histogram *histogram);
void reference_histogram_record(struct reference_histogram *histogram, const int64_t *delays, size_t count);
/// How many delays lie in buckets below that of `delay`.
uint64_t reference_histogram_below(const struct reference_histogram *histogram, int64_t delay);

#ifdef __cplusplus
}
#endif
#endif
