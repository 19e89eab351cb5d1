import Mapping

// gnmic's `event` output: {"name":"ports","timestamp":…,"tags":{…},"values":{"openconfig:/interfaces/…":1},
// "deletes":["interfaces/…"]}. Keys of the path are tags, the path itself names the value.
extension JSONRecord {
    func gnmicEvent(
        _ bytes: Span<UInt8>, _ tape: JSONTape, _ line: Int, _ sink: inout some ReadingSink
    ) throws(FormatProblem) {
        let name = try member(names.name, "name", .string, of: 0, bytes, tape, line)
        let tags = try member(names.tags, "tags", .object, of: 0, bytes, tape, line)
        let values = try member(names.values, "values", .object, of: 0, bytes, tape, line)
        let deletes = try member(names.deletes, "deletes", .array, of: 0, bytes, tape, line)
        guard values != nil || deletes != nil else {
            throw FormatProblem(line: line, "found neither `values` nor `deletes`, expected an event of gnmic")
        }
        let stamp = try nanoseconds(0, bytes, tape, line)

        func describe(_ path: GNMIPath) -> ForeignSeries {
            path.series(
                group: name.map { tape.text($0, bytes) } ?? "", tags: tags.map { self.tags($0, bytes, tape) } ?? [])
        }
        var key = SeriesHash(sink.seed)
        key.add(bytes, name.map { tape[$0].range } ?? 0..<0)
        key.add(bytes, tags.map { tape[$0].range } ?? 0..<0)
        if let values { gnmicValues(values, key, stamp, bytes, tape, &sink, describe) }
        if let deletes { try gnmicDeletes(deletes, GNMIPath(), bytes, tape, line, &sink, describe) }
    }

    /// `{"path":value,…}`, as `event` and `json` both have it.
    func gnmicValues(
        _ values: Int, _ key: SeriesHash, _ stamp: Int64?, _ bytes: Span<UInt8>, _ tape: JSONTape,
        _ sink: inout some ReadingSink, _ describe: (GNMIPath) -> ForeignSeries
    ) {
        var member = values + 1
        while member < tape.after(values) {
            let value = member + 1
            var below = key
            below.add(bytes, tape[member].range)
            func path() -> GNMIPath {
                let text = tape.text(member, bytes)
                return GNMIPath(text) ?? GNMIPath(elements: [.init(text)])
            }
            if tape[value].kind == .object, let decoded = gnmicTyped(value, bytes, tape) {
                let place = sink.place(of: below.key) { describe(path()) }
                sink.take(place, decoded, stampNanoseconds: stamp)
            } else {
                leaves.take(tape, value, bytes, key: below, stampNanoseconds: stamp, into: &sink) { elements in
                    describe(path().appending(GNMIPath(elements: elements)))
                }
            }
            member = tape.after(value)
        }
    }

    /// Values of gNMI that gnmic writes as its own structures: Decimal64 and leaf lists. `nil`: JSON of the target.
    private func gnmicTyped(_ object: Int, _ bytes: Span<UInt8>, _ tape: JSONTape) -> ForeignValue? {
        if let list = tape.member(names.oldElement, of: object, bytes), tape[list].kind == .array,
            tape.after(list) == tape.after(object), tape[object + 1].next == UInt32(list)
        {
            return .composite
        }
        guard let digits = tape.member(names.digits, of: object, bytes),
            tape.after(object) - object == (tape.member(names.precision, of: object, bytes) == nil ? 3 : 5)
        else { return nil }
        return decimal(object, digits, bytes, tape)
    }

    /// `{"digits":-1234,"precision":2}`; a precision of 0 is left out.
    func decimal(_ object: Int, _ digits: Int, _ bytes: Span<UInt8>, _ tape: JSONTape) -> ForeignValue? {
        let precision = tape.member(names.precision, of: object, bytes).map { tape.whole($0, bytes) } ?? 0
        guard let digits = tape.whole(digits, bytes), let precision, let precision = UInt64(exactly: precision) else {
            return nil
        }
        return GNMIDecimal(digits: digits, precision: precision).value
    }

    /// A list of paths below `prefix`.
    func gnmicDeletes(
        _ deletes: Int, _ prefix: GNMIPath, _ bytes: Span<UInt8>, _ tape: JSONTape, _ line: Int,
        _ sink: inout some ReadingSink, _ describe: (GNMIPath) -> ForeignSeries
    ) throws(FormatProblem) {
        var index = deletes + 1
        while index < tape.after(deletes) {
            guard tape[index].kind == .string, let path = GNMIPath(tape.text(index, bytes)) else {
                throw FormatProblem(
                    line: line, "found \(tape.excerpt(index, bytes)) in `deletes`, expected a path"
                )
            }
            sink.delete(under: describe(prefix.appending(path).withoutWildcards))
            index = tape.after(index)
        }
    }
}
