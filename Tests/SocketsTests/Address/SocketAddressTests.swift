import Testing

@testable import Sockets

struct SocketAddressTests {
    @Test(
        "An address with port is read and written back unchanged",
        arguments: ["1.2.3.4:161", "0.0.0.0:0", "[::1]:862", "[2001:db8::a]:65535", "[fe80::1%7]:862", "[::]:862"])
    func roundTrips(text: String) throws {
        let address = try SocketAddress(parsing: text)
        #expect(address.description == text)
        #expect(try SocketAddress(parsing: address.description) == address)
    }

    @Test("A port alone means every address of both families")
    func portAlone() throws {
        let address = try SocketAddress(parsing: ":862")
        #expect(address == .any(port: 862))
        #expect(address.isAny)
        #expect(address.description == "[::]:862")
    }

    @Test("A missing port is an error unless there is a default")
    func defaultPort() throws {
        #expect(throws: SocketError.self) { try SocketAddress(parsing: "10.0.0.1") }
        #expect(try SocketAddress(parsing: "10.0.0.1", defaultPort: 862).description == "10.0.0.1:862")
        #expect(try SocketAddress(parsing: "::1", defaultPort: 862).description == "[::1]:862")
        #expect(try SocketAddress(parsing: "[::1]", defaultPort: 862).description == "[::1]:862")
    }

    @Test("IPv4-mapped addresses are IPv4")
    func mapped() throws {
        #expect(try SocketAddress(parsing: "[::ffff:10.0.0.1]:5") == SocketAddress(ipv4: 10, 0, 0, 1, port: 5))
    }

    @Test(
        "Text that is no address is refused with what was expected",
        arguments: [
            "", ":", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:-1", "1.2.3.4:+1", "1.2.3.4: 1", "1.2.3:4:5", "::1:862",
            "[::1", "[::1]862", "[1.2.3.4]:1", "host:161", "[::1%]:1", "1.2.3.4%1:1", "1.2.3.4\0:1", "]:[",
        ])
    func refused(text: String) {
        let error = #expect(throws: SocketError.self) { try SocketAddress(parsing: text) }
        #expect(
            error?.description
                == "address \"\(text)\": expected ADDRESS:PORT, as 192.0.2.1:862, [2001:db8::1]:862 or :862")
    }

    @Test("Hosts with colons are shown in brackets")
    func hostText() {
        #expect(SocketAddress.text(host: "probe.example", port: 862) == "probe.example:862")
        #expect(SocketAddress.text(host: "2001:db8::1", port: 862) == "[2001:db8::1]:862")
    }

    @Test("Numeric hosts resolve to themselves")
    func resolveNumeric() async throws {
        #expect(try await SocketAddress.resolve(host: "::1", port: 9).map(\.description) == ["[::1]:9"])
    }

    @Test("localhost resolves with the port asked for")
    func resolveName() async throws {
        let found = try await SocketAddress.resolve(host: "localhost", port: 862)
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.port == 862 && ["127.0.0.1", "::1"].contains($0.host) })
    }

    @Test("A name that cannot be one says so", arguments: ["", "a\0b"])
    func resolveNonsense(host: String) async {
        let error = await #expect(throws: SocketError.self) {
            try await SocketAddress.resolve(host: host, port: 1)
        }
        #expect(error?.reason == "expected a host name or address")
    }

    @Test("A resolver that does not answer in time is an error of its own")
    func resolveTimeout() async {
        let error = await #expect(throws: SocketError.self) {
            // Not numeric and not in the hosts file, so that it goes to a resolver; none answers within 0 ms.
            try await SocketAddress.resolve(host: "haomiao-test.invalid", port: 1, timeoutMilliseconds: 0)
        }
        guard let cause = error?.cause else { return }
        switch cause {
        case .resolverTimeout, .resolver: break
        default: Issue.record("unexpected cause \(cause)")
        }
    }

    @Test("A cancelled lookup ends with CancellationError")
    func resolveCancelled() async {
        let lookup = Task { try await SocketAddress.resolve(host: "haomiao-test.invalid", port: 1) }
        lookup.cancel()
        await #expect(throws: (any Error).self) { try await lookup.value }
    }
}
