extension BERReader {
    /// The next element as a value. Only broken framing throws: content that cannot be understood is `.unreadable`,
    /// so that one bad value does not cost the rest of the message.
    mutating func value() throws(BERError) -> SNMPValue { value(of: try element()) }

    func value(of element: Element) -> SNMPValue {
        do throws(BERError) {
            return try readable(element)
        } catch {
            return .unreadable(tag: element.tag, content: octets(element.content))
        }
    }

    private func readable(_ element: Element) throws(BERError) -> SNMPValue {
        let content = element.content
        switch element.tag {
        case BERTag.integer: return .integer(try signed(content))
        case BERTag.octetString: return .octetString(octets(content))
        case BERTag.null: return .null
        case BERTag.objectIdentifier: return .objectIdentifier(try objectIdentifier(content))
        case BERTag.ipAddress: return .ipAddress(octets(content))
        case BERTag.counter32: return .counter32(UInt32(truncatingIfNeeded: try unsigned(content)))
        case BERTag.gauge32, BERTag.unsigned32: return .gauge32(gauge(try unsigned(content)))
        case BERTag.timeTicks: return .timeTicks(UInt32(truncatingIfNeeded: try unsigned(content)))
        case BERTag.opaque: return .opaque(octets(content))
        case BERTag.counter64: return .counter64(try unsigned(content))
        case BERTag.noSuchObject: return .noSuchObject
        case BERTag.noSuchInstance: return .noSuchInstance
        case BERTag.endOfMibView: return .endOfMibView
        default: return .unreadable(tag: element.tag, content: octets(content))
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
