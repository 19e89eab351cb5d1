#include "Rings.hpp"

#include <chrono>
#include <pthread.h>

namespace {

constexpr size_t drainLimit = 4096;

/// One producer's share of a run.
template <class Push> struct Share {
    int producer, producers;
    size_t batch;
    uint64_t first, count;
    std::atomic<int> &ready;
    std::atomic<bool> &go;
    Push &push;

    static void *start(void *argument) {
        static_cast<Share *>(argument)->run();
        return nullptr;
    }

    void run() {
        reference_pin(reference_producer_core(producer));
        std::vector<Sample> samples(batch);
        ready++;
        while (!go.load(std::memory_order_acquire)) reference_wait_for_place(producers);
        for (uint64_t at = first; at < first + count; at += batch) {
            for (size_t i = 0; i < batch; i++) samples[i] = {int64_t(at + i), at, 1, uint32_t(i), 1};
            while (!push(producer, samples.data(), batch)) reference_wait_for_place(producers);
        }
    }
};

/// The threads of a run, for all rings alike: `push` and `drain` are the ring's.
template <class Push, class Drain>
double measure(int producers, size_t batch, uint64_t wanted, Push push, Drain drain) {
    uint64_t each = wanted / producers / batch * batch, total = each * producers;
    std::atomic<int> ready{0};
    std::atomic<bool> go{false};
    std::vector<Share<Push>> shares;
    for (int i = 0; i < producers; i++) shares.push_back({i, producers, batch, i * each, each, ready, go, push});
    std::vector<pthread_t> threads(producers);
    for (int i = 0; i < producers; i++) pthread_create(&threads[i], nullptr, Share<Push>::start, &shares[i]);
    reference_pin(reference_consumer_core());
    while (ready.load() < producers) {}

    uint64_t sum = 0, got = 0;
    auto start = std::chrono::steady_clock::now();
    go.store(true, std::memory_order_release);
    while (got < total)
        got += drain([&](const Sample *samples, size_t count) {
            // One of four words of each sample: vector gathers, which -march=native would choose, are a tenth slower.
#pragma clang loop vectorize(disable)
            for (size_t i = 0; i < count; i++) sum += uint64_t(samples[i].time);
        });
    double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

    for (auto thread : threads) pthread_join(thread, nullptr);
    reference_unpin();
    return sum == total * (total - 1) / 2 ? double(total) / seconds / 1e6 : -1;
}

}  // namespace

double reference_spsc(size_t batch, uint64_t total, size_t capacity) {
    Ring ring(capacity);
    return measure(
        1, batch, total, [&](int, const Sample *samples, size_t count) { return ring.push(samples, count); },
        [&](auto visit) { return ring.drain(drainLimit, visit); });
}

double reference_mpsc_lanes(int producers, size_t batch, uint64_t total, size_t lane_capacity) {
    Lanes lanes(producers, lane_capacity);
    return measure(
        producers, batch, total,
        [&](int producer, const Sample *samples, size_t count) { return lanes.push(producer, samples, count); },
        [&](auto visit) { return lanes.drain(drainLimit, visit); });
}

double reference_mpsc_reserve(int producers, size_t batch, uint64_t total, size_t capacity) {
    ReserveRing ring(capacity);
    return measure(
        producers, batch, total,
        [&](int producer, const Sample *samples, size_t count) { return ring.push(producer, samples, count); },
        [&](auto visit) { return ring.drain(drainLimit, visit); });
}
