import Foundation
import Metro

/// The clock of a site's probe: how far it may be off as it says itself, and how far it is.
struct SiteClock: Sendable {
    /// Error that the clock states, ± nanoseconds.
    let uncertainty: Double
    let isSynchronised: Bool
    /// The true offset wanders slowly within half of the stated error.
    private let amplitude: Double
    private let radiansPerSecond: Double
    private let phase: Double
    let steps: [(window: TimeWindow, nanoseconds: Double)]

    init(
        _ site: SiteID, isSynchronised: Bool, steps: [(window: TimeWindow, nanoseconds: Double)], seed: UInt64
    ) {
        self.isSynchronised = isSynchronised
        self.steps = steps
        // PTP in most places, a few with little more than good NTP: evenly spread by magnitude, 1.5 … 20 µs.
        let synchronised = 1_500 * pow(13.3, SplitMix.number(seed, "clock \(site)", in: 0...1))
        uncertainty = isSynchronised ? synchronised : 10_000_000
        amplitude = isSynchronised ? synchronised / 2 : 1_800_000
        radiansPerSecond = 2 * Double.pi / SplitMix.number(seed, "wander \(site)", in: 1_800...7_200)
        phase = SplitMix.number(seed, "phase \(site)", in: 0...(2 * Double.pi))
    }

    /// Offset without steps, nanoseconds; positive: the clock is ahead.
    func wander(at seconds: Double) -> Double { amplitude * sin(radiansPerSecond * seconds + phase) }

    /// What the script adds at this instant.
    func stepped(at time: Int64) -> Double {
        steps.reduce(0) { $1.window.contains(time) ? $0 + $1.nanoseconds : $0 }
    }
}
