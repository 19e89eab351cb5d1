import Metro
import Testing

@testable import SNMP

@Suite("Surveying a device")
struct SurveyWalkTests {
    /// A device that hears pe2 on its first interface.
    private var device: FakeDevice {
        var device = FakeDevice(interfaces: 3)
        device.variables[KnownObjects.systemDescription] = .octetString(Array("router".utf8))
        device.variables[KnownObjects.systemObject] = .objectIdentifier([1, 3, 6, 1, 4, 1, 2011])
        device.variables[KnownObjects.engine] = .octetString([0x80, 0x00, 0x07, 0xDB])
        device.variables[SurveyColumn.localChassisSubtype] = .integer(4)
        device.variables[SurveyColumn.localChassis] = .octetString([2, 0, 0, 0, 0, 1])
        device.put(.localPortSubtype, [1], .integer(5))
        device.put(.localPortIdentifier, [1], .octetString(Array("eth1".utf8)))
        device.put(.localPortDescription, [1], .octetString([0xD6, 0xC1, 0xB6, 0xAB, 0xD5, 0xBE]))
        device.addNeighbour(timeMark: 90, port: 1, index: 5, name: "pe2", remotePort: "eth9")
        return device
    }

    @Test("it says who it is, what interfaces it has and whom it hears")
    func whole() throws {
        var device = device
        device.put(.managementInterfaceSubtype, [95, 1, 5, 1, 4, 10, 0, 0, 2], .integer(2))
        let survey = try survey(device.agent)
        #expect(survey.systemName == "pe1")
        #expect(survey.description == "router")
        #expect(survey.objectIdentifier == "1.3.6.1.4.1.2011")
        #expect(survey.engine == "80:00:07:db")
        #expect(survey.chassis == LLDPIdentifier(.macAddress, "02:00:00:00:00:01"))
        #expect(survey.interfaces.map(\.name) == ["eth1", "eth2", "eth3"])
        #expect(survey.interfaces.map(\.speedBitsPerSecond) == [100_000_000_000, 100_000_000_000, 100_000_000_000])
        #expect(survey.interfaces.map(\.alias) == ["to p1", "to p2", "to p3"])
        #expect(
            survey.ports == [
                .init(number: 1, identifier: LLDPIdentifier(.interfaceName, "eth1"), description: "至东站")
            ])
        // The tables may not agree on when the row changed.
        #expect(
            survey.neighbours == [
                .init(
                    localPort: 1, chassis: LLDPIdentifier(.macAddress, "02:00:00:00:00:02"),
                    port: LLDPIdentifier(.interfaceName, "eth9"), portDescription: "", systemName: "pe2",
                    addresses: ["10.0.0.2"])
            ])
        #expect(survey.oddities == [])
    }

    @Test("a device without LLDP has no neighbours, and that is nothing odd")
    func withoutLLDP() throws {
        let survey = try survey(FakeDevice(interfaces: 2).agent)
        #expect(survey.interfaces.count == 2)
        #expect(survey.ports.isEmpty && survey.neighbours.isEmpty && survey.chassis == nil)
        #expect(survey.oddities == [])
    }

    @Test("an agent that refuses a GET for one object that it lacks is asked for the rest")
    func refusedScalars() throws {
        var agent = device.agent
        agent.distort = { question, answer in
            if question.kind == .getRequest, question.variables.count > 3 {
                answer.kind = .response(.noSuchName, errorIndex: 4)
            }
        }
        let survey = try survey(agent)
        #expect(survey.systemName == "pe1")
        #expect(survey.chassis?.text == "02:00:00:00:00:01")
        #expect(survey.engine == nil)
    }

    @Test("a neighbour that the table repeats is taken once, as it was last")
    func repeated() throws {
        var device = device
        device.addNeighbour(timeMark: 80, port: 1, index: 5, name: "old name", remotePort: "eth9")
        device.addNeighbour(timeMark: 85, port: 1, index: 4, name: "older row", remotePort: "eth9")
        #expect(try survey(device.agent).neighbours.map(\.systemName) == ["pe2"])
    }

    @Test("ever more neighbours are cut off, and it says so")
    func bounded() throws {
        var limits = SurveyWalk.Limits()
        limits.neighbours = 10
        var device = device
        for index in 0..<50 {
            device.addNeighbour(timeMark: 1, port: 2, index: UInt32(index), name: "n\(index)", remotePort: "p\(index)")
        }
        let survey = try survey(device.agent, limits: limits)
        #expect(survey.neighbours.count == 10)
        #expect(survey.oddities.contains("lldpRemChassisId has more than 10 rows: the rest is left out"))
        limits.requests = 3
        let short = try self.survey(device.agent, limits: limits)
        #expect(short.oddities.contains("stopped after 3 requests: the survey is not complete"))
    }

    @Test("no mutation of an answer makes it trap or run for ever")
    func fuzz() throws {
        var random = Seeded(1_0_8802)
        let agent = device.agent
        for _ in 0..<400 {
            var walk = SurveyWalk(maxRepetitions: 5)
            var identifier: Int32 = 0
            var steps = 0
            walking: while true {
                steps += 1
                try #require(steps < 12_000)
                guard case .request(let request, _) = walk.next() else { break walking }
                identifier += 1
                var question = BERWriter()
                question.message(.v2c, community: agent.community) {
                    request.write(to: &$0, identifier: identifier, repetitionLimit: 5)
                }
                let answer = try #require(agent.answer(question.bytes))
                let bytes = Bool.random(using: &random) ? random.mutated(answer) : answer
                guard let message = try? SNMPMessage(decoding: bytes),
                    case .response(let status, let index) = message.pdu.kind
                else { break walking }
                walk.receive(
                    SNMPResponse(errorStatus: status, errorIndex: index, variables: message.pdu.variables))
            }
            _ = Topology([Topology.KnownDevice(survey: walk.soFar)])
        }
    }

    private func survey(
        _ agent: FakeAgent, limits: SurveyWalk.Limits = SurveyWalk.Limits()
    ) throws -> DeviceSurvey {
        try SNMPTests.survey(agent, limits: limits)
    }
}

/// Surveys the agent through codec and session.
func survey(_ agent: FakeAgent, limits: SurveyWalk.Limits = SurveyWalk.Limits()) throws -> DeviceSurvey {
    var state = FakeTransport.State(agent: agent)
    var walk = SurveyWalk(maxRepetitions: 25, limits: limits)
    while true {
        switch walk.next() {
        case .request(let request, let ticket): walk.receive(try state.exchange(request), ticket: ticket)
        case .finished(let outcome): return outcome
        case .wait: preconditionFailure("the walk waits for an answer to nothing")
        }
    }
}

extension FakeDevice {
    mutating func put(_ column: SurveyColumn, _ index: [UInt32], _ value: SNMPValue) {
        variables[OID(column.column.name.arcs + index)] = value
    }

    /// Its chassis id ends in 2.
    mutating func addNeighbour(timeMark: UInt32, port: UInt32, index: UInt32, name: String, remotePort: String) {
        let row = [timeMark, port, index]
        put(.remoteChassisSubtype, row, .integer(4))
        put(.remoteChassis, row, .octetString([2, 0, 0, 0, 0, 2]))
        put(.remotePortSubtype, row, .integer(5))
        put(.remotePort, row, .octetString(Array(remotePort.utf8)))
        put(.remoteName, row, .octetString(Array(name.utf8)))
    }
}
