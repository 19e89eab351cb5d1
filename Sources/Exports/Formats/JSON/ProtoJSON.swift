import Mapping

// gnmic's `protojson` output, and every other SubscribeResponse in protobuf's JSON mapping: {"update":{"timestamp":"…",
// "prefix":{…},"update":[{"path":{"elem":[{"name":"interface","key":{"name":"Eth1"}}]},"val":{"uintVal":"1"}}],
// "delete":[…]}}, {"syncResponse":true}. 64-bit integers are text there or numbers, bytes are base64, and names are in
// camel case or as in gnmi.proto.
extension JSONRecord {
    func protoJSON(
        _ bytes: Span<UInt8>, _ tape: JSONTape, _ line: Int, _ sink: inout some ReadingSink
    ) throws(FormatProblem) {
        guard let notification = try member(names.update, "update", .object, of: 0, bytes, tape, line) else {
            if let error = tape.member(names.error, of: 0, bytes) {
                throw FormatProblem(line: line, "the target says \(tape.excerpt(error, bytes))")
            }
            if names.sync.contains(where: { tape.member($0, of: 0, bytes) != nil }) { return }
            throw FormatProblem(
                line: line, "found neither `update` nor `syncResponse`, expected a SubscribeResponse of gNMI")
        }
        let prefix = try member(names.prefix, "prefix", .object, of: notification, bytes, tape, line)
        let updates = try member(names.update, "update", .array, of: notification, bytes, tape, line)
        let deletes = try member(names.delete, "delete", .array, of: notification, bytes, tape, line)
        let stamp = try nanoseconds(notification, bytes, tape, line)

        func prefixPath() -> GNMIPath { prefix.map { path($0, bytes, tape) } ?? GNMIPath() }
        if let atomic = tape.member(names.atomic, of: notification, bytes), tape[atomic].kind == .yes {
            sink.delete(under: prefixPath().everythingUnder())
        }
        if let deletes {
            var index = deletes + 1
            while index < tape.after(deletes) {
                sink.delete(under: prefixPath().appending(path(index, bytes, tape)).everythingUnder())
                index = tape.after(index)
            }
        }
        guard let updates else { return }
        var key = SeriesHash(sink.seed)
        if let prefix { key.add(bytes, tape[prefix].range) }
        var update = updates + 1
        while update < tape.after(updates) {
            let place = tape.member(names.path, of: update, bytes)
            var below = key
            if let place { below.add(bytes, tape[place].range) }
            func describe(_ elements: [GNMIPath.Element]) -> ForeignSeries {
                var whole = prefixPath()
                if let place { whole = whole.appending(path(place, bytes, tape)) }
                return whole.appending(GNMIPath(elements: elements)).series()
            }
            do throws(FormatProblem) {
                guard let typed = tape.member(names.value, of: update, bytes), tape[typed].kind == .object,
                    tape.after(typed) > typed + 1
                else { throw FormatProblem(line: line, "found no value") }
                let lost = try duplicates(update, bytes, tape, line)
                try value(typed, below, stamp, bytes, tape, line, &sink, describe)
                if lost > 0 { sink.lose(UInt64(lost)) }
            } catch {
                // One bad update does not take its neighbours with it.
                sink.refuse(FormatProblem(line: line, "update of \(describe([]).field): \(error.reason)"))
            }
            update = tape.after(update)
        }
    }

    /// Values that the target merged into this one: a uint32.
    private func duplicates(
        _ update: Int, _ bytes: Span<UInt8>, _ tape: JSONTape, _ line: Int
    ) throws(FormatProblem) -> UInt32 {
        guard let index = tape.member(names.duplicates, of: update, bytes) else { return 0 }
        guard let whole = tape.whole(index, bytes), let count = UInt32(exactly: whole) else {
            let found = tape.excerpt(index, bytes)
            throw FormatProblem(line: line, "found \(found) duplicates, expected a whole number of 32 bits")
        }
        return count
    }

    /// `{"origin":"openconfig","target":"pe1","elem":[{"name":"interface","key":{"name":"Eth1"}}]}`; `element`, a list of
    /// text, is of gNMI before 0.4.
    private func path(_ object: Int, _ bytes: Span<UInt8>, _ tape: JSONTape) -> GNMIPath {
        func text(_ word: JSONWord, _ object: Int) -> String {
            guard let index = tape.member(word, of: object, bytes), tape[index].kind == .string else { return "" }
            return tape.text(index, bytes)
        }
        var path = GNMIPath(origin: text(names.origin, object), target: text(names.target, object))
        if let list = tape.member(names.element, of: object, bytes), tape[list].kind == .array {
            var index = list + 1
            while index < tape.after(list) {
                var element = GNMIPath.Element(text(names.name, index))
                if let keys = tape.member(names.key, of: index, bytes), tape[keys].kind == .object {
                    element.keys = tags(keys, bytes, tape)
                }
                path.elements.append(element)
                index = tape.after(index)
            }
        } else if let list = tape.member(names.oldElement, of: object, bytes), tape[list].kind == .array {
            var index = list + 1
            while index < tape.after(list) {
                if tape[index].kind == .string { path.elements.append(.init(tape.text(index, bytes))) }
                index = tape.after(index)
            }
        }
        return path
    }

    /// A TypedValue: an object with one member.
    private func value(
        _ typed: Int, _ key: SeriesHash, _ stamp: Int64?, _ bytes: Span<UInt8>, _ tape: JSONTape, _ line: Int,
        _ sink: inout some ReadingSink, _ describe: ([GNMIPath.Element]) -> ForeignSeries
    ) throws(FormatProblem) {
        let index = typed + 2
        let name = tape.text(typed + 1, bytes)
        let value: ForeignValue?
        switch name {
        case "uintVal", "uint_val", "intVal", "int_val": value = integer(index, bytes, tape)
        case "floatVal", "float_val", "doubleVal", "double_val": value = double(index, bytes, tape)
        case "stringVal", "string_val", "asciiVal", "ascii_val":
            value = tape[index].kind == .string ? tape.value(index, bytes) : nil
        case "boolVal", "bool_val":
            value = tape[index].kind == .yes || tape[index].kind == .no ? tape.value(index, bytes) : nil
        case "decimalVal", "decimal_val":
            // Zero digits are left out.
            let digits = tape.member(names.digits, of: index, bytes)
            value = digits.map { decimal(index, $0, bytes, tape) } ?? .signed(0)
        case "jsonVal", "json_val", "jsonIetfVal", "json_ietf_val":
            guard tape[index].kind == .string, let json = Base64.decode(text: index, bytes, tape) else {
                value = nil
                break
            }
            var leaves = self.leaves
            return try leaves.take(json.span, key: key, stampNanoseconds: stamp, into: &sink, describe: describe)
        case "leaflistVal", "leaflist_val", "bytesVal", "bytes_val", "protoBytes", "proto_bytes", "anyVal", "any_val":
            value = .composite
        default: throw FormatProblem(line: line, "found a value of the unknown type `\(name)`")
        }
        guard let value else {
            let found = tape.excerpt(index, bytes)
            throw FormatProblem(line: line, "found \(found), which is no `\(name)`")
        }
        sink.take(sink.place(of: key.key) { describe([]) }, value, stampNanoseconds: stamp)
    }

    /// 64 bits, as text or as a number.
    private func integer(_ index: Int, _ bytes: Span<UInt8>, _ tape: JSONTape) -> ForeignValue? {
        let token = tape[index]
        guard token.kind == .string || token.kind == .number, !token.range.isEmpty, token.range.count <= 20 else {
            return nil
        }
        for offset in token.range {
            let isSign = offset == token.range.lowerBound && bytes[offset] == UInt8(ascii: "-")
            guard bytes[offset] &- 0x30 < 10 || isSign && token.range.count > 1 else { return nil }
        }
        switch JSONTape.number(bytes, token.range) {
        case .double: return nil
        case let whole: return whole
        }
    }

    /// A number, or one of the three that JSON cannot write.
    private func double(_ index: Int, _ bytes: Span<UInt8>, _ tape: JSONTape) -> ForeignValue? {
        switch tape[index].kind {
        case .number:
            switch JSONTape.number(bytes, tape[index].range) {
            case .unsigned(let value): return .double(Double(value))
            case .signed(let value): return .double(Double(value))
            case let value: return value
            }
        case .string:
            switch tape.text(index, bytes) {
            case "NaN": return .double(.nan)
            case "Infinity": return .double(.infinity)
            case "-Infinity": return .double(-.infinity)
            case let text: return Double(text).map { .double($0) }
            }
        default: return nil
        }
    }
}
