import Telemetry

extension InterfaceRow {
    /// The row as samples: octets, errors and discards of both directions where the agent has them, speed (0 where it
    /// is unknown) and operational status. Gauges carry the time of the counters, or `wallNanoseconds` without any.
    func samples(subject: UInt32, engineBoots: UInt32?, wallNanoseconds: Int64) -> [Sample] {
        let epoch = epoch(engineBoots: engineBoots)
        let counters: [(Metric, Direction, CounterReading?)] = [
            (.octets, .inbound, inOctets.value), (.octets, .outbound, outOctets.value),
            (.errors, .inbound, inErrors.value), (.errors, .outbound, outErrors.value),
            (.discards, .inbound, inDiscards.value), (.discards, .outbound, outDiscards.value),
        ]
        let time = counters.lazy.compactMap { $0.2 }.first?.receivedNanoseconds ?? wallNanoseconds
        // Speed first: a rate is judged by the capacity of the same poll.
        var samples = [Sample.gauge(.speed, subject: subject, value: speedBitsPerSecond.value ?? 0, at: time)]
        for case (let metric, let direction, let reading?) in counters {
            samples.append(
                .counter(
                    metric, subject: subject, direction: direction, value: reading.value,
                    agentTicks: reading.agentTicks ?? 0, epoch: epoch, flags: reading.is32Bit ? .counter32 : [],
                    at: reading.receivedNanoseconds))
        }
        if let operationalStatus {
            samples.append(
                .gauge(.operationalStatus, subject: subject, value: UInt64(operationalStatus.rawValue), at: time))
        }
        return samples
    }

    /// Changes when the agent says that its counters started anew; 0 where it never says anything.
    func epoch(engineBoots: UInt32?) -> UInt32 {
        // Multiplied by an odd constant, so that no small change of one is undone by a small change of the other.
        (engineBoots ?? 0) &* 0x9E37_79B1 ^ (discontinuityTicks ?? 0)
    }
}
