/// Queries, all of them as of the newest `advance` or `ingest`. Arrays are shared with later answers until they
/// change; the live figures of a path are computed anew only when a sample of it came or a minute left its window.
extension Aggregator {
    public var interfaceCount: Int { interfaces.count }
    public var pathCount: Int { delays.count / 2 }

    /// `nil` when there is no such interface.
    public func interface(_ interface: Int) -> InterfaceTelemetry? {
        guard interfaces.indices.contains(interface) else { return nil }
        return interfaces[interface].telemetry(frame)
    }

    /// How much of the live window the interface was up, and how much of it is known; `nil` when there is no such
    /// interface.
    public func operationalCoverage(_ interface: Int) -> OperationalCoverage? {
        guard interfaces.indices.contains(interface) else { return nil }
        return interfaces[interface].operationalCoverage(frame)
    }

    /// `nil` when there is no such path.
    public func path(_ path: Int, _ direction: Direction) -> PathTelemetry? {
        guard let series = series(path, direction) else { return nil }
        return delays[series].telemetry(frame)
    }

    /// The judged delays of the live window: for its buckets, other percentiles (`lost` is in the path's figures) and
    /// shares below a limit. It shares storage, which is copied with the next sample: ask for what is shown.
    public func histogram(_ path: Int, _ direction: Direction) -> DelayHistogram? {
        guard let series = series(path, direction) else { return nil }
        return delays[series].histogram(frame)
    }

    /// The window of a series that holds `time`: rates of counters per second, judged delays in nanoseconds (by
    /// seconds only; minutes are in `PathTelemetry.minutes`). `nil` when nothing is known of it or it is gone.
    public func window(
        _ resolution: WindowResolution, _ metric: Metric, subject: Int, _ direction: Direction,
        containing time: Int64
    ) -> WindowCell? {
        if metric.isInterfaceMetric {
            guard interfaces.indices.contains(subject) else { return nil }
            return interfaces[subject].window(resolution, metric, direction, time)
        }
        guard metric == .delay, resolution == .second, let series = series(subject, direction) else { return nil }
        let seconds = delays[series].seconds
        return seconds.cell(time.quotientRoundedDown(by: seconds.lengthNanoseconds))
    }

    /// Bytes that the series hold, without the allocator's own.
    public var allocatedBytes: Int {
        interfaces.reduce(0) { $0 + MemoryLayout<InterfaceSeries>.stride + $1.allocatedBytes }
            + delays.reduce(0) { $0 + MemoryLayout<DelaySeries>.stride + $1.allocatedBytes }
    }

    private func series(_ path: Int, _ direction: Direction) -> Int? {
        guard path >= 0, path < pathCount else { return nil }
        return path * 2 + Int(direction.rawValue)
    }
}
