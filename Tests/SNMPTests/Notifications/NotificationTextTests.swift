import Testing

@testable import SNMP

@Suite("Unknown notifications as text")
struct NotificationTextTests {
    private func line(_ value: SNMPValue, _ name: OID = [1, 3, 9]) -> String? {
        NotificationText.lines([VariableBinding(name, value)]).first
    }

    @Test("every type is shown by its value, text as text, other octets in hexadecimal")
    func values() {
        #expect(line(.integer(-5)) == "1.3.9 = -5")
        #expect(line(.octetString(Array("up\0\0".utf8))) == "1.3.9 = \"up\"")
        #expect(line(.octetString([0x00, 0x1B, 0x44, 0x11, 0x3A, 0xB7])) == "1.3.9 = 0x001b44113ab7")
        #expect(line(.octetString([])) == "1.3.9 = \"\"")
        // GBK.
        #expect(line(.octetString([0xC4, 0xCF, 0xC9, 0xBD])) == "1.3.9 = \"南山\"")
        #expect(line(.objectIdentifier([1, 3, 6])) == "1.3.9 = 1.3.6")
        #expect(line(.ipAddress([192, 0, 2, 1])) == "1.3.9 = 192.0.2.1")
        #expect(line(.counter64(.max)) == "1.3.9 = 18446744073709551615")
        #expect(line(.timeTicks(7)) == "1.3.9 = 7")
        #expect(line(.opaque([1, 2])) == "1.3.9 = Opaque 0x0102")
        #expect(line(.unreadable(tag: 0x47, content: [255])) == "1.3.9 = type 0x47 0xff")
        #expect(line(.noSuchInstance) == "1.3.9 = noSuchInstance")
    }

    @Test("control characters never reach a terminal, and communities never show")
    func secrets() {
        let escape = line(.octetString(Array("\u{1B}[2J\u{9B}".utf8)))
        #expect(escape?.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x9B } == true)
        #expect(line(.octetString([0x61, 0x0A, 0x62]))?.contains("\n") == false)
        let secret = SNMPValue.octetString(Array("s3cret".utf8))
        #expect(line(secret, [1, 3, 6, 1, 6, 3, 18, 1, 4, 0]) == "1.3.6.1.6.3.18.1.4.0 = ••••")
        #expect(line(secret, [1, 3, 6, 1, 6, 3, 18, 1, 1, 1, 2, 9]) == "1.3.6.1.6.3.18.1.1.1.2.9 = ••••")
    }
}
