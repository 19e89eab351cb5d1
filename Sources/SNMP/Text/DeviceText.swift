import Foundation

/// Text as devices send it: octets in UTF-8, or GBK / GB18030 as many agents in the field, or neither.
public enum DeviceText {
    /// Longest text kept, in Unicode scalars: SnmpAdminString and DisplayString end at 255 octets.
    public static let maximumScalars = 255

    /// Printable text: padding NULs at the end trimmed, control and invisible formatting characters (ESC, C1,
    /// direction overrides …) replaced by a visible sign, � for each octet that is in neither encoding.
    public static func decode(_ octets: some Collection<UInt8>) -> String {
        var bytes = Array(octets)
        while bytes.last == 0 { bytes.removeLast() }
        var text = String.UnicodeScalarView()
        for scalar in uncheckedText(bytes).unicodeScalars {
            guard text.count < maximumScalars else {
                text.append("…")
                break
            }
            text.append(visible(scalar))
        }
        return String(text)
    }

    private static func uncheckedText(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        if isCutUTF8(bytes) { return lossyUTF8(bytes) }
        if let text = chinese(bytes) { return text }
        // Agents cut strings at a fixed length, in the middle of a two-octet character too.
        if let last = bytes.last, last >= 0x80, let text = chinese(bytes.dropLast()) { return text + "\u{FFFD}" }
        return lossyUTF8(bytes)
    }

    /// UTF-8 with at least one character beyond ASCII, whole but for its last character: not to be taken for GBK,
    /// in which nearly any two high octets are a character.
    private static func isCutUTF8(_ bytes: [UInt8]) -> Bool {
        for cut in 1...3 where cut < bytes.count {
            let head = bytes.dropLast(cut)
            guard bytes[bytes.count - cut] >= 0xC2 else { continue }
            return head.contains { $0 >= 0x80 } && String(validating: head, as: UTF8.self) != nil
        }
        return false
    }

    /// `nil` unless every octet decodes.
    private static func chinese(_ bytes: some Collection<UInt8>) -> String? {
        String(data: Data(bytes), encoding: gb18030)
    }
    /// kCFStringEncodingGB_18030_2000 as an `NSStringEncoding`; contains GBK and GB2312.
    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)

    private static func lossyUTF8(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        var parser = Unicode.UTF8.ForwardParser()
        var octets = bytes.makeIterator()
        while true {
            switch parser.parseScalar(from: &octets) {
            case .valid(let encoded): text.append(Unicode.UTF8.decode(encoded))
            case .error(let length): for _ in 0..<length { text.append("\u{FFFD}") }
            case .emptyInput: return String(text)
            }
        }
    }

    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x00...0x1F: return Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case 0x7F: return "\u{2421}"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return "\u{FFFD}"
        default: return scalar
        }
    }
}
