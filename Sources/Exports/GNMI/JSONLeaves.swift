import Mapping

/// Takes a gNMI value in JSON or JSON_IETF apart into its leaves: the names of members go on with the path, the entries
/// of a list get keys. Lists of plain values are one composite leaf.
///
/// RFC 7951 does not say which leaves of an entry are its keys. Where an entry has `config` or `state`, it is of
/// OpenConfig, whose style allows only keys beside them; elsewhere `name`, `index` and `id` are taken for keys, and with
/// the list's own name before them (`interface-name` in `interface`). An entry without any is told by its place in the list (`position`), which nothing maps.
public struct JSONLeaves: Sendable {
    private var reader = JSONReader()
    private static let keyNames = ["name", "index", "id"]
    /// Before each key of an entry and before its place, so that no members of these names have the same series. A quote
    /// stands in no text unescaped.
    private static let mark = Array("\"".utf8)

    public init() {}

    /// Reads one JSON text. `key` holds all that names the path of the value; `describe` gets the elements below it.
    public mutating func take(
        _ bytes: Span<UInt8>, key: SeriesHash, stampNanoseconds stamp: Int64?, into sink: inout some ReadingSink,
        describe: ([GNMIPath.Element]) -> ForeignSeries
    ) throws(FormatProblem) {
        reader.begin(line: 1, lineStart: 0)
        guard try reader.read(bytes, isEnd: true) else { throw reader.problem("found the end within a value") }
        for index in reader.position..<bytes.count where bytes[index] > 0x20 {
            throw reader.problem("found \(bytes.excerpt(index..<bytes.count)) behind the value")
        }
        take(reader.tape, 0, bytes, key: key, stampNanoseconds: stamp, into: &sink, describe: describe)
    }

    /// The same for a value that is a part of a text.
    func take(
        _ tape: JSONTape, _ index: Int, _ bytes: Span<UInt8>, key: SeriesHash, stampNanoseconds stamp: Int64?,
        into sink: inout some ReadingSink, describe: ([GNMIPath.Element]) -> ForeignSeries
    ) {
        var walk = Walk()
        leaves(tape, index, bytes, key, stamp, &walk, &sink, describe)
    }

    /// Where we are: tokens of names, each with the entry of the list that it names.
    private struct Walk {
        var names: [(name: Int, entry: Int?, position: Int)] = []
    }

    private func leaves(
        _ tape: JSONTape, _ index: Int, _ bytes: Span<UInt8>, _ key: SeriesHash, _ stamp: Int64?, _ walk: inout Walk,
        _ sink: inout some ReadingSink, _ describe: ([GNMIPath.Element]) -> ForeignSeries
    ) {
        switch tape[index].kind {
        case .object:
            var member = index + 1
            while member < tape.after(index) {
                var below = key
                below.add(bytes, tape[member].range)
                walk.names.append((member, nil, 0))
                leaves(tape, member + 1, bytes, below, stamp, &walk, &sink, describe)
                walk.names.removeLast()
                member = tape.after(member + 1)
            }
        case .array where !walk.names.isEmpty && holdsObjects(tape, index):
            let last = walk.names.count - 1
            var entry = index + 1
            var position = 0
            while entry < tape.after(index) {
                var below = key
                walk.names[last].entry = entry
                walk.names[last].position = position
                let keys = keys(tape, entry, of: walk.names[last].name, bytes)
                for member in keys {
                    below.add(Self.mark.span)
                    below.add(bytes, tape[member].range)
                    below.add(bytes, tape[member + 1].range)
                }
                if keys.isEmpty { below.add((Self.mark + Array(String(position).utf8)).span) }
                leaves(tape, entry, bytes, below, stamp, &walk, &sink, describe)
                entry = tape.after(entry)
                position += 1
            }
            walk.names[last].entry = nil
        default:
            let names = walk.names
            let place = sink.place(of: key.key) { describe(elements(tape, names, bytes)) }
            sink.take(place, tape.value(index, bytes), stampNanoseconds: stamp)
        }
    }

    private func holdsObjects(_ tape: JSONTape, _ index: Int) -> Bool {
        var entry = index + 1
        guard entry < tape.after(index) else { return false }
        while entry < tape.after(index) {
            guard tape[entry].kind == .object else { return false }
            entry = tape.after(entry)
        }
        return true
    }

    /// The names of those members of an entry that are its keys; `list`: the list's name.
    private func keys(_ tape: JSONTape, _ entry: Int, of list: Int, _ bytes: Span<UInt8>) -> [Int] {
        var scalars: [Int] = []
        var isOpenConfig = false
        var member = entry + 1
        while member < tape.after(entry) {
            if tape.isScalar(member + 1) {
                scalars.append(member)
            } else if tape[member + 1].kind == .object {
                let name = tape.localName(member, bytes)
                if bytes.holds("config", at: name) || bytes.holds("state", at: name) { isOpenConfig = true }
            }
            member = tape.after(member + 1)
        }
        if isOpenConfig { return scalars }
        let listName = tape.localName(list, bytes)
        return scalars.filter { scalar in
            let name = tape.localName(scalar, bytes)
            let isShort = Self.keyNames.contains { bytes.holds($0, at: name) }
            guard !isShort, name.count > listName.count + 1 else { return isShort }
            let end = name.lowerBound + listName.count
            return bytes.isSame(name.lowerBound..<end, listName) && bytes[end] == UInt8(ascii: "-")
                && Self.keyNames.contains { bytes.holds($0, at: end + 1..<name.upperBound) }
        }
    }

    private func elements(
        _ tape: JSONTape, _ names: [(name: Int, entry: Int?, position: Int)], _ bytes: Span<UInt8>
    ) -> [GNMIPath.Element] {
        var elements: [GNMIPath.Element] = []
        for (name, entry, position) in names {
            var element = GNMIPath.Element(tape.text(name, bytes))
            if let entry {
                for member in keys(tape, entry, of: name, bytes) {
                    element.keys.append(
                        .init(tape.text(member, bytes), tape.written(member + 1, bytes)))
                }
                if element.keys.isEmpty { element.keys.append(.init("position", String(position))) }
            }
            elements.append(element)
        }
        return elements
    }
}

extension JSONTape {
    /// Where a member's name is, without its module.
    func localName(_ index: Int, _ bytes: Span<UInt8>) -> Range<Int> {
        let range = tokens[index].range
        guard let colon = bytes.first(UInt8(ascii: ":"), in: range), colon + 1 < range.upperBound else { return range }
        return colon + 1..<range.upperBound
    }

    /// A scalar as text: a key may be written as a number.
    func written(_ index: Int, _ bytes: Span<UInt8>) -> String {
        if tokens[index].kind == .string { return text(index, bytes) }
        return String(decoding: tokens[index].range.map { bytes[$0] }, as: UTF8.self)
    }
}
