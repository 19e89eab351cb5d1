import Metro

/// How one half of a link is drawn: the half beside an end shows the direction that leaves that end. Every condition
/// has a stroke of its own, so colour never stands alone.
struct LinkLook: Hashable, Sendable {
    enum Condition: Int, Hashable, Sendable, Comparable, CaseIterable {
        /// No path rides on it, or no collector reads it.
        case notMeasured
        case ok, maintenance, stale, unknown, near, over, down
        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }
    var condition: Condition
    /// The figure of that direction: nanoseconds, or utilization 0 … 1.05.
    var value: Double?
    /// Value against the limit, 0 … 100.
    var level: UInt8
    var isUtilization: Bool

    var style: Style {
        switch condition {
        case .notMeasured: Style(.dim)
        case .ok: Style(isUtilization ? .traffic : .latency, level: level)
        case .maintenance: Style(.maintenance)
        case .stale: Style(.stale)
        case .unknown: Style(.unknown)
        case .near: Style(.warning)
        case .over, .down: Style(.breach)
        }
    }

    var pattern: Canvas.Pattern {
        switch condition {
        case .notMeasured: .sparse
        case .ok, .near, .over: .solid
        case .maintenance: Canvas.Pattern(on: 8, off: 2)
        case .stale: Canvas.Pattern(on: 2, off: 3)
        case .unknown: .dotted
        case .down: .dashed
        }
    }

    /// Dots across, for a link that is not of the backbone: what needs attention is thicker.
    var width: Int { condition == .over || condition == .near || (isUtilization && level >= 80) ? 2 : 1 }
    var priority: Int { 10 + condition.rawValue }

    var severity: Severity {
        switch condition {
        case .notMeasured, .ok: .ok
        case .maintenance: .maintenance
        case .stale: .stale
        case .unknown: .unknown
        case .near: .warning
        case .over, .down: .breach
        }
    }

    /// Both halves of a link.
    static func halves(_ index: Int, _ snapshot: MetroSnapshot, byUtilization: Bool) -> (a: LinkLook, b: LinkLook) {
        guard snapshot.links.indices.contains(index), snapshot.inventory.links.indices.contains(index) else {
            let blank = LinkLook(condition: .notMeasured, value: nil, level: 0, isUtilization: byUtilization)
            return (blank, blank)
        }
        let picture = snapshot.links[index]
        if isDown(picture) {
            let down = LinkLook(condition: .down, value: nil, level: 100, isUtilization: byUtilization)
            return (down, down)
        }
        if byUtilization { return (utilization(picture, picture.forward), utilization(picture, picture.backward)) }
        let link = snapshot.inventory.links[index]
        return (
            latency(picture, link, isForward: true, snapshot), latency(picture, link, isForward: false, snapshot)
        )
    }

    static func isDown(_ picture: LinkPicture) -> Bool {
        [picture.forward, picture.backward].contains { direction in
            switch direction.operationalStatus.value {
            case .down, .lowerLayerDown, .notPresent: true
            default: false
            }
        }
    }

    private static func utilization(_ picture: LinkPicture, _ direction: LinkDirectionPicture) -> LinkLook {
        var look = LinkLook(condition: .ok, value: direction.utilization.value, level: 0, isUtilization: true)
        if let value = direction.utilization.value, value.isFinite {
            look.level = percent(value)
            look.condition = strain(picture, direction, value)
        } else {
            switch direction.utilization.reason {
            case .notMeasured: look.condition = .notMeasured
            case .stale: look.condition = .stale
            default: look.condition = .unknown
            }
        }
        if picture.severity == .maintenance { look.condition = .maintenance }
        return look
    }

    /// What the link's severity is due to: the fuller direction, and the one that loses packets.
    private static func strain(
        _ picture: LinkPicture, _ direction: LinkDirectionPicture, _ value: Double
    ) -> Condition {
        let sides = [picture.forward, picture.backward]
        let fullest = sides.compactMap(\.utilization.value).filter(\.isFinite).max() ?? value
        func loses(_ side: LinkDirectionPicture) -> Bool {
            (side.errorsPerSecond.value ?? 0) > 0 || (side.discardsPerSecond.value ?? 0) > 0
        }
        switch picture.severity {
        case .breach: return value >= min(fullest, fullShare) ? .over : (value >= busyShare ? .near : .ok)
        case .warning:
            let explained = sides.contains { ($0.utilization.value ?? 0) >= busyShare || loses($0) }
            return !explained || value >= busyShare || loses(direction) ? .near : .ok
        case .ok, .maintenance, .stale, .unknown: return .ok
        }
    }

    /// Shares of capacity from which a direction is busy, and as good as full.
    private static let busyShare = 0.8
    private static let fullShare = 0.95

    /// The worst path that rides on the link decides.
    private static func latency(
        _ picture: LinkPicture, _ link: Link, isForward: Bool, _ snapshot: MetroSnapshot
    ) -> LinkLook {
        var look = LinkLook(condition: .notMeasured, value: nil, level: 0, isUtilization: false)
        for index in picture.paths {
            guard snapshot.paths.indices.contains(index), snapshot.inventory.paths.indices.contains(index) else {
                continue
            }
            let runsAlong = snapshot.inventory.paths[index].a == link.siteA
            look.merge(path(snapshot.paths[index], isForward: runsAlong == isForward))
        }
        if picture.severity == .maintenance, look.condition <= .maintenance { look.condition = .maintenance }
        return look
    }

    /// One direction of one path.
    static func path(_ picture: PathPicture, isForward: Bool) -> LinkLook {
        let direction = isForward ? picture.forward : picture.backward
        let limit = picture.limitNanoseconds
        var look = LinkLook(condition: .ok, value: direction.p99.value, level: 0, isUtilization: false)
        guard let p99 = direction.p99.value, p99.isFinite, limit > 0 else {
            look.condition = direction.p99.reason == .stale ? .stale : .unknown
            let isLost = direction.p99.reason == .allLost || direction.p99.reason == .lostOverPercentile
            if isLost { look.condition = .over }
            return look
        }
        look.level = percent(p99 / limit)
        let other = (isForward ? picture.backward : picture.forward).p99.value ?? 0
        let isNear = p99 > nearShare * limit
        switch picture.severity {
        case .breach: look.condition = p99 >= limit ? .over : (isNear ? .near : .ok)
        // A warning that neither delay explains (loss) is one of both directions.
        case .warning:
            let isMissed = picture.verdict == .missed && p99 >= limit
            look.condition = isMissed ? .over : (isNear || other <= nearShare * limit ? .near : .ok)
        case .unknown: look.condition = .unknown
        case .stale: look.condition = .stale
        case .maintenance: look.condition = .maintenance
        case .ok: look.condition = .ok
        }
        return look
    }

    /// From this share of the limit on a delay is near it.
    static let nearShare = 0.9

    private mutating func merge(_ other: LinkLook) {
        condition = max(condition, other.condition)
        guard let theirs = other.value else { return }
        if value.map({ theirs > $0 }) ?? true {
            value = theirs
            level = other.level
        }
    }

    private static func percent(_ ratio: Double) -> UInt8 { UInt8(max(0, min(100, (ratio * 100).rounded()))) }
}
