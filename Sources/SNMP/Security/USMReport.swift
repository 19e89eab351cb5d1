/// What an engine reports instead of an answer: the counter that it has just raised.
enum USMReport: Error, Hashable, Sendable {
    // RFC 3414 §5, usmStats.
    case unsupportedLevel, notInTimeWindow, unknownUser, unknownEngine, wrongDigest, decryptionError
    // RFC 3412 §5, snmpMPDStats; the last is said of a contextEngineID that nobody there answers for.
    case unknownSecurityModel, invalidMessage, unknownContextEngine
    // RFC 3413 §4.1.2, snmpTargetObjects.
    case unavailableContext, unknownContext
    case other(OID)

    /// Report-PDU (RFC 3416 §3).
    static let pduTag: UInt8 = 0xA8

    private static let names: [(report: USMReport, name: OID)] = [
        (.unsupportedLevel, [1, 3, 6, 1, 6, 3, 15, 1, 1, 1]),
        (.notInTimeWindow, [1, 3, 6, 1, 6, 3, 15, 1, 1, 2]),
        (.unknownUser, [1, 3, 6, 1, 6, 3, 15, 1, 1, 3]),
        (.unknownEngine, [1, 3, 6, 1, 6, 3, 15, 1, 1, 4]),
        (.wrongDigest, [1, 3, 6, 1, 6, 3, 15, 1, 1, 5]),
        (.decryptionError, [1, 3, 6, 1, 6, 3, 15, 1, 1, 6]),
        (.unknownSecurityModel, [1, 3, 6, 1, 6, 3, 11, 2, 1, 1]),
        (.invalidMessage, [1, 3, 6, 1, 6, 3, 11, 2, 1, 2]),
        (.unknownContextEngine, [1, 3, 6, 1, 6, 3, 11, 2, 1, 3]),
        (.unavailableContext, [1, 3, 6, 1, 6, 3, 12, 1, 4]),
        (.unknownContext, [1, 3, 6, 1, 6, 3, 12, 1, 5]),
    ]

    init(name: OID) {
        self = Self.names.first { name.hasPrefix($0.name) }?.report ?? .other(name)
    }

    /// The counter without its instance.
    var name: OID {
        if case .other(let name) = self { return name }
        return Self.names.first { $0.report == self }?.name ?? [0, 0]
    }

    /// A Report-PDU that shows the counter at `count`.
    func pdu(requestIdentifier: Int32, count: UInt64) -> [UInt8] {
        var writer = BERWriter()
        writer.constructed(Self.pduTag) { body in
            body.integer(Int64(requestIdentifier))
            body.integer(0)
            body.integer(0)
            body.constructed(BERTag.sequence) { list in
                list.constructed(BERTag.sequence) { binding in
                    binding.objectIdentifier(name.appending(0))
                    // Counter32 goes round.
                    binding.unsigned(UInt64(UInt32(truncatingIfNeeded: count)), tag: BERTag.counter32)
                }
            }
        }
        return writer.bytes
    }

    /// What it means for the manager's request.
    var refusal: USMRefusal {
        switch self {
        case .unsupportedLevel: .unsupportedLevel
        case .notInTimeWindow: .notInTimeWindow
        case .unknownUser: .unknownUser
        case .unknownEngine: .unknownEngine
        case .wrongDigest: .wrongDigest
        case .decryptionError: .decryptionError
        case .unknownContextEngine: .unknownContextEngine
        case .unavailableContext: .unavailableContext
        case .unknownContext: .unknownContext
        case .unknownSecurityModel, .invalidMessage, .other: .other(name)
        }
    }
}
