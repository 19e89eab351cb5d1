import Sockets
import Testing

@Suite("Ranges of addresses")
struct AddressRangeTests {
    private func address(_ text: String) throws -> SocketAddress {
        try #require(SocketAddress(numericHost: text, port: 161))
    }

    @Test(
        "hold the addresses that share the prefix, of the same family",
        arguments: [
            ("10.1.0.0/16", "10.1.255.3", true), ("10.1.0.0/16", "10.2.0.1", false), ("10.1.2.3/16", "10.1.9.9", true),
            ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.4", false), ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "::1", false), ("2001:db8:1::/48", "2001:db8:1:ffff::1", true),
            ("2001:db8:1::/48", "2001:db8:2::1", false), ("2001:db8::/127", "2001:db8::1", true),
            ("2001:db8::/127", "2001:db8::2", false), ("::/0", "2001:db8::2", true), ("::/0", "10.0.0.1", false),
        ])
    func contains(range: String, host: String, isInside: Bool) throws {
        let range = try #require(AddressRange(parsing: range))
        #expect(range.contains(try address(host)) == isInside)
    }

    @Test(
        "anything else is none",
        arguments: ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/", "10.0.0.0/8/9", "pe1/24", "::/129"])
    func refused(text: String) {
        #expect(AddressRange(parsing: text) == nil)
    }

    @Test("are written from their first address")
    func description() {
        #expect(AddressRange(parsing: "10.1.2.3/16")?.description == "10.1.0.0/16")
        #expect(AddressRange(parsing: "2001:db8::7/64")?.description == "2001:db8::/64")
    }

    @Test("addresses are in order of their numbers, IPv4 first")
    func order() throws {
        let sorted = try ["10.0.0.2", "9.255.0.1", "10.0.0.10", "::1"].map(address).sorted().map(\.host)
        #expect(sorted == ["9.255.0.1", "10.0.0.2", "10.0.0.10", "::1"])
    }
}
