import Mapping

/// Prometheus remote write 1.0 after snappy: one WriteRequest a message. A request that cannot be read is refused as a
/// whole, as its sender is told. Exemplars and metadata are no readings; a native histogram is one that no sample holds.
public struct RemoteWriteDecoder: ExportDecoder {
    /// The NaN by which Prometheus says that a series has ended.
    static let staleMarker: UInt64 = 0x7FF0_0000_0000_0002

    public init() {}

    public mutating func decode(_ bytes: Span<UInt8>, isEnd: Bool, into sink: inout some ReadingSink) -> Int {
        guard isEnd else { return 0 }
        sink.mark()
        do throws(WireProblem) {
            try Self.read(bytes, into: &sink)
        } catch {
            sink.rollBack()
            sink.refuse(FormatProblem(line: 0, "\(error)"))
        }
        sink.messageEnded()
        return bytes.count
    }

    private static func read(_ bytes: Span<UInt8>, into sink: inout some ReadingSink) throws(WireProblem) {
        var request = WireReader(0..<bytes.count, of: "WriteRequest")
        while let field = try request.next(bytes) {
            switch (field.number, field.form) {
            case (1, .bytes): try readSeries(bytes, try request.range(bytes), into: &sink)
            // Symbols and series of remote write 2.0, which leaves 1 to 3 unused so that it is known by them.
            case (4, _), (5, _): throw request.problem(request.position, .other("remote write 2.0, expected 1.0"))
            default: try request.skip(field, bytes)
            }
        }
    }

    /// Labels are looked at twice, for they may stand behind the samples that they name.
    private static func readSeries(
        _ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some ReadingSink
    ) throws(WireProblem) {
        var hash = SeriesHash(sink.seed)
        var reader = WireReader(range, of: "TimeSeries")
        while let field = try reader.next(bytes) {
            if field.number == 1, field.form == .bytes {
                let label = try reader.range(bytes)
                _ = try WirePair(bytes, label, of: "Label")
                hash.add(bytes, label)
            } else {
                try reader.skip(field, bytes)
            }
        }
        let place = sink.place(of: hash.key) { describe(bytes, range) }
        reader = WireReader(range, of: "TimeSeries")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (2, .bytes): try readSample(bytes, try reader.range(bytes), place, into: &sink)
            case (4, .bytes): try readHistogram(bytes, try reader.range(bytes), place, into: &sink)
            default: try reader.skip(field, bytes)
            }
        }
    }

    private static func readSample(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ place: Int, into sink: inout some ReadingSink
    ) throws(WireProblem) {
        var value: UInt64 = 0
        var milliseconds: Int64 = 0
        var reader = WireReader(range, of: "Sample")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .fixed64): value = try reader.fixed64(bytes)
            case (2, .varint): milliseconds = Int64(bitPattern: try reader.varint(bytes))
            default: try reader.skip(field, bytes)
            }
        }
        sink.take(
            place, value == staleMarker ? .gone : .double(Double(bitPattern: value)),
            stampNanoseconds: nanoseconds(milliseconds))
    }

    private static func readHistogram(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ place: Int, into sink: inout some ReadingSink
    ) throws(WireProblem) {
        var milliseconds: Int64 = 0
        var isStale = false
        var reader = WireReader(range, of: "Histogram")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            // Sum of all observations; that of a stale series is the marker.
            case (3, .fixed64): isStale = try reader.fixed64(bytes) == staleMarker
            case (15, .varint): milliseconds = Int64(bitPattern: try reader.varint(bytes))
            default: try reader.skip(field, bytes)
            }
        }
        sink.take(place, isStale ? .gone : .composite, stampNanoseconds: nanoseconds(milliseconds))
    }

    /// What does not fit in 64 bits lies far off anyway.
    private static func nanoseconds(_ milliseconds: Int64) -> Int64 {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? (milliseconds < 0 ? .min : .max) : product
    }

    /// The labels were read before.
    private static func describe(_ bytes: Span<UInt8>, _ range: Range<Int>) -> ForeignSeries {
        var series = ForeignSeries()
        var reader = WireReader(range, of: "TimeSeries")
        while let field = try? reader.next(bytes) {
            guard field.number == 1, field.form == .bytes, let range = try? reader.range(bytes),
                let label = try? WirePair(bytes, range, of: "Label")
            else {
                guard (try? reader.skip(field, bytes)) != nil else { break }
                continue
            }
            let value = bytes.text(label.value)
            // A label without a value is none (Prometheus, data model).
            if value.isEmpty { continue }
            let name = bytes.text(label.name)
            if name == "__name__" { series.group = value } else { series.tags.append(.init(name, value)) }
        }
        return series
    }
}
