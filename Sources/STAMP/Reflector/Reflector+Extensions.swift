import Sockets

extension Reflector {
    /// What the TLVs of a question ask beyond their answer in place.
    struct Told: Sendable {
        /// With which the answer shall leave.
        var dscp: UInt8?
        var wantsFollowUp = false
    }

    /// Answers the TLVs where they stand: an answer is as long as its question (RFC 8972 §4).
    mutating func answerExtensions(
        of bytes: inout [UInt8], _ question: ReceivedDatagram, _ clock: Clock, _ departure: ReflectorSession.Departure?
    ) -> Told {
        guard let codePlace = verifiedCode(of: question.bytes) else {
            // RFC 8972 §4.8: all copied, each with I; nothing in them is used.
            statistics.unauthenticExtensions &+= 1
            var position = layout.size
            while let tlv = TLV(in: bytes, at: position) {
                bytes[tlv.start] = tlv.flags.union(.unauthentic).rawValue
                position = tlv.end
            }
            return Told()
        }
        var told = Told()
        var isUnknown = false
        var position = layout.size
        while let tlv = TLV(in: bytes, at: position) {
            position = tlv.end
            guard !tlv.isMalformed else {
                // The rest is copied as it is.
                statistics.malformedExtensions &+= 1
                bytes[tlv.start] = TLVFlags.malformed.rawValue
                // RFC 8972 §4.7.
                if tlv.kind == .followUp { for index in tlv.value.prefix(12) { bytes[index] = 0 } }
                break
            }
            if tlv.kind == nil { isUnknown = true }
            bytes[tlv.start] = tlv.kind == nil ? TLVFlags.unrecognised.rawValue : 0
            answer(tlv, of: &bytes, question, clock, departure, &told)
        }
        if isUnknown { statistics.unknownExtensions &+= 1 }
        if let key = policy.key, case .at(let code) = codePlace {
            bytes[code.start] = 0
            key.signExtensions(&bytes, from: layout.size, code: code)
        }
        return told
    }

    private func answer(
        _ tlv: TLV, of bytes: inout [UInt8], _ question: ReceivedDatagram, _ clock: Clock,
        _ departure: ReflectorSession.Departure?, _ told: inout Told
    ) {
        let value = tlv.value.lowerBound
        switch tlv.kind {
        case .timestampInformation:
            let information = TimestampInformation(
                receiveSource: clock.source, receiveMethod: .software, transmitSource: clock.source,
                transmitMethod: .software)
            bytes.setField(information.bits, at: value)
        case .classOfService:
            guard let bits = bytes.field(UInt32.self, at: value) else { return }
            var service = ClassOfService(bits: bits)
            let received = question.trafficClass ?? 0
            service.receivedDSCP = received >> 2
            service.receivedECN = received & 0x3
            service.isRefused = !policy.permitsAskedDSCP && service.askedDSCP != service.receivedDSCP
            if !service.isRefused { told.dscp = service.askedDSCP }
            bytes.setField(service.bits, at: value)
        case .followUp:
            told.wantsFollowUp = policy.isStateful
            let stamp = departure.map {
                StampTimestamp(wallNanoseconds: $0.wallNanoseconds, format: policy.format).bits
            }
            bytes.setField(departure?.sequence ?? 0, at: value)
            bytes.setField(stamp ?? 0, at: value + 4)
            bytes.setField(UInt32(departure?.method.rawValue ?? 0) << 24, at: value + 12)
        case .padding, .hmac, nil: break
        }
    }

    private enum Code {
        case none
        case at(TLV)
    }

    /// `nil` where the code of the TLVs is wrong, missing where it must not be, not behind all but padding, or cannot
    /// be verified for want of a key.
    private func verifiedCode(of question: [UInt8]) -> Code? {
        var code: TLV?
        var isPaddingAlone = true
        var position = layout.size
        while let tlv = TLV(in: question, at: position) {
            position = tlv.end
            if tlv.kind == .padding { continue }
            guard code == nil else { return nil }
            isPaddingAlone = false
            if tlv.kind == .hmac { code = tlv }
        }
        guard let code else { return policy.key == nil || isPaddingAlone ? Code.none : nil }
        guard let key = policy.key, key.verifiesExtensions(question, from: layout.size, code: code) else { return nil }
        return .at(code)
    }
}
