import Mapping

/// Path messages. They are checked when they are met, and put into words when their series is new.
extension GNMIPath {
    static func check(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(WireProblem) {
        var nothing: GNMIPath?
        try read(bytes, range, into: &nothing)
    }

    /// Both were checked.
    init(_ bytes: Span<UInt8>, _ prefix: Range<Int>, _ path: Range<Int> = 0..<0) {
        var read: GNMIPath? = GNMIPath()
        try? Self.read(bytes, prefix, into: &read)
        var below: GNMIPath? = GNMIPath()
        try? Self.read(bytes, path, into: &below)
        self = (read ?? GNMIPath()).appending(below ?? GNMIPath())
    }

    private static func read(
        _ bytes: Span<UInt8>, _ range: Range<Int>, into path: inout GNMIPath?
    ) throws(WireProblem) {
        // Whole elements as text, of gNMI before 0.4: they count where there are no others.
        var oldElements: [Element] = []
        var reader = WireReader(range, of: "Path")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .bytes):
                let text = try reader.range(bytes)
                if path != nil { oldElements += GNMIPath(bytes.text(text))?.elements ?? [Element(bytes.text(text))] }
            case (2, .bytes):
                let text = try reader.range(bytes)
                path?.origin = bytes.text(text)
            case (3, .bytes): try readElement(bytes, try reader.range(bytes), into: &path)
            case (4, .bytes):
                let text = try reader.range(bytes)
                path?.target = bytes.text(text)
            default: try reader.skip(field, bytes)
            }
        }
        if path?.elements.isEmpty == true { path?.elements = oldElements }
    }

    private static func readElement(
        _ bytes: Span<UInt8>, _ range: Range<Int>, into path: inout GNMIPath?
    ) throws(WireProblem) {
        var name = 0..<0
        var keys: [ForeignSeries.Tag] = []
        var reader = WireReader(range, of: "PathElem")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .bytes): name = try reader.range(bytes)
            case (2, .bytes):
                let key = try WirePair(bytes, try reader.range(bytes), of: "PathElem.key")
                if path != nil { keys.append(.init(bytes.text(key.name), bytes.text(key.value))) }
            default: try reader.skip(field, bytes)
            }
        }
        if path != nil { path?.elements.append(Element(bytes.text(name), keys: keys)) }
    }
}
