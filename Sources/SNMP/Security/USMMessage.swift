/// A v3 message as it came, its parts read in place.
struct USMMessage: Sendable {
    static let version: Int64 = 3
    /// RFC 3411 §5, SnmpSecurityModel: USM.
    static let securityModel: Int64 = 3

    let bytes: [UInt8]
    let header: USMHeader
    /// msgAuthenticationParameters.
    let code: Range<Int>
    /// msgPrivacyParameters.
    let salt: Range<Int>
    /// The ScopedPDU, a whole element; of an encrypted one the content of the octet string.
    let payload: Range<Int>

    /// Octets after the message are ignored, as net-snmp does, and are no part of what is signed.
    init(decoding datagram: [UInt8]) throws(BERError) {
        var outer = BERReader(datagram)
        var message = try outer.nested(BERTag.sequence)
        let versionOffset = message.offset
        let version = try message.integer()
        guard version == Self.version else { throw BERError(.unsupportedVersion(version), at: versionOffset) }

        var global = try message.nested(BERTag.sequence)
        let identifier = try global.natural()
        let maximumOctets = try global.natural()
        let flagsContent = try global.element(BERTag.octetString)
        let flags = global.octets(flagsContent)
        let modelOffset = global.offset
        let model = try global.integer()
        guard model == Self.securityModel else { throw BERError(.unsupportedSecurityModel(model), at: modelOffset) }
        // RFC 3412 §7.2 5: privacy without authentication is none of the levels.
        guard flags.count == 1, let level = USMUser.Level(flags: flags[0]) else {
            throw BERError(.fieldOutOfRange, at: flagsContent.lowerBound)
        }

        var parameters = message.nested(try message.element(BERTag.octetString))
        var fields = try parameters.nested(BERTag.sequence)
        let engineID = try fields.octetString(atMost: 32)
        let boots = try fields.natural()
        let time = try fields.natural()
        let user = try fields.octetString(atMost: 32)
        code = try fields.element(BERTag.octetString)
        salt = try fields.element(BERTag.octetString)

        let start = message.offset
        if level == .authPriv {
            payload = try message.element(BERTag.octetString)
        } else {
            _ = try message.element(BERTag.sequence)
            payload = start..<message.offset
        }
        bytes = outer.offset == datagram.count ? datagram : Array(datagram[..<outer.offset])
        header = USMHeader(
            identifier: identifier, maximumOctets: maximumOctets, level: level, isReportable: flags[0] & 4 != 0,
            engineID: engineID, boots: boots, time: time, user: user)
    }

    /// The msgID without decoding the rest; `nil` where there is none, as in a message that is not v3.
    static func identifier(in datagram: [UInt8]) -> Int32? {
        do throws(BERError) {
            var outer = BERReader(datagram)
            var message = try outer.nested(BERTag.sequence)
            guard try message.integer() == version else { return nil }
            var global = try message.nested(BERTag.sequence)
            return try global.natural()
        } catch {
            return nil
        }
    }
}

extension USMUser.Level {
    /// RFC 3412 §6.4; `nil`: privacy without authentication.
    fileprivate init?(flags: UInt8) {
        switch flags & 3 {
        case 0: self = .noAuthNoPriv
        case 1: self = .authNoPriv
        case 3: self = .authPriv
        default: return nil
        }
    }
}

extension BERReader {
    /// INTEGER (0..2147483647), as all numbers of the header are.
    fileprivate mutating func natural() throws(BERError) -> Int32 {
        let start = offset
        guard let value = Int32(exactly: try integer()), value >= 0 else {
            throw BERError(.fieldOutOfRange, at: start)
        }
        return value
    }

    fileprivate mutating func octetString(atMost limit: Int) throws(BERError) -> [UInt8] {
        let content = try element(BERTag.octetString)
        guard content.count <= limit else { throw BERError(.fieldOutOfRange, at: content.lowerBound) }
        return octets(content)
    }
}
