import Metro
import Telemetry

/// One interface that somebody wants to see.
struct BoundInterface: Sendable {
    let subject: UInt32
    /// Index of 2 · trunk + direction for what leaves and for what arrives.
    let outward: Int
    let inward: Int
    /// Counters that have run up before the simulation.
    let octetsAtStart: UInt64
    /// Frames per second that arrive damaged through a dirty connector.
    let errorRate: Double
    let capacity: UInt64
    let statusWhenCut: OperationalStatus
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
    func bind(_ interface: InterfaceReference, to port: InterfacePort, subject: UInt32) -> BoundInterface {
        let uptime = AgentClock(interface.device, seed: seed).uptimeSeconds
        let capacity = traffic.trunks[port.trunk].capacity
        let isDirty = SplitMix.key(seed, "dirty \(interface)") % 8 == 0
        return BoundInterface(
            subject: subject, outward: 2 * port.trunk + (port.isA ? 0 : 1), inward: 2 * port.trunk + (port.isA ? 1 : 0),
            octetsAtStart: UInt64(min(uptime * capacity / 8 * 0.3, 0x1p62)),
            errorRate: isDirty ? SplitMix.number(seed, "errors \(interface)", in: 0.002...0.03) : 0,
            capacity: UInt64(min(capacity, 0x1p62)),
            // One end sees the loss of light itself, the other hears of it from the layer below.
            statusWhenCut: port.isA ? .down : .lowerLayerDown)
    }

    /// Whether no light arrives at an interface.
    func isCut(_ interface: BoundInterface, at relative: Int64) -> Bool {
        let integrals = traffic.basis.integrals(at: Double(relative) * 1e-9)
        return traffic.tally(interface.inward, at: relative, integrals: integrals).isCut
    }

    /// Appends one reading of every interface of a device: eight samples each.
    @inline(__always)
    func appendCounters(
        of interfaces: [BoundInterface], clock: AgentClock, at relative: Int64, to samples: inout [Sample]
    ) {
        let time = startWallNanoseconds &+ relative
        let ticks = clock.ticks(at: relative)
        let seconds = Double(relative) * 1e-9
        let integrals = traffic.basis.integrals(at: seconds)
        for interface in interfaces {
            let arrived = traffic.tally(interface.inward, at: relative, integrals: integrals)
            let left = traffic.tally(interface.outward, at: relative, integrals: integrals)
            let dust = interface.errorRate * max(seconds + clock.uptimeSeconds, 0)
            func count(_ metric: Metric, _ direction: Direction, _ value: UInt64) {
                samples.append(
                    .counter(
                        metric, subject: interface.subject, direction: direction, value: value, agentTicks: ticks,
                        at: time))
            }
            func octets(_ tally: TrafficTally) -> UInt64 {
                // A 64-bit counter wraps, if only after years of the widest trunk.
                interface.octetsAtStart
                    &+ UInt64(bitPattern: Int64(tally.octets.truncatingRemainder(dividingBy: 0x1p62)))
            }
            // Frames break on the way in; packets are discarded on the way out, before the wire.
            count(.octets, .inbound, octets(arrived))
            count(.octets, .outbound, octets(left))
            count(.errors, .inbound, UInt64(arrived.errors + dust))
            count(.errors, .outbound, 0)
            count(.discards, .inbound, 0)
            count(.discards, .outbound, UInt64(left.discards))
            let status = left.isCut ? interface.statusWhenCut : .up
            samples.append(.gauge(.speed, subject: interface.subject, value: interface.capacity, at: time))
            samples.append(
                .gauge(.operationalStatus, subject: interface.subject, value: UInt64(status.rawValue), at: time))
        }
    }
}
