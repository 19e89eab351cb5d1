import Foundation
import Telemetry

extension Simulation {
    /// Appends the fate of one probe packet in each direction of a path.
    @inline(__always)
    func appendDelays(
        ofPath path: Int, subject: UInt32, at relative: Int64, _ state: borrowing CityState, to samples: inout [Sample]
    ) {
        for direction in 0..<2 {
            guard let leg = legs[2 * path + direction] else { return }
            samples.append(
                sample(
                    leg, subject: subject, direction: direction == 0 ? .forward : .backward, at: relative, state))
        }
    }

    @inline(__always)
    private func sample(
        _ leg: borrowing PathLeg, subject: UInt32, direction: Direction, at relative: Int64,
        _ state: borrowing CityState
    ) -> Sample {
        let time = startWallNanoseconds &+ relative
        guard let route = leg.route(at: relative) else {
            return .lost(subject: subject, direction: direction, at: time)
        }
        let chance = SplitMix.bits(leg.key, UInt64(bitPattern: relative))
        if leg.isOptical {
            // Frame alignment alone moves an ODUk delay.
            let delay = route.fixed + 300 * SplitMix.unit(chance)
            return .delay(
                subject: subject, direction: direction, nanoseconds: Int64(delay),
                uncertaintyNanoseconds: leg.uncertainty, flags: SampleFlags(rawValue: leg.flags), at: time)
        }
        var (longest, others, survival) = (0.0, 1_500 + leg.accessJitter, 1.0)
        for queue in route.queues {
            let wait = state.queues[queue]
            others += min(wait, longest)
            longest = max(wait, longest)
            survival *= 1 - state.discardRatios[queue]
        }
        let second = SplitMix.bits(chance, 1)
        if survival < 1, SplitMix.unit(second) >= survival {
            return .lost(subject: subject, direction: direction, at: time)
        }
        // Waits are exponential (M/M/1): the fullest port by itself, the rest together.
        let waiting = -longest * log(SplitMix.lowUnit(chance)) - others * log(SplitMix.highUnit(chance))
        let delay = route.fixed + min(waiting, FibrePhysics.longestQueue) + clockError(leg, at: relative, state)
        var flags = SampleFlags(rawValue: leg.flags)
        if delay + Double(leg.uncertainty) < leg.floor { flags.insert(.clockFault) }
        return .delay(
            subject: subject, direction: direction, nanoseconds: Int64(delay),
            uncertaintyNanoseconds: leg.uncertainty, flags: flags, at: time)
    }

    /// Receiver's clock minus sender's: what a one-way measurement adds to the truth, nanoseconds.
    @inline(__always)
    private func clockError(_ leg: borrowing PathLeg, at relative: Int64, _ state: borrowing CityState) -> Double {
        if leg.flags & SampleFlags.clockShared.rawValue != 0 { return 0 }
        var error = state.clockOffsets[leg.to] - state.clockOffsets[leg.from]
        if !clocks[leg.to].steps.isEmpty { error += clocks[leg.to].stepped(at: relative) }
        if !clocks[leg.from].steps.isEmpty { error -= clocks[leg.from].stepped(at: relative) }
        return error
    }
}
