import Metro

/// A stretch of simulation time, nanoseconds: `from` is in it, `until` is not.
struct TimeWindow: Hashable, Sendable {
    let from: Int64
    let until: Int64

    func contains(_ time: Int64) -> Bool { from <= time && time < until }
}

/// A script with its names resolved; faults of entities that do not exist are left out.
struct FaultPlan: Sendable {
    private(set) var cuts: [(link: Int, window: TimeWindow)] = []
    private(set) var congestions: [(link: Int, utilization: Double, window: TimeWindow)] = []
    private(set) var clockSteps: [Int: [(window: TimeWindow, nanoseconds: Double)]] = [:]
    private(set) var outages: [Int: [TimeWindow]] = [:]

    init(_ faults: [ScriptedFault], in inventory: Inventory) {
        for fault in faults {
            guard let window = Self.window(fault) else { continue }
            switch fault.kind {
            case .cut(let id):
                if let link = inventory.linkIndex(id) { cuts.append((link, window)) }
            case .congestion(let id, let utilization):
                guard let link = inventory.linkIndex(id), utilization.isFinite else { continue }
                congestions.append((link, utilization, window))
            case .clockStep(let id, let nanoseconds):
                guard let site = inventory.siteIndex(id) else { continue }
                let limit = FibrePhysics.longestDelay
                clockSteps[site, default: []].append((window, min(max(Double(nanoseconds), -limit), limit)))
            case .deviceDown(let id):
                if let device = inventory.deviceIndex(id) { outages[device, default: []].append(window) }
            }
        }
    }

    /// A century is long enough for any script, and nothing overflows.
    private static let horizonSeconds = 3.2e9

    private static func window(_ fault: ScriptedFault) -> TimeWindow? {
        guard !fault.startSeconds.isNaN, !(fault.durationSeconds ?? 0).isNaN else { return nil }
        let from = min(max(fault.startSeconds, -horizonSeconds), horizonSeconds)
        let until = min(from + (fault.durationSeconds ?? .infinity), horizonSeconds)
        return until > from ? TimeWindow(from: Int64(from * 1e9), until: Int64(until * 1e9)) : nil
    }
}
