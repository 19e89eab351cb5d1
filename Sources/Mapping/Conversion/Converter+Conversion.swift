import Collecting
import Metro
import Telemetry

extension Converter {
    /// Converts what was taken since the last call. The samples must all be offered, in their order.
    public mutating func convert(receivedNanoseconds received: Int64) -> (samples: [Sample], findings: [Finding]) {
        defer { clearPending() }
        settleClocks(received)
        var batch = Batch(receivedNanoseconds: received)
        batch.samples.reserveCapacity(pending.count + delays.count)
        var next = 0
        // Speed and status stand before the counters of the same message.
        for end in messageEnds where end > next {
            convert(next..<end, into: &batch)
            next = end
        }
        convert(next..<pending.count, into: &batch)
        for delay in delays { convert(delay, into: &batch) }
        return (batch.samples, batch.findings)
    }

    struct Batch {
        let receivedNanoseconds: Int64
        var samples: [Sample] = []
        /// Counters of the message under way.
        var counters: [Sample] = []
        /// Interfaces whose counters came and whose state is told less often, with the counters' time.
        var states: [(interface: Int, timeNanoseconds: Int64)] = []
        var findings: [Finding] = []

        /// The newest stamp that can be meant.
        let latestNanoseconds: Int64

        init(receivedNanoseconds: Int64) {
            self.receivedNanoseconds = receivedNanoseconds
            latestNanoseconds = DeviceClock.latest(receivedNanoseconds: receivedNanoseconds)
        }
    }

    /// How far the source's clocks are ahead of ours, and how far it is behind.
    private mutating func settleClocks(_ received: Int64) {
        guard newestNanoseconds != .min else { return }
        let latest = DeviceClock.latest(receivedNanoseconds: received)
        if newestNanoseconds > latest { newestNanoseconds = newestStamp(upTo: latest) }
        guard newestNanoseconds != .min else { return }
        let (lag, overflow) = received.subtractingReportingOverflow(newestNanoseconds)
        guard !overflow else { return }
        if lag >= -DeviceClock.toleranceNanoseconds, !isAnyClockAhead {
            picture.lagNanoseconds = max(0, lag)
            return
        }
        for reading in pending where reading.form != .delete && (1...latest).contains(reading.stampNanoseconds) {
            let state = slots[Int(reading.place)].state
            guard state >= 0 else { continue }
            let clock = Int(interfaces[Int(cells[Int(state)].interface)].device)
            clocks[clock].newestNanoseconds = max(clocks[clock].newestNanoseconds, reading.stampNanoseconds)
        }
        var ahead: Int64 = 0
        for clock in clocks.indices {
            clocks[clock].settle(receivedNanoseconds: received)
            ahead = max(ahead, clocks[clock].aheadNanoseconds)
        }
        isAnyClockAhead = ahead > 0
        picture.clockAheadNanoseconds = ahead > 0 ? ahead : nil
        picture.lagNanoseconds = max(0, lag)
    }

    /// The newest that can be meant; .min: none.
    private func newestStamp(upTo latest: Int64) -> Int64 {
        var newest = Int64.min
        for reading in pending where reading.form != .delete && reading.stampNanoseconds <= latest {
            newest = max(newest, reading.stampNanoseconds)
        }
        for delay in delays where delay.stampNanoseconds <= latest { newest = max(newest, delay.stampNanoseconds) }
        return newest > 0 ? newest : .min
    }

    private mutating func convert(_ range: Range<Int>, into batch: inout Batch) {
        for at in range {
            let reading = pending[at]
            switch reading.form {
            case .delete: end(under: deletes[Int(reading.bits)])
            case .gone: end(reading.place)
            default:
                let slot = slots[Int(reading.place)]
                guard slot.state >= 0 else {
                    refusals.count(slot.refusalRow)
                    continue
                }
                do throws(ReadingFault) {
                    try convert(reading, slot, into: &batch)
                    picture.samples &+= 1
                } catch {
                    refusals.count(error.rawValue)
                    if !refusals.hasExample(error.rawValue) {
                        refusals.illustrate(error.rawValue, title(of: reading.place))
                    }
                }
            }
        }
        repeatStates(&batch)
        batch.samples.append(contentsOf: batch.counters)
        batch.counters.removeAll(keepingCapacity: true)
    }

    private mutating func convert(
        _ reading: PendingReading, _ slot: SeriesSlot, into batch: inout Batch
    ) throws(ReadingFault) {
        let place = Int(slot.state)
        let interface = Int(cells[place].interface)
        guard
            reading.stampNanoseconds == PendingReading.noStamp
                || (reading.stampNanoseconds > 0 && reading.stampNanoseconds <= batch.latestNanoseconds)
        else { throw .wrongStamp }
        if !interfaces[interface].isOwned {
            guard let claim = owners.claim(interfaces[interface].subject, for: resolver.source) else {
                throw .ownedByOther
            }
            interfaces[interface].isOwned = true
            interfaces[interface].claim = claim
        }
        let clock = clocks[Int(interfaces[interface].device)]
        let stamp: Int64
        var time: Int64
        if reading.stampNanoseconds == PendingReading.noStamp {
            stamp = batch.receivedNanoseconds
            time = stamp
        } else {
            stamp = reading.stampNanoseconds
            time = stamp &- clock.aheadNanoseconds
        }
        var cell = cells[place]
        if cell.generation != clock.generation {
            // Its clock was set back: older stamps are newer readings.
            cell.generation = clock.generation
            cell.stampNanoseconds = .min
        }
        if cell.jumps != clock.jumps {
            cell.jumps = clock.jumps
            cell.epoch &+= 1
        }
        if cell.owner != reading.place {
            if cell.owner != QuantityCell.nobody, cell.stampNanoseconds != .min,
                stamp < cell.stampNanoseconds &+ patience(interface)
            {
                throw .toldTwice
            }
            cell.owner = reading.place
        }
        if cell.teller != reading.place {
            if cell.teller != QuantityCell.nobody { cell.epoch &+= 1 }
            cell.teller = reading.place
        }
        if stamp <= cell.stampNanoseconds { throw stamp == cell.stampNanoseconds ? .sameStamp : .outOfOrder }
        if cell.isRepeated, time <= cell.timeNanoseconds { time = cell.timeNanoseconds &+ 1 }
        let before = cell.stampNanoseconds
        let interval = before == .min ? 0 : stamp &- before
        let text = reading.form == .text ? texts[Int(reading.bits)] : ""
        switch slot.quantity {
        case .inOctets, .outOctets, .inErrors, .outErrors, .inDiscards, .outDiscards:
            let value: UInt64
            if slot.kind == .gauge {
                value = try octets(reading, slot, text, after: interval, &cell)
            } else {
                value = try counter(reading, slot, text)
            }
            learnCadence(place, interface, interval, cell.intervalNanoseconds, slot.quantity, time, into: &batch)
            batch.counters.append(
                .counter(
                    slot.quantity.metric, subject: interfaces[interface].subject, direction: slot.quantity.direction,
                    value: value, agentTicks: UInt32(truncatingIfNeeded: stamp / Sample.fineTickNanoseconds),
                    epoch: interfaces[interface].epoch(of: cell),
                    flags: slot.kind == .counter32 ? [.counter32, .fineTicks] : .fineTicks, at: time))
            let state = interfaces[interface].statusCell
            if state >= 0, cells[Int(state)].holdNanoseconds > interfaces[interface].periodNanoseconds,
                interfaces[interface].cadenceCell == slot.state
            {
                batch.states.append((interface, time))
            }
        case .speed:
            cell.value = try ReadingValue.speed(reading.form, reading.bits, text, slot.unit)
            batch.samples.append(
                .gauge(.speed, subject: interfaces[interface].subject, value: cell.value, at: time))
        case .operationalStatus:
            cell.value = try ReadingValue.status(reading.form, reading.bits, text)
            cell.hold(max(0, interval), from: time)
            batch.samples.append(
                .gauge(.operationalStatus, subject: interfaces[interface].subject, value: cell.value, at: time))
        case .lastClear:
            let instant = try Instant.nanoseconds(reading.form, reading.bits, text, slot.unit)
            takeLastClear(instant, interface, stamp: stamp, isInstant: slot.unit != .none || reading.form == .text)
        case .alias:
            guard reading.form == .text else { throw .notNumeric }
            tellAlias(text, interfaces[interface].subject, &batch)
        case .receivePower, .transmitPower:
            try tellPower(reading, slot, text, cell: Int32(place), interface, at: time, &batch)
        }
        cell.intervalNanoseconds = interval
        cell.stampNanoseconds = stamp
        cell.timeNanoseconds = time
        cell.isRepeated = false
        cell.hasValue = true
        cells[place] = cell
        if !interfaces[interface].isSeen {
            interfaces[interface].isSeen = true
            batch.findings.append(.interfaceMissing(subject: interfaces[interface].subject, reason: nil))
        }
    }

    /// How long a series may be silent before another one may tell the same quantity, nanoseconds: labels change, and
    /// with them the series.
    private func patience(_ interface: Int) -> Int64 {
        let period = interfaces[interface].periodNanoseconds
        return period > 0 ? 2 * period : 60_000_000_000
    }

    private mutating func counter(
        _ reading: PendingReading, _ slot: SeriesSlot, _ text: String
    ) throws(ReadingFault) -> UInt64 {
        let (value, isRounded) =
            reading.form == .unsigned
            ? (reading.bits, false) : try ReadingValue.whole(reading.form, reading.bits, text)
        if isRounded { noteRounding(reading.place) }
        if slot.kind == .counter32, value > UInt64(UInt32.max) { throw .over32Bits }
        // Whole octets: under one octet is lost once, never twice.
        return slot.unit == .bits ? value >> 3 : value
    }

    /// A gauge that tells a rate: the octets that it makes together, so that their difference over the interval is the
    /// rate again.
    private func octets(
        _ reading: PendingReading, _ slot: SeriesSlot, _ text: String, after interval: Int64, _ cell: inout QuantityCell
    ) throws(ReadingFault) -> UInt64 {
        let rate = try ReadingValue.number(reading.form, reading.bits, text)
        guard rate >= 0 else { throw .negative }
        let perSecond = rate * Double(ReadingValue.bitsPerUnit(slot.unit)) / 8
        guard perSecond <= Double(ReadingValue.greatestSpeed) else { throw .implausibleSpeed }
        let octets = perSecond * Double(interval) / 1e9 + cell.fraction
        guard octets < 0x1p62 else { throw .tooLarge }
        cell.value &+= UInt64(octets)
        cell.fraction = octets - octets.rounded(.down)
        return cell.value
    }

    private mutating func noteRounding(_ place: Int32) {
        guard !isRoundingKnown else { return }
        isRoundingKnown = true
        notes.append(
            "the exporter rounds counters over 2^53 (it writes them as floating-point numbers): their last digits are lost "
                + "before us; first seen at \(PrintableName.of(title(of: place), limit: 120))")
    }
}

extension NameMapping.Quantity {
    var metric: Metric {
        switch self {
        case .inErrors, .outErrors: .errors
        case .inDiscards, .outDiscards: .discards
        default: .octets
        }
    }
    var direction: Direction {
        switch self {
        case .outOctets, .outErrors, .outDiscards: .outbound
        default: .inbound
        }
    }
}
