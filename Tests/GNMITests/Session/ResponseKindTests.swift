import SwiftProtobuf
import Testing

@testable import GNMI

@Suite("What a response bears, seen from outside")
struct ResponseKindTests {
    private static func bytes(_ make: (inout Gnmi_SubscribeResponse) -> Void) throws -> [UInt8] {
        var response = Gnmi_SubscribeResponse()
        make(&response)
        return try response.serializedBytes()
    }

    @Test("Updates, syncs and errors are told apart as generated code tells them")
    func kinds() throws {
        #expect(ResponseKind(try Self.bytes { $0.update.timestamp = 1 }) == .update)
        #expect(ResponseKind(try Self.bytes { $0.update = .init() }) == .update)
        #expect(ResponseKind(try Self.bytes { $0.syncResponse = true }) == .sync)
        #expect(ResponseKind(try Self.bytes { $0.error.message = "no" }) == .error)
        #expect(ResponseKind(try Self.bytes { _ in }) == .other)
    }

    @Test("An extension before or behind changes nothing")
    func extensions() throws {
        let foreign: [UInt8] = [0x2A, 2, 0x0A, 0]
        #expect(ResponseKind(foreign + [0x18, 1]) == .sync)
        #expect(ResponseKind([0x18, 1] + foreign) == .sync)
        #expect(ResponseKind(foreign) == .other)
    }

    @Test("No bytes trap it")
    func mutations() throws {
        let good = try Self.bytes { $0.update.timestamp = 1_700_000_000_000_000_000 } + [0x2A, 2, 0x0A, 0]
        var state: UInt64 = 6
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0...random(4) { bytes[random(bytes.count)] = UInt8(random(256)) }
            bytes.removeLast(random(bytes.count))
            _ = ResponseKind(bytes)
        }
    }
}
