import Metro
import Telemetry

/// One interface that somebody wants to see.
struct BoundInterface: Sendable {
    let subject: UInt32
    let port: InterfacePort
    /// Counters that have run up before the simulation.
    let octetsAtStart: UInt64
    /// Frames per second that arrive damaged through a dirty connector.
    let errorRate: Double
}

/// What an agent says of itself, whatever its interfaces do.
struct AgentClock: Sendable {
    /// Seconds that the device had been up when the simulation started.
    let uptimeSeconds: Double

    init(_ device: DeviceID, seed: UInt64) {
        uptimeSeconds = SplitMix.number(seed, "uptime \(device)", in: 20 * 86_400...400 * 86_400)
    }

    /// sysUpTime, hundredths of a second; wraps after 497 d as agents' do.
    func ticks(at relative: Int64) -> UInt32 {
        let hundredths = uptimeSeconds * 100 + Double(relative) * 1e-7
        return UInt32(truncatingIfNeeded: Int64(max(hundredths, 0)))
    }
}

extension Simulation {
    func bind(_ interface: InterfaceReference, subject: UInt32) -> BoundInterface? {
        guard let port = traffic.ports[interface] else { return nil }
        let uptime = AgentClock(interface.device, seed: seed).uptimeSeconds
        let isDirty = SplitMix.key(seed, "dirty \(interface)") % 8 == 0
        return BoundInterface(
            subject: subject, port: port,
            octetsAtStart: UInt64(uptime * traffic.trunks[port.trunk].capacity / 8 * 0.3),
            errorRate: isDirty ? SplitMix.number(seed, "errors \(interface)", in: 0.002...0.03) : 0)
    }

    /// Appends one reading of every interface of a device: eight samples each.
    func appendCounters(
        of interfaces: [BoundInterface], clock: AgentClock, at relative: Int64, to samples: inout [Sample]
    ) {
        let time = startWallNanoseconds &+ relative
        let ticks = clock.ticks(at: relative)
        let seconds = Double(relative) * 1e-9
        let integrals = traffic.basis.integrals(at: seconds)
        for interface in interfaces {
            let capacity = traffic.trunks[interface.port.trunk].capacity
            let outward = 2 * interface.port.trunk + (interface.port.isA ? 0 : 1)
            let inward = 2 * interface.port.trunk + (interface.port.isA ? 1 : 0)
            let dust = interface.errorRate * max(seconds + clock.uptimeSeconds, 0)
            for (direction, index) in [(Direction.inbound, inward), (.outbound, outward)] {
                let piece = traffic.piece(index, at: relative)
                let octets = piece.octetOffset + capacity / 8 * LoadBasis.dot(piece.load, integrals)
                let age = piece.from == .min ? 0 : Double(relative &- piece.from) * 1e-9
                // Frames break on the way in; packets are discarded on the way out, before the wire.
                let errors = direction == .inbound ? piece.errorsBefore + dust : 0
                let discards = direction == .outbound ? piece.discardsBefore + piece.discardRate * age : 0
                samples.append(
                    .counter(
                        .octets, subject: interface.subject, direction: direction,
                        value: interface.octetsAtStart &+ UInt64(bitPattern: Int64(octets)), agentTicks: ticks, at: time
                    ))
                samples.append(
                    .counter(
                        .errors, subject: interface.subject, direction: direction, value: UInt64(errors),
                        agentTicks: ticks, at: time))
                samples.append(
                    .counter(
                        .discards, subject: interface.subject, direction: direction, value: UInt64(discards),
                        agentTicks: ticks, at: time))
            }
            // One end sees the loss of light itself, the other hears of it from the layer below.
            let isCut = traffic.piece(outward, at: relative).isCut
            let status: OperationalStatus = !isCut ? .up : interface.port.isA ? .down : .lowerLayerDown
            samples.append(.gauge(.speed, subject: interface.subject, value: UInt64(capacity), at: time))
            samples.append(
                .gauge(.operationalStatus, subject: interface.subject, value: UInt64(status.rawValue), at: time))
        }
    }
}
