import Mapping
import Metro

/// One whole record → readings, by its format.
struct JSONRecord: Sendable {
    enum Format: Sendable { case gnmicEvent, gnmicJSON, gnmicProtoJSON, telegraf }

    let format: Format
    let leaves = JSONLeaves()
    let names = Names()

    init?(_ format: ExportSource.Format) {
        switch format {
        case .gnmicEvent: self.format = .gnmicEvent
        case .gnmicJSON: self.format = .gnmicJSON
        case .gnmicProtoJSON: self.format = .gnmicProtoJSON
        case .telegrafJSON: self.format = .telegraf
        default: return nil
        }
    }

    /// Names of members, ready for comparison.
    struct Names: Sendable {
        let name = JSONWord("name")
        let timestamp = JSONWord("timestamp")
        let tags = JSONWord("tags")
        let fields = JSONWord("fields")
        let metrics = JSONWord("metrics")
        let values = JSONWord("values")
        let deletes = JSONWord("deletes")
        let source = JSONWord("source")
        let subscription = JSONWord("subscription-name")
        let prefix = JSONWord("prefix")
        let target = JSONWord("target")
        let updates = JSONWord("updates")
        let sync = [JSONWord("syncResponse"), JSONWord("sync_response"), JSONWord("sync-response")]
        let update = JSONWord("update")
        let delete = JSONWord("delete")
        let atomic = JSONWord("atomic")
        let error = JSONWord("error")
        let path = JSONWord("path")
        let value = JSONWord("val")
        let duplicates = JSONWord("duplicates")
        let element = JSONWord("elem")
        let oldElement = JSONWord("element")
        let key = JSONWord("key")
        let origin = JSONWord("origin")
        let digits = JSONWord("digits")
        let precision = JSONWord("precision")
    }

    /// Readings of the record whose tokens are `tape`; `line`: where it begins.
    func read(
        _ bytes: Span<UInt8>, _ tape: JSONTape, line: Int, into sink: inout some ReadingSink
    ) throws(FormatProblem) {
        guard tape[0].kind == .object else {
            throw FormatProblem(line: line, "found \(Self.name(tape[0].kind)), expected an object")
        }
        switch format {
        case .gnmicEvent: try gnmicEvent(bytes, tape, line, &sink)
        case .gnmicJSON: try gnmicJSON(bytes, tape, line, &sink)
        case .gnmicProtoJSON: try protoJSON(bytes, tape, line, &sink)
        case .telegraf: try telegraf(bytes, tape, line, &sink)
        }
    }

    static func name(_ kind: JSONTape.Kind) -> String {
        switch kind {
        case .object: "an object"
        case .array: "an array"
        case .string: "text"
        case .number: "a number"
        case .yes, .no: "a boolean"
        case .null: "null"
        }
    }

    /// The member of that kind; `nil` where it is missing or null.
    func member(
        _ word: JSONWord, _ name: String, _ kind: JSONTape.Kind, of object: Int, _ bytes: Span<UInt8>, _ tape: JSONTape,
        _ line: Int
    ) throws(FormatProblem) -> Int? {
        guard let index = tape.member(word, of: object, bytes), tape[index].kind != .null else { return nil }
        guard tape[index].kind == kind else {
            throw FormatProblem(
                line: line, "found \(Self.name(tape[index].kind)) as `\(name)`, expected \(Self.name(kind))")
        }
        return index
    }

    /// Nanoseconds since 1970, as a number or as text; `nil`: missing, or 0.
    func nanoseconds(
        _ object: Int, _ bytes: Span<UInt8>, _ tape: JSONTape, _ line: Int
    ) throws(FormatProblem) -> Int64? {
        guard let index = tape.member(names.timestamp, of: object, bytes), tape[index].kind != .null else { return nil }
        guard let stamp = tape.whole(index, bytes), stamp >= 0 else {
            throw FormatProblem(
                line: line,
                "found \(tape.excerpt(index, bytes)) as `timestamp`, expected nanoseconds since 1970"
            )
        }
        return stamp == 0 ? nil : stamp
    }

    /// The members of an object as tags; values that are no text are written as they stand.
    func tags(_ object: Int, _ bytes: Span<UInt8>, _ tape: JSONTape) -> [ForeignSeries.Tag] {
        var tags: [ForeignSeries.Tag] = []
        var member = object + 1
        while member < tape.after(object) {
            if tape.isScalar(member + 1) {
                tags.append(.init(tape.text(member, bytes), tape.written(member + 1, bytes)))
            }
            member = tape.after(member + 1)
        }
        return tags
    }
}

extension JSONTape {
    /// A whole number, as a number or as text.
    func whole(_ index: Int, _ bytes: Span<UInt8>) -> Int64? {
        switch tokens[index].kind {
        case .number:
            switch Self.number(bytes, tokens[index].range) {
            case .unsigned(let value): Int64(exactly: value)
            case .signed(let value): value
            default: nil
            }
        case .string: Int64(text(index, bytes))
        default: nil
        }
    }
}
