import Collecting
import Metro
import Telemetry

/// Everything that measures a simulated city: one agent a device, one probe a probing site.
public struct SimulatedInstruments: Sendable {
    public let simulation: Simulation
    public let devices: [SimulatedDevice]
    public let probes: [SimulatedProbe]

    /// For the supervisor.
    public var collectors: [any Collector] { devices as [any Collector] + probes as [any Collector] }

    /// Offers what the instruments would have measured in the `minutes` before `end`, in order of time, in batches of
    /// ten seconds. The collectors go on exactly where it ends.
    /// - Parameter end: wall clock nanoseconds; `nil`: the simulation's start.
    public func backfill(minutes: Int = 60, endingAt end: Int64? = nil, offer: ([Sample]) -> Void) {
        let end = end ?? simulation.startWallNanoseconds
        let until = simulation.relative(end)
        let from = until &- Int64(clamping: max(minutes, 0)) &* 60_000_000_000
        let schedule = Schedule(paths: probes.flatMap(\.paths), agents: devices.map(\.agent))
        var batch: [Sample] = []
        schedule.run(simulation, from: from, until: until, into: &batch) { batch in
            offer(batch)
            batch.removeAll(keepingCapacity: true)
        }
        for device in devices { device.continue(after: end) }
        for probe in probes { probe.continue(after: end) }
    }
}

extension Simulation {
    /// The instruments of this city for the subjects that the engine knows: interfaces of links and exit ports, and
    /// paths. What maps to `nil` is not measured.
    public func instruments(
        interfaceSubject: (InterfaceReference) -> UInt32?, pathSubject: (PathID) -> UInt32?
    ) -> SimulatedInstruments {
        let links = Dictionary(
            inventory.links.flatMap { [($0.a, $0), ($0.b, $0)] }, uniquingKeysWith: { first, _ in first })
        var ports: [DeviceID: [SimulatedDevice.Port]] = [:]
        for (reference, port) in traffic.ports {
            guard let subject = interfaceSubject(reference) else { continue }
            let bound = bind(reference, to: port, subject: subject)
            ports[reference.device, default: []].append(
                SimulatedDevice.Port(
                    name: reference.name, bound: bound, alias: port.alias,
                    optics: SimulatedOptics(reference, of: links[reference], seed: seed)))
        }
        let devices = inventory.devices.enumerated().compactMap { index, device in
            SimulatedDevice(index, of: self, ports: (ports[device.id] ?? []).sorted { $0.name < $1.name })
        }
        var paths: [SiteID: [(index: Int, subject: UInt32)]] = [:]
        for (index, path) in inventory.paths.enumerated() where !self.paths.legs[2 * index].spans.isEmpty {
            if let subject = pathSubject(path.id) { paths[path.a, default: []].append((index, subject)) }
        }
        let probes = inventory.sites.compactMap { site in
            SimulatedProbe(site.id, of: self, paths: paths[site.id] ?? [])
        }
        return SimulatedInstruments(simulation: self, devices: devices, probes: probes)
    }
}

extension DemoMetro {
    /// The demo city with its script, opened at `startWallNanoseconds`.
    public static func simulation(
        startWallNanoseconds: Int64, seed: UInt64 = DemoMetro.seed, hours: Int = 48
    ) -> Simulation {
        Simulation(
            inventory: inventory, seed: seed, faults: script(seed: seed, hours: hours), traits: traits,
            startWallNanoseconds: startWallNanoseconds)
    }
}
