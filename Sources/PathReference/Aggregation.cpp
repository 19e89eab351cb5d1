#include "PathReference.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>
#include <sys/mman.h>

namespace {

constexpr size_t window = 256;

/// One open minute of one path direction: its head is one cache line, its buckets are eight.
struct alignas(64) Record {
    uint32_t count;
    uint32_t outside;
    int64_t last, minimum, maximum, sum;
    /// Number of the first bucket of the window.
    int32_t anchor;
    alignas(64) uint16_t buckets[window];
};
static_assert(sizeof(Record) == 64 + 2 * window);

/// 256 buckets to the octave; below 1 024 ns 4 ns each; bucket 0 holds negative delays; the last all above 2^36 ns.
inline int32_t bucketOf(int64_t delay) {
    if (delay < 0) return 0;
    if (delay < 1024) return 1 + int32_t(delay >> 2);
    if (delay >= int64_t(1) << 36) return 1 + 256 * 27;
    int octave = 63 - std::countl_zero(uint64_t(delay));
    return 1 + 256 * (octave - 10) + int32_t(delay >> (octave - 8));
}

inline void fold(Record &record, int64_t delay) {
    int32_t bucket = bucketOf(delay);
    if (record.count == 0) {
        record.anchor = std::max(0, bucket - int32_t(window / 2));
        record.minimum = record.maximum = delay;
    }
    record.count++;
    record.last = delay;
    record.minimum = std::min(record.minimum, delay);
    record.maximum = std::max(record.maximum, delay);
    record.sum += delay;
    uint32_t place = uint32_t(bucket - record.anchor);
    if (place < window && record.buckets[place] < UINT16_MAX) record.buckets[place]++;
    else record.outside++;
}

}  // namespace

struct reference_table {
    size_t subjects, bytes;
    Record *records;
};

reference_table *reference_table_make(size_t subjects) {
    size_t bytes = (subjects * sizeof(Record) + (1 << 21) - 1) >> 21 << 21;
    void *memory = std::aligned_alloc(1 << 21, bytes);
    if (memory == nullptr) return nullptr;
    madvise(memory, bytes, MADV_HUGEPAGE);
    std::memset(memory, 0, bytes);
    return new reference_table{subjects, bytes, static_cast<Record *>(memory)};
}

void reference_table_free(reference_table *table) {
    std::free(table->records);
    delete table;
}

void reference_table_clear(reference_table *table) { std::memset(static_cast<void *>(table->records), 0, table->bytes); }

void reference_table_fold(reference_table *table, const void *bytes, size_t count) {
    constexpr size_t headAhead = 32, bucketAhead = 16;
    auto samples = static_cast<const reference_sample *>(bytes);
    Record *records = table->records;
    for (size_t i = 0; i < count; i++) {
        if (i + headAhead < count) __builtin_prefetch(&records[samples[i + headAhead].subject], 1);
        if (i + bucketAhead < count) {
            const auto &next = samples[i + bucketAhead];
            const Record &record = records[next.subject];
            uint32_t place = uint32_t(bucketOf(int64_t(next.payload)) - record.anchor);
            if (place < window) __builtin_prefetch(&record.buckets[place], 1);
        }
        fold(records[samples[i].subject], int64_t(samples[i].payload));
    }
}

reference_totals reference_table_totals(const reference_table *table) {
    reference_totals totals{};
    for (size_t i = 0; i < table->subjects; i++) {
        const Record &record = table->records[i];
        totals.count += record.count;
        totals.outside += record.outside;
        for (auto bucket : record.buckets) totals.in_buckets += bucket;
        totals.sum += record.sum;
        totals.minimum += record.minimum;
        totals.maximum += record.maximum;
        totals.last += record.last;
    }
    return totals;
}

struct reference_histogram {
    int64_t minimum, maximum;
    uint32_t counts[2 + 256 * 27];
};

reference_histogram *reference_histogram_make(void) {
    auto histogram = new (std::nothrow) reference_histogram;
    if (histogram != nullptr) reference_histogram_clear(histogram);
    return histogram;
}

void reference_histogram_free(reference_histogram *histogram) { delete histogram; }

void reference_histogram_clear(reference_histogram *histogram) {
    std::memset(histogram, 0, sizeof *histogram);
    histogram->minimum = INT64_MAX;
    histogram->maximum = INT64_MIN;
}

void reference_histogram_record(reference_histogram *histogram, const int64_t *delays, size_t count) {
    for (size_t i = 0; i < count; i++) {
        histogram->counts[bucketOf(delays[i])]++;
        histogram->minimum = std::min(histogram->minimum, delays[i]);
        histogram->maximum = std::max(histogram->maximum, delays[i]);
    }
}

uint64_t reference_histogram_below(const reference_histogram *histogram, int64_t delay) {
    uint64_t below = 0;
    for (int32_t bucket = 0; bucket < bucketOf(delay); bucket++) below += histogram->counts[bucket];
    return below;
}
