import Collecting
import Metro
import Telemetry

extension Converter {
    /// What a period may be (as the aggregator has it), nanoseconds.
    private static let periods: ClosedRange<Int64> = 10_000_000...3_600_000_000_000
    /// The period is told again after this long, for aggregates that were begun anew, nanoseconds.
    private static let periodToldNanoseconds: Int64 = 300_000_000_000

    /// Tells the aggregator how far readings of an interface lie apart: as configured, or once two intervals agree.
    mutating func learnCadence(
        _ cell: Int, _ interface: Int, _ interval: Int64, _ before: Int64, _ quantity: NameMapping.Quantity,
        _ time: Int64, into batch: inout Batch
    ) {
        var state = interfaces[interface]
        if state.cadenceCell != Int32(cell) {
            // Octets tell it; errors only where there are no octets.
            let isOctets = quantity.metric == .octets
            guard state.cadenceCell < 0 || (isOctets && !state.cadenceIsOctets) else { return }
            (state.cadenceCell, state.cadenceIsOctets) = (Int32(cell), isOctets)
            interfaces[interface] = state
        }
        var period = state.periodNanoseconds
        if let intervalNanoseconds {
            period = intervalNanoseconds
        } else if interval > 0, before > 0, (interval - before).magnitude <= UInt64(before) / 4,
            (interval - period).magnitude > UInt64(period) / 4
        {
            period = interval
        }
        guard Self.periods.contains(period) else { return }
        let isDue = time &- state.periodToldNanoseconds >= Self.periodToldNanoseconds
        guard period != state.periodNanoseconds || isDue else { return }
        interfaces[interface].periodNanoseconds = period
        interfaces[interface].periodToldNanoseconds = time
        batch.samples.append(.gauge(.period, subject: state.subject, value: UInt64(period), at: time))
    }

    /// Counters that were cleared since their last reading start a new epoch.
    mutating func takeLastClear(_ instant: Int64, _ interface: Int, stamp: Int64, isInstant: Bool) {
        let known = interfaces[interface].lastClearNanoseconds
        interfaces[interface].lastClearNanoseconds = instant
        if known == instant { return }
        if known == nil {
            // The first word of it: only what was cleared after a reading that we have breaks anything.
            let cadence = interfaces[interface].cadenceCell
            guard isInstant, cadence >= 0, cells[Int(cadence)].stampNanoseconds != .min,
                instant > cells[Int(cadence)].stampNanoseconds
            else { return }
        }
        interfaces[interface].epoch &+= 1
    }

    mutating func tellAlias(_ text: String, _ subject: UInt32, _ batch: inout Batch) {
        let alias = PrintableName.of(text, limit: 255)
        guard aliases.updateValue(alias, forKey: subject) != alias else { return }
        batch.findings.append(.interface(subject: subject, facts: InterfaceFacts(ifIndex: 0, alias: alias)))
    }

    /// Tells states again beside counters that come more often, or they would seem stale between two of their own
    /// readings. A state that was told once, or that is overdue, is not.
    mutating func repeatStates(_ batch: inout Batch) {
        for (interface, time) in batch.states {
            let place = Int(interfaces[interface].statusCell)
            let cell = cells[place]
            guard cell.hasValue, time > cell.timeNanoseconds, time <= cell.holdUntilNanoseconds else { continue }
            cells[place].timeNanoseconds = time
            cells[place].isRepeated = true
            batch.samples.append(
                .gauge(.operationalStatus, subject: interfaces[interface].subject, value: cell.value, at: time))
        }
        batch.states.removeAll(keepingCapacity: true)
    }

    /// The last values of what a target tells only when it changes (oper-status, speed), stamped `now`: to be offered
    /// while a session is known to live.
    public mutating func refresh(nowNanoseconds: Int64) -> [Sample] {
        var samples: [Sample] = []
        defer { lastRefreshNanoseconds = nowNanoseconds }
        for (name, place) in cellPlaces {
            let metric: Metric
            switch name.quantity {
            case .speed: metric = .speed
            case .operationalStatus: metric = .operationalStatus
            default: continue
            }
            let cell = cells[Int(place)]
            let interface = interfaces[Int(cell.interface)]
            guard cell.hasValue, interface.isOwned, nowNanoseconds > cell.timeNanoseconds else { continue }
            if let lastRefreshNanoseconds {
                cells[Int(place)].hold(nowNanoseconds &- lastRefreshNanoseconds, from: nowNanoseconds)
            }
            cells[Int(place)].timeNanoseconds = nowNanoseconds
            cells[Int(place)].isRepeated = true
            samples.append(.gauge(metric, subject: interface.subject, value: cell.value, at: nowNanoseconds))
        }
        return samples
    }

    /// Interfaces of the device, by subject, of which nothing has come yet: for the end of the first round of a session.
    public func unseenSubjects(of device: DeviceID) -> [UInt32] {
        resolver.directory.interfaces(of: device).filter { place in
            interfacePlaces[place].map { !interfaces[Int($0)].isSeen } ?? true
        }.map { resolver.directory.interfaces[$0].subject }
    }

    /// The source is over: its interfaces are free for others, and its values grow stale.
    public mutating func release() {
        owners.release(resolver.source)
        lastRefreshNanoseconds = nil
        for place in interfaces.indices {
            interfaces[place].isOwned = !interfaces[place].needsClaim
            interfaces[place].isSeen = false
        }
        for place in cells.indices {
            cells[place].hasValue = false
            cells[place].owner = QuantityCell.nobody
        }
    }
}
