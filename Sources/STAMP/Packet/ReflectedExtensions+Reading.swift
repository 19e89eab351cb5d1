extension ReflectedExtensions {
    /// The TLVs of an answer, as a sender must take them (RFC 8972 §4, §4.8): nothing of them where one failed its
    /// integrity, none that the reflector did not understand, nothing from a malformed one on.
    init(of answer: [UInt8], from start: Int, key: StampKey?) {
        var isPaddingAlone = true
        var code: TLV?
        for tlv in TLVs(answer, from: start) {
            flags.formUnion(tlv.flags)
            if tlv.isMalformed { flags.insert(.malformed) }
            // Behind the code only padding may stand.
            if code != nil, tlv.kind != .padding { flags.insert(.unauthentic) }
            if tlv.kind == .hmac, code == nil { code = tlv }
            if tlv.kind != .padding { isPaddingAlone = false }
        }
        if let key, !isPaddingAlone {
            let isAuthentic = code.map { key.verifiesExtensions(answer, from: start, code: $0) } ?? false
            if !isAuthentic { flags.insert(.unauthentic) }
        }
        // Bits that the RFC reserves are ignored.
        flags.formIntersection([.unrecognised, .malformed, .unauthentic])
        guard !flags.contains(.unauthentic) else { return }
        for tlv in TLVs(answer, from: start) {
            if tlv.isMalformed || tlv.flags.contains(.malformed) { return }
            if !tlv.flags.contains(.unrecognised) { take(tlv, of: answer) }
        }
    }

    private mutating func take(_ tlv: TLV, of answer: [UInt8]) {
        let value = tlv.value.lowerBound
        switch tlv.kind {
        case .timestampInformation:
            timestampInformation = answer.field(UInt32.self, at: value).map { TimestampInformation(bits: $0) }
        case .classOfService:
            classOfService = answer.field(UInt32.self, at: value).map { ClassOfService(bits: $0) }
        case .followUp:
            guard let sequence = answer.field(UInt32.self, at: value),
                let stamp = answer.field(UInt64.self, at: value + 4), stamp != 0,
                let method = answer.field(UInt8.self, at: value + 12)
            else { return }
            followUp = FollowUp(
                sequence: sequence, timestamp: StampTimestamp(bits: stamp), method: TimestampMethod(rawValue: method))
        case .padding, .hmac, nil: break
        }
    }
}

extension TimestampInformation {
    /// Source and method of T2, source and method of T3, an octet each.
    init(bits: UInt32) {
        receiveSource = Source(rawValue: UInt8(bits >> 24))
        receiveMethod = TimestampMethod(rawValue: UInt8(bits >> 16 & 0xFF))
        transmitSource = Source(rawValue: UInt8(bits >> 8 & 0xFF))
        transmitMethod = TimestampMethod(rawValue: UInt8(bits & 0xFF))
    }

    var bits: UInt32 {
        UInt32(receiveSource?.rawValue ?? 0) << 24 | UInt32(receiveMethod?.rawValue ?? 0) << 16
            | UInt32(transmitSource?.rawValue ?? 0) << 8 | UInt32(transmitMethod?.rawValue ?? 0)
    }
}
