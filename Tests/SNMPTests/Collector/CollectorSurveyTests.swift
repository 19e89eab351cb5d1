import Collecting
import Metro
import Testing

@testable import SNMP

@Suite("SNMP collector, surveys of neighbours")
struct CollectorSurveyTests {
    private struct Scene {
        let transport: FakeTransport
        let collector: SNMPCollector
        let intake = FakeIntake()

        init(_ device: FakeDevice) {
            transport = FakeTransport(device.agent)
            let access = SNMPAccess(host: "127.0.0.1", periodMilliseconds: 30_000)
            collector = SNMPCollector(
                device: Device(id: "pe1", name: LocalizedName(english: "pe1"), snmp: access), access: access,
                interfaces: [("eth1", 10)], transport: transport
            ) { .community(.wellKnown) }
        }

        /// Polls each half minute up to `minutes` from the first one; at which minute a survey came, and the last.
        func surveys(minutes: Int) async throws -> (minutes: [Int], last: DeviceSurvey?) {
            var times: [Int] = []
            var last: DeviceSurvey?
            for poll in 0..<2 * minutes {
                try await collector.collect(into: intake)
                for case .survey(let device, let survey) in intake.take().findings {
                    #expect(device == "pe1")
                    times.append(poll / 2)
                    last = survey
                }
                let next = Int64(poll + 1) * 30_000_000_000
                try await intake.time.sleep(untilMonotonic: next)
            }
            return (times, last)
        }
    }

    private var device: FakeDevice {
        var device = FakeDevice(interfaces: 40)
        device.put(.localPortSubtype, [2], .integer(5))
        device.put(.localPortIdentifier, [2], .octetString(Array("eth2".utf8)))
        device.addNeighbour(timeMark: 90, port: 2, index: 5, name: "pe2", remotePort: "eth9")
        return device
    }

    @Test("a few minutes after the first poll, and once an hour from then on")
    func hourly() async throws {
        let (minutes, _) = try await Scene(device).surveys(minutes: 130)
        let first = try #require(minutes.first)
        #expect((2...5).contains(first))
        #expect(minutes.count >= 2 && minutes.count <= 4)
        #expect(zip(minutes, minutes.dropFirst()).allSatisfy { $1 - $0 <= 66 })
    }

    @Test("of the interfaces only those that the inventory names or that have a neighbour are kept")
    func condensed() async throws {
        let survey = try #require(try await Scene(device).surveys(minutes: 6).last)
        #expect(survey.systemName == "pe1")
        #expect(survey.interfaces.map(\.name) == ["eth1", "eth2"])
        #expect(survey.neighbours.map(\.systemName) == ["pe2"])
    }

    @Test("an agent without an answer to it keeps its polls")
    func refused() async throws {
        let scene = Scene(device)
        scene.transport.state.withLock {
            $0.agent?.distort = { question, answer in
                let asksLLDP = question.variables.contains { $0.name.hasPrefix([1, 0, 8802]) }
                if asksLLDP { answer.kind = .response(.authorizationError, errorIndex: 0) }
            }
        }
        let survey = try #require(try await scene.surveys(minutes: 6).last)
        #expect(survey.neighbours.isEmpty && survey.interfaces.map(\.name) == ["eth1"])
    }

    @Test("devices that start together are not surveyed together")
    func spread() {
        let due = (0..<50).map { number in
            var round = SurveyRound(name: "pe\(number)")
            round.renew(now: 0)
            return (0..<600).first { round.begin(now: Int64($0) * 1_000_000_000, maxRepetitions: 1) != nil } ?? -1
        }
        #expect(due.allSatisfy { (120...300).contains($0) })
        #expect(Set(due).count > 20)
    }
}
