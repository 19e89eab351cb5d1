import Metro
import Testing

@testable import Objectives

@Suite("Changes of route of one path")
struct RouteWatchTests {
    /// Feeds sixty minutes; `forward` and `backward` are added to 500 µs and 450 µs, `nil` is a silent direction.
    private func changes(
        uncertainty: Double? = 1_000, roundTrip: ((Int) -> Double)? = nil, forward: (Int) -> Double?,
        backward: (Int) -> Double?
    ) -> [(seconds: UInt32, change: RouteChange)] {
        var watch = RouteWatch()
        return (0..<60).compactMap { minute in
            // A few hundred nanoseconds, so that ranks differ.
            let noise = Double((minute * 7_919) % 601 - 300)
            return watch.take(
                RouteWatch.Minute(
                    forward: forward(minute).map { 500_000 + $0 + noise },
                    backward: backward(minute).map { 450_000 + $0 - noise / 2 },
                    roundTrip: roundTrip.map { 950_000 + $0(minute) + noise }),
                at: UInt32(60 * minute), uncertainty: uncertainty)
        }
    }
    private func step(_ size: Double, from first: Int = 30) -> (Int) -> Double? { { $0 < first ? 0 : size } }
    private let still: (Int) -> Double? = { _ in 0 }
    private let silent: (Int) -> Double? = { _ in nil }

    @Test("a step of one direction is that direction's, with its first minute, its size and its length of fibre")
    func oneDirection() throws {
        let found = try #require(changes(forward: step(661_000), backward: still).first)
        #expect(found.seconds == 30 * 60 && found.change.direction == .forward)
        #expect(abs(found.change.nanoseconds - 661_000) < 500 && abs(found.change.kilometres - 135) < 0.2)
        #expect(found.change.confidence > 0.95)
        let back = changes(forward: still, backward: step(-30_000))
        #expect(back.map(\.change.direction) == [.backward] && back[0].change.nanoseconds < 0)
    }

    @Test("steps of both directions are one change, told with what each of them is longer")
    func bothDirections() {
        let found = changes(forward: step(40_000), backward: step(60_000))
        #expect(found.map(\.change.direction) == [.both])
        #expect(abs(found[0].change.nanoseconds - 50_000) < 500)
    }

    @Test("a clock that is set moves both directions by opposite amounts: no change of route", arguments: [3e5, -3e5])
    func clockStep(size: Double) {
        #expect(changes(forward: step(size), backward: step(-size)).isEmpty)
        #expect(changes(uncertainty: nil, forward: step(size), backward: step(-size)).isEmpty)
    }

    @Test("a change of route is told while a clock is set or drifts, without a direction once it is not believed")
    func beneathAClockFault() {
        let drift = { (minute: Int) in 3_000_000 * Double(max(0, minute - 10)) }
        let found = changes(
            uncertainty: nil, roundTrip: { $0 < 30 ? 0 : 80_000 }, forward: { drift($0) + ($0 < 30 ? 0 : 80_000) },
            backward: { -drift($0) })
        #expect(found.map(\.change.direction) == [.roundTrip] && found.map(\.seconds) == [30 * 60])
        #expect(abs(found[0].change.nanoseconds - 80_000) < 500)
        // Half of the fibre lies on each way.
        #expect(abs(found[0].change.kilometres - 8.17) < 0.1)
    }

    @Test("a step that the clocks' error may hide has no direction")
    func withinError() {
        let found = changes(uncertainty: 38_000, forward: step(50_000), backward: still)
        #expect(found.map(\.change.direction) == [.roundTrip])
    }

    @Test("of one direction alone a step counts from twice the error on, and not while the clocks are not believed")
    func alone() {
        let found = changes(uncertainty: 19_000, forward: step(40_000), backward: silent)
        #expect(found.map(\.change.direction) == [.forward])
        #expect(changes(uncertainty: 26_000, forward: step(40_000), backward: silent).isEmpty)
        #expect(changes(uncertainty: nil, forward: step(40_000), backward: silent).isEmpty)
    }

    @Test("a direction that falls silent for some minutes is a gap, not a change")
    func silentMinutes() {
        #expect(changes(forward: still, backward: { 20..<26 ~= $0 ? nil : 0 }).isEmpty)
        // For longer, what is left is watched by itself.
        let found = changes(forward: step(100_000, from: 45), backward: { $0 < 20 ? 0 : nil })
        #expect(found.map(\.change.direction) == [.forward] && found.map(\.seconds) == [45 * 60])
    }

    @Test("ten thousand paths cost 5 MB")
    func size() {
        #expect(MemoryLayout<RouteWatch>.stride <= 500)
    }
}
