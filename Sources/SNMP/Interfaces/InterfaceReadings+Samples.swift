import Telemetry

extension InterfaceReadings {
    /// The readings as samples: octets, errors and discards of both directions where the agent has them, speed (0 where
    /// it is unknown) and operational status. Gauges carry the time of the counters, or `wallNanoseconds` without any.
    func appendSamples(to samples: inout [Sample], subject: UInt32, epoch: UInt32, wallNanoseconds: Int64) {
        var time = wallNanoseconds
        for reading in [outDiscards, inDiscards, outErrors, inErrors, outOctets, inOctets] {
            if let reading = reading.value { time = reading.receivedNanoseconds }
        }
        // Speed first: a rate is judged by the capacity of the same poll.
        samples.append(.gauge(.speed, subject: subject, value: speedBitsPerSecond.value ?? 0, at: time))
        func append(_ metric: Metric, _ direction: Direction, _ reading: CounterReading?) {
            guard let reading else { return }
            samples.append(
                .counter(
                    metric, subject: subject, direction: direction, value: reading.value,
                    agentTicks: reading.agentTicks ?? 0, epoch: epoch, flags: reading.is32Bit ? .counter32 : [],
                    at: reading.receivedNanoseconds))
        }
        append(.octets, .inbound, inOctets.value)
        append(.octets, .outbound, outOctets.value)
        append(.errors, .inbound, inErrors.value)
        append(.errors, .outbound, outErrors.value)
        append(.discards, .inbound, inDiscards.value)
        append(.discards, .outbound, outDiscards.value)
        if let operationalStatus {
            samples.append(
                .gauge(.operationalStatus, subject: subject, value: UInt64(operationalStatus.rawValue), at: time))
        }
    }

    /// Changes when the agent says that its counters started anew, or when they are of another interface.
    func epoch(engineBoots: UInt32?, identity: UInt32) -> UInt32 {
        // Multiplied by odd constants, so that no small change of one is undone by a small change of another.
        (engineBoots ?? 0) &* 0x9E37_79B1 ^ (discontinuityTicks ?? 0) ^ identity &* 0x85EB_CA6B
    }
}
