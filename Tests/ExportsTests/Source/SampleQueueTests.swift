import Telemetry
import Testing

@testable import Exports

@Suite("Samples on their way into a ring")
struct SampleQueueTests {
    @Test("go in whole and in their order, each once, whatever the ring takes at a time")
    func order() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<200 {
            var queue = SampleQueue()
            var ring: [Sample] = []
            var next = 0
            for _ in 0..<40 {
                if queue.isEmpty {
                    let count = Int.random(in: 0...12, using: &random)
                    queue.append((next..<next + count).map(sample))
                    next += count
                }
                let room = Int.random(in: 0...6, using: &random)
                let isDone = queue.offer { samples in
                    ring += samples.prefix(room)
                    return min(room, samples.count)
                }
                #expect(isDone == queue.isEmpty)
            }
            ring += queue.takeRest()
            #expect(ring.map(\.payload) == (0..<UInt64(next)).map { $0 })
            #expect(queue.queued == UInt64(next) && queue.offered == queue.queued)
        }
    }

    @Test("count a full ring once, until all of them have gone in")
    func episodes() {
        var queue = SampleQueue()
        queue.append([sample(1), sample(2), sample(3)])
        for room in [1, 0, 1, 0] { #expect(!queue.offer { _ in room }) }
        #expect(queue.fullEpisodes == 1)
        #expect(queue.offer { $0.count })
        queue.append([sample(4)])
        #expect(!queue.offer { _ in 0 })
        #expect(queue.fullEpisodes == 2)
    }
}
