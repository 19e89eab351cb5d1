// The rings of the reference. Control words stand 128 bytes apart; each side keeps what it last saw of the other's.
#pragma once

#include "PathReference.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

using Sample = reference_sample;
static_assert(sizeof(Sample) == 32);

struct Freed {
    void operator()(void *memory) const { std::free(memory); }
};
template <class T> using Places = std::unique_ptr<T[], Freed>;

/// Touched here, so that no push pays for the first use of a page.
template <class T> Places<T> places(size_t count) {
    T *memory = static_cast<T *>(std::aligned_alloc(4096, std::max<size_t>(4096, count * sizeof(T))));
    std::memset(static_cast<void *>(memory), 0, count * sizeof(T));
    return Places<T>(memory);
}

/// One producer, one consumer; the indices are published once a batch.
class Ring {
public:
    explicit Ring(size_t capacity) : capacity(capacity), slots(places<Sample>(capacity)) {}

    bool push(const Sample *batch, size_t count) {
        uint64_t at = written.load(std::memory_order_relaxed);
        if (at + count - readSeen > capacity &&
            at + count - (readSeen = read.load(std::memory_order_acquire)) > capacity)
            return false;
        size_t place = at & (capacity - 1), untilEnd = std::min(count, capacity - place);
        std::memcpy(&slots[place], batch, untilEnd * sizeof(Sample));
        std::memcpy(&slots[0], batch + untilEnd, (count - untilEnd) * sizeof(Sample));
        written.store(at + count, std::memory_order_release);
        return true;
    }

    template <class Visit> size_t drain(size_t limit, Visit visit) {
        uint64_t at = read.load(std::memory_order_relaxed);
        if (writtenSeen == at && (writtenSeen = written.load(std::memory_order_acquire)) == at) return 0;
        size_t count = std::min<size_t>(writtenSeen - at, limit);
        size_t place = at & (capacity - 1), untilEnd = std::min(count, capacity - place);
        visit(&slots[place], untilEnd);
        visit(&slots[0], count - untilEnd);
        read.store(at + count, std::memory_order_release);
        return count;
    }

private:
    alignas(128) std::atomic<uint64_t> written{0};
    uint64_t readSeen = 0;
    alignas(128) std::atomic<uint64_t> read{0};
    uint64_t writtenSeen = 0;
    alignas(128) const size_t capacity;
    const Places<Sample> slots;
};

/// Many producers, a ring each; the consumer visits them in turn, another first each time.
class Lanes {
public:
    Lanes(int producers, size_t laneCapacity) {
        for (int i = 0; i < producers; i++) lanes.push_back(std::make_unique<Ring>(laneCapacity));
    }

    bool push(int producer, const Sample *batch, size_t count) { return lanes[producer]->push(batch, count); }

    template <class Visit> size_t drain(size_t limit, Visit visit) {
        size_t left = limit;
        for (size_t step = 0; step < lanes.size() && left > 0; step++)
            left -= lanes[(first + step) % lanes.size()]->drain(left, visit);
        first++;
        return limit - left;
    }

private:
    std::vector<std::unique_ptr<Ring>> lanes;
    size_t first = 0;
};

/// Many producers, one ring: places are reserved by moving `tail`, and each is marked with its position + 1.
class ReserveRing {
public:
    explicit ReserveRing(size_t capacity)
        : capacity(capacity), slots(places<Sample>(capacity)), marks(places<std::atomic<uint64_t>>(capacity)) {}

    bool push(int, const Sample *batch, size_t count) {
        uint64_t at = tail.load(std::memory_order_relaxed);
        do {
            // A stale `tail` can lie behind `head`; the exchange then fails.
            if (int64_t(at + count - head.load(std::memory_order_acquire)) > int64_t(capacity)) return false;
        } while (!tail.compare_exchange_weak(at, at + count, std::memory_order_relaxed));
        size_t place = at & (capacity - 1), untilEnd = std::min(count, capacity - place);
        std::memcpy(&slots[place], batch, untilEnd * sizeof(Sample));
        std::memcpy(&slots[0], batch + untilEnd, (count - untilEnd) * sizeof(Sample));
        std::atomic_thread_fence(std::memory_order_release);
        for (size_t i = 0; i < count; i++)
            marks[(at + i) & (capacity - 1)].store(at + i + 1, std::memory_order_relaxed);
        return true;
    }

    template <class Visit> size_t drain(size_t limit, Visit visit) {
        uint64_t at = head.load(std::memory_order_relaxed);
        size_t count = 0;
        while (count < limit &&
               marks[(at + count) & (capacity - 1)].load(std::memory_order_relaxed) == at + count + 1)
            count++;
        if (count == 0) return 0;
        std::atomic_thread_fence(std::memory_order_acquire);
        size_t place = at & (capacity - 1), untilEnd = std::min(count, capacity - place);
        visit(&slots[place], untilEnd);
        visit(&slots[0], count - untilEnd);
        head.store(at + count, std::memory_order_release);
        return count;
    }

private:
    alignas(128) std::atomic<uint64_t> tail{0};
    alignas(128) std::atomic<uint64_t> head{0};
    alignas(128) const size_t capacity;
    const Places<Sample> slots;
    const Places<std::atomic<uint64_t>> marks;
};
