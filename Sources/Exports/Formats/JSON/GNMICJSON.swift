import Mapping

// gnmic's `json` output: {"source":…,"subscription-name":…,"timestamp":…,"time":…,"prefix":"openconfig:interfaces/…",
// "target":…,"updates":[{"Path":"in-octets","values":{"in-octets":1}}],"deletes":["…"]}. Paths are below the prefix.
extension JSONRecord {
    func gnmicJSON(
        _ bytes: Span<UInt8>, _ tape: JSONTape, _ line: Int, _ sink: inout some ReadingSink
    ) throws(FormatProblem) {
        let updates = try member(names.updates, "updates", .array, of: 0, bytes, tape, line)
        let deletes = try member(names.deletes, "deletes", .array, of: 0, bytes, tape, line)
        guard updates != nil || deletes != nil else {
            if names.sync.contains(where: { tape.member($0, of: 0, bytes) != nil }) { return }
            throw FormatProblem(line: line, "found neither `updates` nor `deletes`, expected a notification of gnmic")
        }
        let source = try member(names.source, "source", .string, of: 0, bytes, tape, line)
        let subscription = try member(names.subscription, "subscription-name", .string, of: 0, bytes, tape, line)
        let target = try member(names.target, "target", .string, of: 0, bytes, tape, line)
        let prefixText = try member(names.prefix, "prefix", .string, of: 0, bytes, tape, line)
        let stamp = try nanoseconds(0, bytes, tape, line)

        func prefix() -> GNMIPath? {
            guard let prefixText else { return GNMIPath() }
            return GNMIPath(tape.text(prefixText, bytes))
        }
        func describe(_ path: GNMIPath) -> ForeignSeries {
            var tags: [ForeignSeries.Tag] = []
            for (name, index) in [("source", source), ("subscription-name", subscription), ("target", target)] {
                if let index { tags.append(.init(name, tape.text(index, bytes))) }
            }
            return path.series(group: subscription.map { tape.text($0, bytes) } ?? "", tags: tags)
        }
        func describeBelow(_ path: GNMIPath) -> ForeignSeries { describe((prefix() ?? GNMIPath()).appending(path)) }

        var key = SeriesHash(sink.seed)
        for index in [source, subscription, target, prefixText] {
            key.add(bytes, index.map { tape[$0].range } ?? 0..<0)
        }
        if let deletes {
            guard let prefix = prefix() else { throw FormatProblem(line: line, "found no path in `prefix`") }
            try gnmicDeletes(deletes, prefix, bytes, tape, line, &sink, describe)
        }
        guard let updates else { return }
        var update = updates + 1
        while update < tape.after(updates) {
            guard let values = tape.member(names.values, of: update, bytes), tape[values].kind == .object else {
                throw FormatProblem(line: line, "found an update without `values`")
            }
            gnmicValues(values, key, stamp, bytes, tape, &sink, describeBelow)
            update = tape.after(update)
        }
    }
}
