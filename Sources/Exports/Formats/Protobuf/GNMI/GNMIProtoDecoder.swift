import Mapping

/// gNMI's SubscribeResponse messages (gnmi.proto 0.4 to 0.10), one at a time. A message that cannot be read is refused as
/// a whole; a JSON value that is none, alone.
public struct GNMIProtoDecoder: ExportDecoder {
    /// How often the target said that it has told everything once (`sync_response`): the end of ONCE and of the answer
    /// to a POLL; in STREAM, what follows is news.
    public private(set) var synchronisations = 0
    private var leaves = JSONLeaves()

    public init() {}

    public mutating func decode(_ bytes: Span<UInt8>, isEnd: Bool, into sink: inout some ReadingSink) -> Int {
        guard isEnd else { return 0 }
        sink.mark()
        do throws(WireProblem) {
            try readResponse(bytes, into: &sink)
        } catch {
            sink.rollBack()
            sink.refuse(FormatProblem(line: 0, "\(error)"))
        }
        sink.messageEnded()
        return bytes.count
    }

    private mutating func readResponse(_ bytes: Span<UInt8>, into sink: inout some ReadingSink) throws(WireProblem) {
        var reader = WireReader(0..<bytes.count, of: "SubscribeResponse")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .bytes): try readNotification(bytes, GNMINotification(bytes, try reader.range(bytes)), into: &sink)
            case (3, .varint): if try reader.varint(bytes) != 0 { synchronisations += 1 }
            case (4, .bytes): sink.refuse(try Self.complaint(bytes, try reader.range(bytes)))
            default: try reader.skip(field, bytes)
            }
        }
    }

    /// The Error message of gNMI before 0.5, which went on with the stream.
    private static func complaint(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(WireProblem) -> FormatProblem {
        var code: UInt64 = 0
        var text = ""
        var reader = WireReader(range, of: "Error")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .varint): code = try reader.varint(bytes)
            case (2, .bytes): text = bytes.text(try reader.range(bytes))
            default: try reader.skip(field, bytes)
            }
        }
        return FormatProblem(line: 0, "the target tells of an error, code \(code): \(text)")
    }

    /// Deletes come first: what is told in the same notification is there afterwards.
    private mutating func readNotification(
        _ bytes: Span<UInt8>, _ notification: GNMINotification, into sink: inout some ReadingSink
    ) throws(WireProblem) {
        var prefixHash = SeriesHash(sink.seed)
        prefixHash.add(bytes, notification.prefix)
        if notification.isAtomic {
            sink.delete(under: GNMIPath(bytes, notification.prefix).everythingUnder())
        }
        if notification.hasDeletes {
            var reader = WireReader(notification.range, of: "Notification")
            while let path = try reader.nextMessage(5, bytes) {
                try GNMIPath.check(bytes, path)
                sink.delete(under: GNMIPath(bytes, notification.prefix, path).everythingUnder())
            }
        }
        var reader = WireReader(notification.range, of: "Notification")
        while let range = try reader.nextMessage(4, bytes) {
            let update = try GNMIUpdate(bytes, range)
            if update.duplicates > 0 { sink.lose(UInt64(update.duplicates)) }
            var hash = prefixHash
            hash.add(bytes, update.path)
            try take(bytes, update, of: notification, hash, into: &sink)
        }
    }

    private mutating func take(
        _ bytes: Span<UInt8>, _ update: GNMIUpdate, of notification: GNMINotification, _ hash: SeriesHash,
        into sink: inout some ReadingSink
    ) throws(WireProblem) {
        let stamp = notification.stampNanoseconds
        switch try GNMIValue(bytes, update) {
        case .plain(let value):
            let place = sink.place(of: hash.key) { GNMIPath(bytes, notification.prefix, update.path).series() }
            sink.take(place, value, stampNanoseconds: stamp)
        case .json(let range):
            do throws(FormatProblem) {
                try leaves.take(bytes.extracting(range), key: hash, stampNanoseconds: stamp, into: &sink) { below in
                    var path = GNMIPath(bytes, notification.prefix, update.path)
                    path.elements += below
                    return path.series()
                }
            } catch {
                let path = GNMIPath(bytes, notification.prefix, update.path).series()
                sink.refuse(FormatProblem(line: 0, "the JSON value of \(path): \(error)"))
            }
        }
    }
}
