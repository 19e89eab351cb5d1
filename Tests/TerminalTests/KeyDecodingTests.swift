import CNCurses
import Console
import Testing

@testable import Terminal

struct KeyDecodingTests {
    private func scalar(_ value: UInt32) -> Key? {
        Key(hm_key(kind: Int32(HM_KEY_SCALAR), value: value, x: 0, y: 0))
    }

    @Test("Control codes become named keys, the rest control letters")
    func controls() {
        #expect(scalar(27) == .escape)
        #expect(scalar(13) == .enter)
        #expect(scalar(9) == .tab)
        #expect(scalar(127) == .backspace)
        #expect(scalar(12) == .control("l"))
        #expect(scalar(26) == .control("z"))
        #expect(scalar(0) == nil)
        #expect(scalar(28) == nil)
    }

    @Test("A Chinese character typed into the filter is one key")
    func chinese() {
        #expect(scalar(0x5357) == .character("南"))
        #expect(scalar(0xD800) == nil)
        #expect(scalar(0x7FFF_FFFF) == nil)
    }

    @Test("Function and cursor keys are told apart, unknown codes are dropped")
    func codes() {
        func code(_ value: Int) -> Key? {
            Key(hm_key(kind: Int32(HM_KEY_CODE), value: UInt32(value), x: 0, y: 0))
        }
        #expect(code(HM_UP) == .up)
        #expect(code(HM_FUNCTION + 5) == .function(5))
        #expect(code(HM_FUNCTION + 25) == nil)
        #expect(code(0) == nil)
    }

    @Test("A wheel and a click keep their cell")
    func mouse() {
        let key = Key(hm_key(kind: Int32(HM_KEY_MOUSE), value: UInt32(HM_MOUSE_WHEEL_UP), x: 7, y: 3))
        #expect(key == .mouse(MouseEvent(kind: .wheelUp, x: 7, y: 3)))
        #expect(Key(hm_key(kind: Int32(HM_KEY_MOUSE), value: 99, x: 7, y: 3)) == nil)
    }

    @Test("The byte meter averages over five seconds and says 0 until it has half of one")
    func meter() {
        var meter = ByteMeter()
        #expect(meter.bytesPerSecond(total: 0, now: 0) == 0)
        #expect(meter.bytesPerSecond(total: 900, now: 400_000_000) == 0)
        #expect(meter.bytesPerSecond(total: 1000, now: 1_000_000_000) == 1000)
        for second in 2...20 { _ = meter.bytesPerSecond(total: 1000, now: Int64(second) * 1_000_000_000) }
        #expect(meter.bytesPerSecond(total: 1000, now: 21_000_000_000) == 0)
    }
}
