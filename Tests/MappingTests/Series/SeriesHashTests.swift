import Mapping
import Testing

@testable import struct Mapping.SeriesIndex

struct SeriesHashTests {
    private static func key(_ pieces: [String], seed: SeriesSeed = SeriesSeed(high: 1, low: 2)) -> SeriesKey {
        var hash = SeriesHash(seed)
        for piece in pieces { hash.add(Array(piece.utf8).span) }
        return hash.key
    }

    @Test("Pieces' bounds count, and so do zeros and empty pieces")
    func bounds() {
        let names: [[String]] = [
            ["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], ["abc\0"], ["abc\0\0\0\0\0"],
            ["abcdefgh"], ["abcdefgh", ""], ["abcdefgh\0"], ["abcd", "efgh"], [], [""], ["", ""], ["\0"],
        ]
        #expect(Set(names.map { Self.key($0) }).count == names.count)
    }

    @Test("A range hashes as its bytes do")
    func ranges() {
        let bytes = Array("xxinterface=Ethernet12yy".utf8)
        var hash = SeriesHash(SeriesSeed(high: 1, low: 2))
        hash.add(bytes.span, 2..<22)
        #expect(hash.key == Self.key(["interface=Ethernet12"]))
    }

    @Test("Another seed gives other keys")
    func seeds() {
        let other = SeriesSeed(high: 1, low: 3)
        #expect(Self.key(["a"]) != Self.key(["a"], seed: other))
    }

    @Test("A million names that differ in a digit or two do not meet, not even in 64 bits")
    func collisions() {
        var highs: Set<UInt64> = []
        var lows: Set<UInt64> = []
        let count = 1_000_000
        var name = Array("/interfaces/interface[name=Ethernet0000000]/state/counters/in-octets".utf8)
        for number in 0..<count {
            var rest = number
            for digit in 0..<7 {
                name[45 - digit] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            var hash = SeriesHash(SeriesSeed(high: 5, low: 7))
            hash.add(name.span)
            highs.insert(hash.key.high)
            lows.insert(hash.key.low)
        }
        #expect(highs.count == count)
        #expect(lows.count == count)
    }

    @Test("The index finds every key it was given, and none that it was not")
    func index() {
        var index = SeriesIndex()
        for number in 0..<5_000 { index.add(Self.key(["\(number)"]), number) }
        func places(_ numbers: Range<Int>) -> [Int?] { numbers.map { index.place(of: Self.key(["\($0)"])) } }
        #expect(places(0..<5_000) == (0..<5_000).map { $0 })
        #expect(places(5_000..<9_000).allSatisfy { $0 == nil })
    }
}
