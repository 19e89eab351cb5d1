import Testing

@testable import Console

@Suite("Filter")
struct RowFilterTests {
    private func matches(_ filter: String, _ text: String) -> Bool? { RowFilter(filter).map { $0.matcher()(text) } }

    @Test("matches text in either case, regular expressions, and the inverse of both")
    func kinds() {
        #expect(matches("dc2", "南山 DC2") == true)
        #expect(matches("南山", "南山 DC2") == true)
        #expect(matches("dc[25]$", "x DC5") == true)
        #expect(matches("dc[25]$", "x DC4") == false)
        #expect(matches("!dc2", "DC2") == false)
        #expect(matches("!dc2", "DC3") == true)
        #expect(matches("!^dc", "DC2") == false)
        #expect(matches("pe1:xe-0/0", "device pe1:xe-0/0/1") == true)
    }

    @Test("takes what is no regular expression as plain text, and says so")
    func plain() {
        #expect(matches("(dc", "a (DC2)") == true)
        #expect(RowFilter("(dc")?.isExpression == false)
        #expect(RowFilter("dc.")?.isExpression == true)
        #expect(RowFilter("") == nil)
        #expect(RowFilter("!") == nil)
    }
}
