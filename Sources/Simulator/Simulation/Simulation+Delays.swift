import Foundation
import Telemetry

extension Simulation {
    /// Appends the fate of one probe packet in each direction of a path.
    @inline(__always)
    func appendDelays(
        ofPath path: Int, subject: UInt32, at relative: Int64, _ state: borrowing CityState, to samples: inout [Sample]
    ) {
        for direction in 0..<2 {
            let leg = paths.legs[2 * path + direction]
            if leg.spans.isEmpty { return }
            samples.append(
                sample(
                    leg, subject: subject, direction: direction == 0 ? .forward : .backward, at: relative, state))
        }
    }

    @inline(__always)
    private func sample(
        _ leg: PathLeg, subject: UInt32, direction: Direction, at relative: Int64, _ state: borrowing CityState
    ) -> Sample {
        let time = startWallNanoseconds &+ relative
        guard let cost = paths.cost(of: leg, at: relative) else {
            return .lost(subject: subject, direction: direction, at: time)
        }
        let chance = SplitMix.bits(leg.key, UInt64(bitPattern: relative))
        if leg.isOptical {
            // Frame alignment alone moves an ODUk delay.
            return .delay(
                subject: subject, direction: direction, nanoseconds: Int64(cost.fixed + 300 * SplitMix.unit(chance)),
                uncertaintyNanoseconds: leg.uncertainty, flags: leg.flags, at: time)
        }
        var (longest, others, survival) = (0.0, 1_500 + leg.accessJitter, 1.0)
        for place in Int(cost.queues.lowerBound)..<Int(cost.queues.upperBound) {
            let queue = state.queues[Int(paths.queues[place])]
            others += min(queue.wait, longest)
            longest = max(queue.wait, longest)
            survival *= 1 - queue.discardRatio
        }
        if survival < 1, SplitMix.unit(SplitMix.bits(chance, 1)) >= survival {
            return .lost(subject: subject, direction: direction, at: time)
        }
        // Waits are exponential (M/M/1): the fullest port by itself, the rest together.
        let waiting = -longest * log(SplitMix.lowUnit(chance)) - others * log(SplitMix.highUnit(chance))
        let delay = cost.fixed + min(waiting, FibrePhysics.longestQueue) + clockError(leg, at: relative, state)
        let isFault = delay + Double(leg.uncertainty) < leg.floor
        return .delay(
            subject: subject, direction: direction, nanoseconds: Int64(delay),
            uncertaintyNanoseconds: leg.uncertainty, flags: isFault ? leg.flags.union(.clockFault) : leg.flags,
            at: time)
    }

    /// Receiver's clock minus sender's: what a one-way measurement adds to the truth, nanoseconds.
    @inline(__always)
    private func clockError(_ leg: PathLeg, at relative: Int64, _ state: borrowing CityState) -> Double {
        if leg.flags.contains(.clockShared) { return 0 }
        let error = state.clockOffsets[leg.to] - state.clockOffsets[leg.from]
        return hasClockSteps ? error + steppedError(leg, at: relative) : error
    }

    private func steppedError(_ leg: PathLeg, at relative: Int64) -> Double {
        clocks[leg.to].stepped(at: relative) - clocks[leg.from].stepped(at: relative)
    }
}
