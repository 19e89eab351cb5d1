/// What a v3 message says around its ScopedPDU: msgGlobalData (RFC 3412 §6) and UsmSecurityParameters (RFC 3414 §2.4).
struct USMHeader: Hashable, Sendable {
    /// RFC 3412 §6.7: the largest message that we take; what UDP over IPv4 can carry.
    static let ownMaximumOctets: Int32 = 65_507

    /// msgID.
    var identifier: Int32
    /// msgMaxSize of the sender.
    var maximumOctets = USMHeader.ownMaximumOctets
    var level: USMUser.Level
    /// Whether the receiver may answer with a report (RFC 3412 §6.4).
    var isReportable: Bool
    /// msgAuthoritativeEngineID; empty while it is not known.
    var engineID: [UInt8]
    /// snmpEngineBoots of the authoritative engine.
    var boots: Int32 = 0
    /// snmpEngineTime of the authoritative engine, seconds.
    var time: Int32 = 0
    /// msgUserName.
    var user: [UInt8]

    /// The message around `payload`, a whole element, and the place of the code in it, still zeros.
    func encoded(codeOctets: Int, salt: [UInt8], _ payload: [UInt8]) -> (bytes: [UInt8], code: Range<Int>) {
        var parameters = BERWriter()
        parameters.constructed(BERTag.sequence) {
            $0.octetString(engineID)
            $0.integer(Int64(boots))
            $0.integer(Int64(time))
            $0.octetString(user)
            $0.octetString(repeatElement(0, count: codeOctets))
            $0.octetString(salt)
        }
        var body = BERWriter()
        body.integer(USMMessage.version)
        body.constructed(BERTag.sequence) {
            $0.integer(Int64(identifier))
            $0.integer(Int64(maximumOctets))
            $0.octetString(CollectionOfOne(flags))
            $0.integer(USMMessage.securityModel)
        }
        body.octetString(parameters.bytes)
        var message = BERWriter()
        message.element(BERTag.sequence, body.bytes + payload)
        // Behind the code stand the salt, with tag and one octet of length, and the payload.
        let end = message.bytes.count - payload.count - salt.count - 2
        return (message.bytes, end - codeOctets..<end)
    }

    /// RFC 3412 §6.4.
    private var flags: UInt8 {
        (level >= .authNoPriv ? 1 : 0) | (level == .authPriv ? 2 : 0) | (isReportable ? 4 : 0)
    }
}
