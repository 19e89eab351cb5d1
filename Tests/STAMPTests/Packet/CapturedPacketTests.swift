import Foundation
import Testing

@testable import STAMP

/// Packets of three foreign STAMP programs on loopback, captured by others.
struct CapturedPacketTests {
    private static let capture = ProcessInfo.processInfo.environment["HAOMIAO_CORPUS"]
        .map { $0 + "/captured-here/stamp-lo.pcap" }
        .flatMap { FileManager.default.contents(atPath: $0) }

    private struct Frame {
        var source: UInt16
        var destination: UInt16
        var payload: [UInt8]
    }

    /// Ethernet, IPv4 without options, UDP, little-endian pcap.
    private func frames(_ file: [UInt8]) throws -> [Frame] {
        var frames: [Frame] = []
        var offset = 24
        while let length = file.field(UInt32.self, at: offset + 8)?.byteSwapped {
            let start = offset + 16
            let end = start + Int(length)
            let source = try #require(file.field(UInt16.self, at: start + 34))
            let destination = try #require(file.field(UInt16.self, at: start + 36))
            try #require(end <= file.count)
            frames.append(Frame(source: source, destination: destination, payload: Array(file[start + 42..<end])))
            offset = end
        }
        return frames
    }

    @Test(
        "Every captured question and answer is read; answers follow their questions or are found to mix up fields",
        .enabled(if: capture != nil, "skipped: no corpus (HAOMIAO_CORPUS)"))
    func captured() throws {
        let frames = try frames(Array(try #require(Self.capture)))
        #expect(frames.count == 86)
        let reflectorPorts: ClosedRange<UInt16> = 18_862...18_864
        var asked: [UInt16: SenderPacket] = [:]
        let script = ReflectorScript()
        var pairs = 0
        var mixedUp = 0
        for frame in frames {
            if reflectorPorts.contains(frame.destination) {
                let question = try #require(SenderPacket(frame.payload))
                asked[frame.source] = question
                #expect(script.ask(frame.payload)?.count == 44)
            } else {
                let answer = try #require(ReflectedPacket(frame.payload))
                let question = try #require(asked[frame.destination])
                #expect(answer.senderSequence == question.sequence)
                #expect((answer.senderTimeToLive == nil) == (frame.payload.count == 38))
                pairs += 1
                // One of the three swaps the sender's stamp and its own.
                if answer.senderTimestamp != question.timestamp {
                    #expect(frame.source == 18_864)
                    mixedUp += 1
                }
            }
        }
        #expect(pairs == 43)
        #expect(mixedUp == 15)
    }
}
