import Metro
import Testing

@testable import Objectives

@Suite("Events with a beginning and an end, indicators.md §6")
struct EventTrackerTests {
    static func breach(_ path: PathID = "p", _ value: Double = 1) -> EventCondition {
        EventCondition(subject: .path(path), kind: .limitBreached, severity: .breach, value: value)
    }
    static let blind = EventCondition(subject: .path("p"), kind: .unknown, severity: .unknown)

    /// Feeds one tick a second: `x` breach, `.` nothing, `?` unknown.
    static func run(_ ticks: String, _ hysteresis: EventTracker.Hysteresis = .init()) -> EventTracker {
        var tracker = EventTracker(hysteresis: hysteresis)
        for (second, tick) in ticks.enumerated() {
            let conditions: [EventCondition] =
                switch tick {
                case "x": [breach()]
                case "?": [blind]
                default: []
                }
            tracker.update(conditions, at: Int64(second))
        }
        return tracker
    }

    @Test("a flicker is no event")
    func flicker() {
        #expect(Self.run("x....x....x....x..").events.isEmpty)
        #expect(Self.run("xx...xx...xx").events.isEmpty)
    }

    @Test("three of five ticks raise, from the first of them on; five without it clear, from the first of them on")
    func raiseAndClear() {
        let open = Self.run("..x.xx").events
        #expect(open.map(\.sinceNanoseconds) == [2])
        #expect(open.first?.untilNanoseconds == nil)
        #expect(Self.run("..x.xx....").events.first?.untilNanoseconds == nil)
        let closed = Self.run("..x.xx.....").events
        #expect(closed.map(\.sinceNanoseconds) == [2])
        #expect(closed.first?.untilNanoseconds == 6)
    }

    @Test("an event that wavers stays one event")
    func wavers() {
        let tracker = Self.run("xxx..xx...x..xxx.....")
        #expect(tracker.events.count == 1)
        #expect(tracker.events.first?.untilNanoseconds == 16)
    }

    @Test("an event that comes back later is a second one, newest first")
    func again() {
        let events = Self.run("xxx.....xxx").events
        #expect(events.map(\.sinceNanoseconds) == [8, 0])
        #expect(events.map(\.untilNanoseconds) == [nil, 3])
    }

    @Test("unknown neither raises nor clears the other kinds, it is an event of its own")
    func unknown() {
        let events = Self.run("xxx??????").events
        #expect(events.first { $0.kind == .limitBreached }?.untilNanoseconds == nil)
        #expect(events.first { $0.kind == .unknown }?.sinceNanoseconds == 3)
        #expect(Self.run("x??????").events.allSatisfy { $0.kind == .unknown })
        let back = Self.run("xxx?????.....").events
        #expect(back.first { $0.kind == .limitBreached }?.untilNanoseconds == 8)
        #expect(back.first { $0.kind == .unknown }?.untilNanoseconds == 8)
    }

    @Test("what happens at one instant is listed as it is, bounded like the rest")
    func instants() {
        var tracker = EventTracker(hysteresis: .init(raise: 1, clear: 1, of: 1), capacity: 3)
        let change = RouteChange(direction: .both, nanoseconds: 30_000, confidence: 0.98)
        tracker.update([Self.breach()], at: 5)
        tracker.add([.rerouted("p", change, atNanoseconds: 2), .rerouted("q", change, atNanoseconds: 9)])
        #expect(tracker.events.map(\.sinceNanoseconds) == [9, 5, 2])
        #expect(tracker.events[0].route == change && tracker.events[0].untilNanoseconds == 9)
        tracker.add((10..<20).map { .rerouted("p", change, atNanoseconds: $0) })
        #expect(tracker.events.map(\.sinceNanoseconds) == [19, 18, 5])
        #expect(tracker.forgotten == 9)
    }

    @Test("the worst value and severity seen are kept")
    func worst() {
        var tracker = EventTracker(hysteresis: .init(raise: 1, clear: 1, of: 1))
        for value in [1.0, 5, 2] { tracker.update([Self.breach("p", value)], at: 0) }
        #expect(tracker.events.first?.value == 5)
    }

    @Test("raise at once and clear at once is possible, numbers out of range are brought into it")
    func immediate() {
        let once = EventTracker.Hysteresis(raise: 0, clear: 99, of: 1)
        #expect((once.raise, once.clear, once.window) == (1, 1, 1))
        #expect(Self.run("x", once).events.count == 1)
        #expect(Self.run("x.", once).events.first?.untilNanoseconds == 1)
        #expect(EventTracker.Hysteresis(of: 1000).window == 64)
        #expect(Self.run(String(repeating: "x", count: 70), .init(raise: 64, clear: 1, of: 64)).events.count == 1)
    }

    @Test("the list is bounded: closed events go first, then open ones of less weight, and both are counted")
    func bounded() {
        var tracker = EventTracker(hysteresis: .init(raise: 1, clear: 1, of: 1), capacity: 3)
        for second in 0..<10 {
            tracker.update(second.isMultiple(of: 2) ? [Self.breach(PathID("\(second)"))] : [], at: Int64(second))
        }
        #expect(tracker.events.map(\.sinceNanoseconds) == [8, 6, 4])
        #expect(tracker.forgotten == 2 && tracker.unlisted == 0)
        let near = EventCondition(subject: .path("n"), kind: .nearLimit, severity: .warning)
        tracker.update([near] + ["a", "b", "c"].map { Self.breach($0) }, at: 20)
        #expect(tracker.events.map(\.subject) == [.path("a"), .path("b"), .path("c")])
        #expect(tracker.unlisted == 1)
    }

    @Test("events of one instant stand in an order that does not change")
    func stableOrder() {
        var tracker = EventTracker(hysteresis: .init(raise: 1, clear: 1, of: 1))
        let names = ["d", "b", "a", "c"]
        for tick in 0..<5 {
            tracker.update(names.shuffled().map { Self.breach(PathID($0), Double(tick)) }, at: 7)
            #expect(tracker.events.map(\.subject) == [.path("a"), .path("b"), .path("c"), .path("d")])
        }
    }

    @Test("whatever is fed, each event ends after it began and no two open ones are alike")
    func seeded() {
        var random = Seeded(9)
        var tracker = EventTracker(capacity: 40)
        for tick in 0..<3000 {
            let conditions = (0..<4).flatMap { path -> [EventCondition] in
                let subject = MetroEvent.Subject.path(PathID("\(path)"))
                switch Int.random(in: 0..<6, using: &random) {
                case 0...1: return [EventCondition(subject: subject, kind: .limitBreached, severity: .breach)]
                case 2: return [EventCondition(subject: subject, kind: .unknown, severity: .unknown)]
                default: return []
                }
            }
            tracker.update(conditions, at: Int64(tick))
            #expect(tracker.events.count <= 40)
            #expect(tracker.events.allSatisfy { $0.untilNanoseconds.map { $0 <= Int64(tick) } ?? true })
            let isOrdered = zip(tracker.events, tracker.events.dropFirst()).allSatisfy {
                $0.sinceNanoseconds >= $1.sinceNanoseconds
            }
            #expect(isOrdered)
            #expect(
                tracker.events.allSatisfy { event in event.untilNanoseconds.map { $0 > event.sinceNanoseconds } ?? true
                })
            let open = tracker.events.filter { $0.untilNanoseconds == nil }.map { "\($0.subject)\($0.kind)" }
            #expect(Set(open).count == open.count)
        }
        #expect(tracker.forgotten > 0)
    }

    @Test("an event is told by a trap where the trap came first, and not where it came after a poll had found it")
    func toldByTrap() {
        func events(_ told: [Bool]) -> [MetroEvent] {
            var tracker = EventTracker()
            for (second, isTold) in told.enumerated() {
                let condition = EventCondition(
                    subject: .link("l"), kind: .linkDown, severity: .breach, isToldByTrap: isTold)
                tracker.update([condition], at: Int64(second))
            }
            return tracker.events
        }
        #expect(events([true, true, false, false]).map(\.isToldByTrap) == [true])
        #expect(events([false, true, true, true]).map(\.isToldByTrap) == [false])
    }
}
