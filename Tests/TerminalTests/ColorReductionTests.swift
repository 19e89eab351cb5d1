import Console
import Testing

@testable import Terminal

struct ColorReductionTests {
    @Test("The default colour stays the terminal's own at every depth", arguments: ColorDepth.allCases)
    func defaultColor(_ depth: ColorDepth) {
        #expect(ColorReduction.number(nil, depth) == -1)
    }

    @Test("A direct-colour terminal gets the colour itself")
    func direct() {
        #expect(ColorReduction.number(RGB(0x12, 0x34, 0x56), .direct) == 0x123456)
    }

    @Test("256 colours: cube corners, greys and near misses land on the nearest entry")
    func palette() {
        #expect(ColorReduction.number(RGB(255, 0, 0), .palette256) == 196)
        #expect(ColorReduction.number(RGB(0, 0, 0), .palette256) == 16)
        #expect(ColorReduction.number(RGB(128, 128, 128), .palette256) == 244)
        #expect(ColorReduction.number(RGB(250, 4, 3), .palette256) == 196)
        for value in 0...255 {
            let number = ColorReduction.number(RGB(UInt8(value), UInt8(255 - value), 90), .palette256)
            #expect((16...255).contains(number))
        }
    }

    @Test("Eight and sixteen colours keep the hue that tells a severity")
    func basic() {
        #expect(ColorReduction.number(RGB(240, 30, 30), .eight) == 1)
        #expect(ColorReduction.number(RGB(230, 180, 40), .eight) == 3)
        #expect(ColorReduction.number(RGB(255, 85, 255), .sixteen) == 13)
        #expect(ColorReduction.number(RGB(240, 30, 30), .none) == -1)
    }
}
