import Metro
import Telemetry

/// Finds the path that a foreign delay is of: one that this export brings, between these two ends, by that method.
struct PathFinder: Sendable {
    struct Found: Hashable, Sendable {
        var subject: UInt32
        var direction: Direction
        var flags: SampleFlags
        /// The least delay that physics allows, nanoseconds; `nil`: not known.
        var floorNanoseconds: Double?
    }
    private struct Ends: Hashable {
        var source: String
        var destination: String
        var method: String
    }

    private let export: ExportID?
    private let inventory: Inventory
    private var known: [Ends: Result<Found, ReadingFault>] = [:]
    /// Pairs that are remembered; beyond, all are looked up again.
    private static let most = 65_536
    /// Of the names of a pair that is remembered.
    private static let greatestBytes = 256

    init(source: Converter.Source, inventory: Inventory) {
        if case .export(let id) = source { export = id } else { export = nil }
        self.inventory = inventory
    }

    mutating func path(of delay: ForeignDelay) -> Result<Found, ReadingFault> {
        let ends = Ends(source: delay.source, destination: delay.destination, method: delay.method)
        if let result = known[ends] { return result }
        if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
        let result = find(ends)
        let bytes = ends.source.utf8.count + ends.destination.utf8.count + ends.method.utf8.count
        if bytes <= Self.greatestBytes { known[ends] = result }
        return result
    }

    /// `sz-dc1 → sz-dc9 (stamp)`, and the site that was probably meant.
    func example(_ delay: ForeignDelay) -> String {
        var text = "\(delay.source) → \(delay.destination) (\(delay.method))"
        for name in [delay.source, delay.destination] where site(name) == nil {
            var budget = 20_000
            let near = Nearest.to(
                name, among: inventory.sites.lazy.map(\.id.text) + inventory.devices.lazy.map(\.id.text),
                budget: &budget)
            text += near.map { "; did you mean \"\($0)\"?" } ?? "; \(name) is no site and no device"
        }
        return text
    }

    /// `p1 forward`; empty where there is no such path.
    mutating func title(_ delay: ForeignDelay) -> String {
        guard case .success(let found) = path(of: delay) else { return "" }
        let direction =
            switch found.direction {
            case .forward: "forward"
            case .backward: "backward"
            default: "round trip"
            }
        return "\(inventory.paths[Int(found.subject)].id) \(direction)"
    }

    private func site(_ name: String) -> SiteID? {
        if let site = inventory.site(SiteID(name)) { return site.id }
        return inventory.device(DeviceID(name))?.site
    }

    private func find(_ ends: Ends) -> Result<Found, ReadingFault> {
        guard let export, let source = site(ends.source), let destination = site(ends.destination),
            let method = DelayMethod(rawValue: ends.method)
        else { return .failure(.unknownPath) }
        let fitting = inventory.paths(at: source).filter { index in
            let path = inventory.paths[index]
            return path.export == export && path.method == method
                && ((path.a == source && path.b == destination) || (path.a == destination && path.b == source))
        }
        guard let index = fitting.first else { return .failure(.unknownPath) }
        guard fitting.count == 1 else { return .failure(.severalPaths) }
        let path = inventory.paths[index]
        let isRoundTrip = method == .roundTrip
        let floor = PhysicalFloor(
            path: path, a: inventory.site(path.a)?.coordinates, b: inventory.site(path.b)?.coordinates)
        return .success(
            Found(
                subject: UInt32(index),
                direction: isRoundTrip ? .roundTrip : path.a == source ? .forward : .backward,
                flags: path.clock == .shared ? .clockShared : [],
                floorNanoseconds: floor.guaranteed.map { isRoundTrip ? 2 * $0 : $0 }))
    }
}
