import Testing

@testable import SNMP

@Suite("Device text")
struct DeviceTextTests {
    @Test("UTF-8 stays, padding NULs go")
    func utf8() {
        #expect(DeviceText.decode(Array("GigabitEthernet0/0/1".utf8) + [0, 0, 0]) == "GigabitEthernet0/0/1")
        #expect(DeviceText.decode(Array("上海—张江 100G".utf8)) == "上海—张江 100G")
        #expect(DeviceText.decode([] as [UInt8]) == "")
        #expect(DeviceText.decode([0, 0]) == "")
        #expect(DeviceText.decode([0x61, 0, 0x62]) == "a␀b")
    }

    @Test("GBK and GB18030 are recognised")
    func chinese() {
        // 上海 in GBK; 上海-A; 㐀 in four octets of GB18030.
        #expect(DeviceText.decode([0xC9, 0xCF, 0xBA, 0xA3]) == "上海")
        #expect(DeviceText.decode([0xC9, 0xCF, 0xBA, 0xA3, 0x2D, 0x41, 0]) == "上海-A")
        #expect(DeviceText.decode([0x81, 0x39, 0xEE, 0x39]) == "㐀")
    }

    @Test("text cut inside a character keeps the rest, in either encoding")
    func cut() {
        #expect(DeviceText.decode([0xC9, 0xCF, 0xBA]) == "上�")
        #expect(DeviceText.decode(Array("上海".utf8).dropLast()) == "上��")
        #expect(DeviceText.decode(Array("上海".utf8).dropLast(2)) == "上�")
    }

    @Test("octets of no encoding become one � each")
    func broken() {
        #expect(DeviceText.decode([0x61, 0xFF, 0xFE, 0x62]) == "a��b")
        #expect(DeviceText.decode([0x61, 0xFF]) == "a�")
    }

    @Test("nothing that steers a terminal or hides text comes through")
    func controls() {
        #expect(DeviceText.decode(Array("a\u{1B}[31mb".utf8)) == "a␛[31mb")
        #expect(DeviceText.decode(Array("a\r\n\tb\u{7F}".utf8)) == "a␍␊␉b␡")
        #expect(DeviceText.decode(Array("a\u{85}\u{9B}2J".utf8)) == "a��2J")
        #expect(DeviceText.decode(Array("a\u{202E}b\u{2066}c\u{200B}d\u{2028}e".utf8)) == "a�b�c�d�e")
    }

    @Test("text is cut at 255 characters with an ellipsis")
    func bounded() {
        let long = DeviceText.decode([UInt8](repeating: 0x61, count: 60_000))
        #expect(long == String(repeating: "a", count: 255) + "…")
        #expect(DeviceText.decode([UInt8](repeating: 0x61, count: 255)).count == 255)
    }

    @Test("random octets give printable text")
    func fuzz() {
        var random = Seeded(4)
        for _ in 0..<5_000 {
            let count = Int.random(in: 0..<40, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let text = DeviceText.decode(bytes)
            #expect(
                text.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) },
                "\(bytes)")
        }
    }
}
