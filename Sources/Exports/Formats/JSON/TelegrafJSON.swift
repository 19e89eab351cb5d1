import Mapping

// Telegraf's `json` serializer: {"fields":{…},"name":"…","tags":{…},"timestamp":1458229140}, or many of them as
// {"metrics":[…]}.
extension JSONRecord {
    func telegraf(
        _ bytes: Span<UInt8>, _ tape: JSONTape, _ line: Int, _ sink: inout some ReadingSink
    ) throws(FormatProblem) {
        guard let metrics = try member(names.metrics, "metrics", .array, of: 0, bytes, tape, line) else {
            return try metric(0, bytes, tape, line, &sink)
        }
        var metric = metrics + 1
        while metric < tape.after(metrics) {
            // One bad metric does not take its neighbours with it.
            do throws(FormatProblem) {
                try self.metric(metric, bytes, tape, line, &sink)
            } catch {
                sink.refuse(error)
            }
            metric = tape.after(metric)
        }
    }

    private func metric(
        _ metric: Int, _ bytes: Span<UInt8>, _ tape: JSONTape, _ line: Int, _ sink: inout some ReadingSink
    ) throws(FormatProblem) {
        guard let name = try member(names.name, "name", .string, of: metric, bytes, tape, line),
            let fields = try member(names.fields, "fields", .object, of: metric, bytes, tape, line)
        else {
            throw FormatProblem(line: line, "found no `name` or no `fields`, expected a metric of Telegraf")
        }
        let tags = try member(names.tags, "tags", .object, of: metric, bytes, tape, line)
        let stamp = try stampBySize(metric, bytes, tape, line)
        var key = SeriesHash(sink.seed)
        key.add(bytes, tape[name].range)
        if let tags { key.add(bytes, tape[tags].range) }
        var field = fields + 1
        while field < tape.after(fields) {
            let value = field + 1
            var below = key
            below.add(bytes, tape[field].range)
            let place = sink.place(of: below.key) {
                ForeignSeries(
                    group: tape.text(name, bytes), tags: tags.map { self.tags($0, bytes, tape) } ?? [],
                    field: tape.text(field, bytes))
            }
            sink.take(place, tape.value(value, bytes), stampNanoseconds: stamp)
            field = tape.after(value)
        }
    }

    /// Telegraf writes seconds, or by `json_timestamp_units` anything down to nanoseconds, and does not say which. For
    /// instants from 1990 to 2200 the size of the number does: those of one unit end before those of the next begin.
    private func stampBySize(
        _ metric: Int, _ bytes: Span<UInt8>, _ tape: JSONTape, _ line: Int
    ) throws(FormatProblem) -> Int64? {
        guard let index = tape.member(names.timestamp, of: metric, bytes), tape[index].kind != .null else { return nil }
        if tape[index].kind == .number, let stamp = tape.whole(index, bytes) {
            for nanoseconds: Int64 in [1_000_000_000, 1_000_000, 1_000, 1] {
                let scale = 1_000_000_000 / nanoseconds
                // Seconds of 1990-01-01 and of 2200-01-01.
                if 631_152_000 * scale..<7_258_118_400 * scale ~= stamp { return stamp * nanoseconds }
            }
        }
        throw FormatProblem(
            line: line,
            "found \(tape.excerpt(index, bytes)) as `timestamp`, expected a whole number of s, ms, µs "
                + "or ns since 1970, between 1990 and 2200")
    }
}
