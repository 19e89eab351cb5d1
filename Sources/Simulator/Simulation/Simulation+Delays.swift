import Foundation
import Telemetry

extension Simulation {
    /// Appends the fate of one probe packet in each direction of a path, and of its round trip at the IP layer: ODUk
    /// delay measurement tells each direction by itself.
    @inline(__always)
    func appendDelays(
        ofPath path: Int, subject: UInt32, at relative: Int64, _ state: borrowing CityState, to samples: inout [Sample]
    ) {
        let (out, back) = (paths.legs[2 * path], paths.legs[2 * path + 1])
        guard !out.spans.isEmpty, !back.spans.isEmpty else { return }
        let forward = delay(out, at: relative, state)
        let backward = delay(back, at: relative, state)
        let (there, home) = (measured(out, forward, at: relative, state), measured(back, backward, at: relative, state))
        // What one way gains from a wrong clock the other loses.
        let isFault = isImpossible(out, there) || isImpossible(back, home)
        samples.append(sample(out, there, isFault, subject: subject, direction: .forward, at: relative))
        samples.append(sample(back, home, isFault, subject: subject, direction: .backward, at: relative))
        if !out.isOptical {
            samples.append(roundTrip(forward, backward, subject: subject, at: relative))
        }
    }

    /// What a packet takes from end to end, nanoseconds; `nil` when it is lost.
    @inline(__always)
    private func delay(_ leg: PathLeg, at relative: Int64, _ state: borrowing CityState) -> Double? {
        guard let cost = paths.cost(of: leg, at: relative) else { return nil }
        let chance = SplitMix.bits(leg.key, UInt64(bitPattern: relative))
        // Frame alignment alone moves an ODUk delay.
        if leg.isOptical { return cost.fixed + 300 * SplitMix.unit(chance) }
        var (longest, others, survival) = (0.0, 1_500 + leg.accessJitter, 1.0)
        for place in Int(cost.queues.lowerBound)..<Int(cost.queues.upperBound) {
            let queue = state.queues[Int(paths.queues[place])]
            others += min(queue.wait, longest)
            longest = max(queue.wait, longest)
            survival *= 1 - queue.discardRatio
        }
        if survival < 1, SplitMix.unit(SplitMix.bits(chance, 1)) >= survival { return nil }
        // Waits are exponential (M/M/1): the fullest port by itself, the rest together.
        let waiting = -longest * log(SplitMix.lowUnit(chance)) - others * log(SplitMix.highUnit(chance))
        return cost.fixed + min(waiting, FibrePhysics.longestQueue)
    }

    /// What both clocks make of it, nanoseconds.
    @inline(__always)
    private func measured(
        _ leg: PathLeg, _ delay: Double?, at relative: Int64, _ state: borrowing CityState
    ) -> Double? {
        guard let delay else { return nil }
        return leg.isOptical ? delay : delay + clockError(leg, at: relative, state)
    }

    @inline(__always)
    private func isImpossible(_ leg: PathLeg, _ measured: Double?) -> Bool {
        guard let measured, !leg.isOptical else { return false }
        return measured + Double(leg.uncertainty) < leg.floor
    }

    @inline(__always)
    private func sample(
        _ leg: PathLeg, _ measured: Double?, _ isFault: Bool, subject: UInt32, direction: Direction, at relative: Int64
    ) -> Sample {
        let time = startWallNanoseconds &+ relative
        guard let measured else { return .lost(subject: subject, direction: direction, at: time) }
        return .delay(
            subject: subject, direction: direction, nanoseconds: Int64(measured),
            uncertaintyNanoseconds: leg.uncertainty, flags: isFault ? leg.flags.union(.clockFault) : leg.flags,
            at: time)
    }

    /// (T4 − T1) − (T3 − T2): either clock is only read against itself.
    @inline(__always)
    private func roundTrip(_ forward: Double?, _ backward: Double?, subject: UInt32, at relative: Int64) -> Sample {
        let time = startWallNanoseconds &+ relative
        guard let forward, let backward else { return .lost(subject: subject, direction: .roundTrip, at: time) }
        return .delay(
            subject: subject, direction: .roundTrip, nanoseconds: Int64(forward + backward),
            uncertaintyNanoseconds: 2 * PathLeg.packetStamping, at: time)
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
