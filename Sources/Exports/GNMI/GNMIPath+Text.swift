import Mapping

extension GNMIPath {
    /// A path as people and gnmic write it: `openconfig:/interfaces/interface[name=Eth1/1]/state`; the first slash may be
    /// missing. In keys, `\` makes the next character mean itself. `nil`: a bracket that never closes, or a key without
    /// `=`.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        var at = 0
        self.init()
        if let end = bytes.firstIndex(where: { $0 == colon || $0 == slash || $0 == opening }), bytes[end] == colon {
            origin = String(decoding: bytes[..<end], as: UTF8.self)
            at = end + 1
        }
        while at < bytes.count {
            if bytes[at] == slash {
                at += 1
                continue
            }
            let end = bytes[at...].firstIndex { $0 == slash || $0 == opening } ?? bytes.count
            var element = Element(String(decoding: bytes[at..<end], as: UTF8.self))
            at = end
            while at < bytes.count, bytes[at] == opening {
                guard let key = Self.key(bytes, &at) else { return nil }
                element.keys.append(key)
            }
            elements.append(element)
        }
    }

    /// `[name=value]` at `at`.
    private static func key(_ bytes: [UInt8], _ at: inout Int) -> ForeignSeries.Tag? {
        guard let equals = bytes[at...].firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = String(decoding: bytes[at + 1..<equals], as: UTF8.self)
        guard !name.isEmpty, !name.utf8.contains(closing) else { return nil }
        var value: [UInt8] = []
        at = equals + 1
        while at < bytes.count {
            var byte = bytes[at]
            at += 1
            if byte == closing { return .init(name, String(decoding: value, as: UTF8.self)) }
            if byte == UInt8(ascii: "\\"), at < bytes.count {
                byte = bytes[at]
                at += 1
            }
            value.append(byte)
        }
        return nil
    }
}

private let colon = UInt8(ascii: ":")
private let slash = UInt8(ascii: "/")
private let opening = UInt8(ascii: "[")
private let closing = UInt8(ascii: "]")
