import Metro
import Testing

@Suite("Differentiated services code points")
struct CodePointTests {
    @Test(
        "have the names of their RFCs",
        arguments: [
            ("EF", 46), ("AF11", 10), ("AF23", 22), ("AF41", 34), ("AF43", 38), ("CS0", 0), ("CS6", 48), ("VA", 44),
            ("LE", 1),
        ] as [(String, UInt8)])
    func names(name: String, value: UInt8) {
        #expect(CodePoint.value(name) == value && CodePoint.value(name.lowercased()) == value)
        #expect(CodePoint.name(value) == name)
    }

    @Test("may be numbers; every number means itself, and its name the same")
    func numbers() {
        for value in UInt8(0)..<64 {
            #expect(CodePoint.value("\(value)") == value)
            #expect(CodePoint.value(CodePoint.name(value)) == value)
        }
        for text in ["64", "256", "-1", "", "AF44", "AF14", "CS8", "4 6", "+6"] {
            #expect(CodePoint.value(text) == nil)
        }
        #expect(CodePoint.value("BE") == 0 && CodePoint.name(3) == "3")
    }
}
