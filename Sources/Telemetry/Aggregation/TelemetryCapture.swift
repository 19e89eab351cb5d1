/// What was known of everything at one instant, row by row: each row, of a path with its buckets, is of one moment; the
/// rows are of moments a few milliseconds apart. Copies share storage.
public struct TelemetryCapture: Sendable {
    private var reader: TelemetryReader?
    private var gauges: ContiguousArray<InterfaceGauges> = []
    private var directions: ContiguousArray<DirectionNow> = []
    private var paths = PublishedPaths(count: 0)

    public init() {}

    mutating func take(_ reader: TelemetryReader, _ paths: PublishedPaths) {
        self.reader = reader
        self.paths = paths
        Self.copy(reader.gauges.count, { reader.gauges.read($0).row }, into: &gauges)
        Self.copy(reader.directions.count, { reader.directions.read($0).row }, into: &directions)
    }

    @inline(__always)
    private static func copy<Row>(_ count: Int, _ row: (Int) -> Row, into rows: inout ContiguousArray<Row>) {
        rows.removeAll(keepingCapacity: true)
        rows.reserveCapacity(count)
        for index in 0..<count { rows.append(row(index)) }
    }

    /// As `TelemetryReader.interface`; `nil` before the first capture too.
    public func interface(_ interface: Int, now: Int64) -> InterfaceTelemetry? {
        guard let reader, gauges.indices.contains(interface) else { return nil }
        return reader.telemetry(
            interface, gauges[interface], directions[interface * 2], directions[interface * 2 + 1], now: now)
    }

    /// As `TelemetryReader.path`; `nil` before the first capture too.
    public func path(_ path: Int, _ direction: Direction, now: Int64) -> PathTelemetry? {
        guard let reader, path >= 0, path < reader.pathCount else { return nil }
        return reader.telemetry(path, paths[reader.numbering.number(path, direction)], now: now)
    }
}
