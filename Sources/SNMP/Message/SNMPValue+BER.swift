extension [UInt8] {
    /// An element's value; content that cannot be understood is `.unreadable`. Numbers need no memory of their own.
    func value(of element: BERElement) -> SNMPValue {
        do throws(BERError) {
            return try readable(element.tag, element.content)
        } catch {
            return .unreadable(tag: element.tag, content: Array(self[element.content]))
        }
    }

    @inline(__always)
    private func readable(_ tag: UInt8, _ content: Range<Int>) throws(BERError) -> SNMPValue {
        switch tag {
        case BERTag.integer: return .integer(try span.signed(content))
        case BERTag.octetString: return .octetString(Array(self[content]))
        case BERTag.null: return .null
        case BERTag.objectIdentifier: return .objectIdentifier(try span.objectIdentifier(content))
        case BERTag.ipAddress: return .ipAddress(Array(self[content]))
        case BERTag.counter32: return .counter32(UInt32(truncatingIfNeeded: try span.unsigned(content)))
        case BERTag.gauge32, BERTag.unsigned32: return .gauge32(gauge(try span.unsigned(content)))
        case BERTag.timeTicks: return .timeTicks(UInt32(truncatingIfNeeded: try span.unsigned(content)))
        case BERTag.opaque: return .opaque(Array(self[content]))
        case BERTag.counter64: return .counter64(try span.unsigned(content))
        case BERTag.noSuchObject: return .noSuchObject
        case BERTag.noSuchInstance: return .noSuchInstance
        case BERTag.endOfMibView: return .endOfMibView
        default: return .unreadable(tag: tag, content: Array(self[content]))
        }
    }

    /// An agent that left out the leading 0 of a 32-bit value above 2³¹ sends what reads as a negative number.
    private func gauge(_ value: UInt64) -> UInt64 {
        value >= UInt64(bitPattern: Int64(Int32.min)) ? value & 0xFFFF_FFFF : value
    }
}

extension BERWriter {
    mutating func value(_ value: SNMPValue) {
        switch value {
        case .integer(let number): integer(number)
        case .octetString(let octets): octetString(octets)
        case .null: null()
        case .objectIdentifier(let name): objectIdentifier(name)
        case .ipAddress(let octets): element(BERTag.ipAddress, octets)
        case .counter32(let number): unsigned(UInt64(number), tag: BERTag.counter32)
        case .gauge32(let number): unsigned(number, tag: BERTag.gauge32)
        case .timeTicks(let number): unsigned(UInt64(number), tag: BERTag.timeTicks)
        case .opaque(let octets): element(BERTag.opaque, octets)
        case .counter64(let number): unsigned(number, tag: BERTag.counter64)
        case .noSuchObject: null(BERTag.noSuchObject)
        case .noSuchInstance: null(BERTag.noSuchInstance)
        case .endOfMibView: null(BERTag.endOfMibView)
        case .unreadable(let tag, let content): element(tag, content)
        }
    }
}
