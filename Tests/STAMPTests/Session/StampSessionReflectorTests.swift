import Metro
import Sockets
import Telemetry
import Testing

@testable import STAMP

struct StampSessionReflectorTests {
    /// Which probes reach the reflector and which answers come back; `number` gives the reflector's own number of its
    /// n-th answer, `nil`: it copies the sender's.
    private func run(
        lostForward: Set<Int>, lostBackward: Set<Int>, probes: Int = 30, number: ((Int) -> UInt32)?
    ) -> SessionScript {
        var script = SessionScript(intervalMilliseconds: 500)
        var answers = 0
        for probe in 0..<probes {
            let question = script.ask()
            guard !lostForward.contains(probe) else { continue }
            script.reflectorSequence = number?(answers)
            answers += 1
            guard !lostBackward.contains(probe) else { continue }
            let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
            script.deliver(bytes, at: arrival)
        }
        return script
    }
    private func at(_ probes: Int...) -> [Int64] {
        probes.map { SessionScript.epoch + Int64($0) * 500_000_000 }
    }

    @Test("A reflector that counts its answers tells on which way a probe was lost; the round trip is lost either way")
    func stateful() {
        for first in [0, 77, UInt32.max - 3] {
            let script = run(lostForward: [5, 9, 10], lostBackward: [14]) { first &+ UInt32($0) }
            #expect(script.losses(.forward) == at(5, 9, 10))
            #expect(script.losses(.backward) == at(14))
            #expect(script.losses(.roundTrip) == at(5, 9, 10, 14))
            #expect(script.session.account.lostForward == 3)
            #expect(script.session.account.lostBackward == 1)
            #expect(script.session.account.lost == 4)
        }
    }

    @Test("Losses of both ways in one gap are told by number")
    func mixed() {
        let script = run(lostForward: [10, 12], lostBackward: [11]) { 500 + UInt32($0) }
        #expect(script.session.account.lostForward == 2)
        #expect(script.session.account.lostBackward == 1)
        #expect(script.losses(.roundTrip) == at(10, 11, 12))
    }

    @Test("Of a reflector that copies, a loss is offered for both ways")
    func stateless() {
        let script = run(lostForward: [5], lostBackward: [9], number: nil)
        for direction in [Direction.forward, .backward, .roundTrip] { #expect(script.losses(direction) == at(5, 9)) }
        #expect(script.session.account.lost == 2)
        #expect(script.session.account.lostForward == 0)
    }

    @Test("Numbers that begin anew, stand still or count others' packets tell nothing")
    func useless() {
        let numberings: [(Int) -> UInt32] = [
            { $0 < 9 ? 100 + UInt32($0) : UInt32($0 - 9) },
            { _ in 0 },
            { 3 * UInt32($0) },
        ]
        for (place, number) in numberings.enumerated() {
            let script = run(lostForward: [9], lostBackward: [], number: number)
            #expect(script.losses(.forward) == at(9), "numbering \(place)")
            #expect(script.losses(.backward) == at(9), "numbering \(place)")
        }
    }

    @Test("A reflector's restart spoils the way of one loss, not of those after it")
    func restart() {
        let script = run(lostForward: [9, 20], lostBackward: []) { $0 < 9 ? 100 + UInt32($0) : UInt32($0 - 9) }
        #expect(script.losses(.forward) == at(9, 20))
        #expect(script.losses(.backward) == at(9))
    }

    /// A stateful reflector; `plan` says for each probe what the network does with it.
    private enum Fate { case well, twiceThere, twiceThereOnceBack, twiceThereSlow, lostThere, lostBack }
    private func run(_ plan: [Int: Fate], probes: Int) -> SessionScript {
        var script = SessionScript(intervalMilliseconds: 500)
        var number: UInt32 = 1_000
        var slow: [UInt8]?
        for probe in 0..<probes {
            let question = script.ask()
            if let bytes = slow.take() { script.deliver(bytes, at: script.now + 2_000_000) }
            let fate = plan[probe] ?? .well
            guard fate != .lostThere else { continue }
            script.reflectorSequence = number
            let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
            script.reflectorSequence = number + 1
            let (copy, later) = script.answer(to: question, forward: 600_500, backward: 700_000)
            number += [.well, .lostBack].contains(fate) ? 1 : 2
            guard fate != .lostBack else { continue }
            script.deliver(bytes, at: arrival)
            if fate == .twiceThere { script.deliver(copy, at: later) }
            if fate == .twiceThereSlow { slow = copy }
        }
        return script
    }

    @Test("A probe that comes twice to a counting reflector switches nothing off: its copy is known, now or later")
    func duplicateThere() {
        for fate in [Fate.twiceThere, .twiceThereSlow] {
            let script = run([3: fate, 12: .lostThere, 20: .lostBack], probes: 40)
            #expect(script.session.account.duplicates == 1)
            #expect(script.losses(.forward) == at(12), "\(fate)")
            #expect(script.losses(.backward) == at(20), "\(fate)")
        }
    }

    @Test("A copy and a loss on the way there in one gap are no loss on the way back: which way is unknown")
    func duplicateAndLoss() {
        for fate in [Fate.twiceThere, .twiceThereSlow] {
            let script = run([9: fate, 10: .lostThere, 20: .lostThere], probes: 40)
            #expect(script.losses(.forward) == at(10, 20))
            #expect(script.losses(.backward) == at(10))
            #expect(script.session.account.lostForward == 1)
            #expect(script.session.account.lostBackward == 0)
        }
    }

    @Test("A copy of which no answer came makes the count doubtful for a while, not for good")
    func doubtAges() {
        let script = run([3: .twiceThereOnceBack, 20: .lostThere, 90: .lostThere], probes: 110)
        #expect(script.session.account.duplicates == 0)
        #expect(script.losses(.backward) == at(20))
        #expect(script.losses(.forward) == at(20, 90))
    }

    @Test("An answer that a later probe's answer overtook is counted as reordered")
    func reordered() {
        var script = SessionScript()
        let first = script.ask()
        let slow = script.answer(to: first, forward: 600_000, backward: 150_000_000)
        let second = script.ask()
        let quick = script.answer(to: second, forward: 600_000, backward: 700_000)
        script.deliver(quick.bytes, at: quick.arrival)
        script.deliver(slow.bytes, at: slow.arrival)
        #expect(script.session.account.reordered == 1)
        #expect(script.session.account.answered == 2)
        script.exchange()
        #expect(script.session.account.reordered == 1)
    }

    @Test("Answers of 38, 41 and 44 octets and padded ones are measured")
    func lengths() {
        for length in [38, 41, 44, 1_400] {
            var script = SessionScript()
            let question = script.ask()
            var (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
            bytes = Array((bytes + [UInt8](repeating: 0xA5, count: 2_000)).prefix(length))
            script.deliver(bytes, at: arrival)
            #expect(script.delays(.forward) == [600_000], "\(length) octets")
        }
    }
}
