import Metro
import Telemetry

@testable import SNMP

/// A device that was walked, and polls of it through codec and session.
struct PollScene {
    var device: FakeDevice
    var survey: InterfaceSurvey
    private(set) var requests: [SNMPRequest] = []
    /// Last word on the agent's answers to polls.
    var shape: (inout FakeAgent) -> Void = { _ in }

    /// `names`: those of the inventory; their subjects are 100, 101 …
    init(_ device: FakeDevice, _ names: [String], mapping: InterfaceMapping = .name) throws {
        self.device = device
        let access = SNMPAccess(host: "127.0.0.1", mapping: mapping)
        let interfaces = names.enumerated().map { (name: $1, subject: UInt32(100 + $0)) }
        survey = InterfaceSurvey(try walk(device.agent).table, access, interfaces, now: 0)
    }

    /// Without a walk: its cells as they stand in the device, which is quicker where there are many.
    init(written device: FakeDevice, _ names: [String]) {
        var draft = InterfaceDraft()
        if let ticks = device.ticks { draft.takeTicks(ticks) }
        for (name, value) in device.variables {
            for column in InterfaceColumn.allCases {
                guard let index = name.index(below: column.column.name) else { continue }
                draft.take(
                    ColumnWalk.Cell(column: 0, index: index, value: value), of: column, ticks: device.ticks,
                    receivedNanoseconds: 0, rowLimit: .max)
            }
        }
        let interfaces = names.enumerated().map { (name: $1, subject: UInt32(100 + $0)) }
        survey = InterfaceSurvey(draft.table(), SNMPAccess(host: "127.0.0.1"), interfaces, now: 0)
        self.device = device
    }

    init(_ survey: InterfaceSurvey) {
        device = FakeDevice(interfaces: 0)
        self.survey = survey
    }

    /// What the walk itself would offer.
    var walkedSamples: [Sample] {
        var samples: [Sample] = []
        for (entry, row) in zip(survey.plan.entries, survey.rows) {
            row.readings.appendSamples(
                to: &samples, subject: entry.subject,
                epoch: row.readings.epoch(engineBoots: survey.plan.engineBoots, identity: entry.identity),
                wallNanoseconds: 0)
        }
        return samples
    }

    mutating func poll() throws -> InterfacePoll.Outcome {
        var agent = device.agent
        shape(&agent)
        return try poll(agent)
    }

    mutating func poll(_ agent: FakeAgent) throws -> InterfacePoll.Outcome {
        var state = FakeTransport.State(agent: agent)
        var poll = InterfacePoll(survey.plan)
        requests = []
        var underWay: [(SNMPRequest, Int)] = []
        while true {
            switch poll.next() {
            case .request(let request, let ticket):
                requests.append(request)
                underWay.append((request, ticket))
            case .wait:
                // The newest first: answers may come in any order.
                guard let (request, ticket) = underWay.popLast() else {
                    preconditionFailure("the poll waits for an answer to nothing")
                }
                poll.receive(try state.exchange(request), ticket: ticket)
            case .finished(let outcome): return outcome
            }
        }
    }

    /// Names asked for in the last poll.
    var asked: [OID] {
        requests.flatMap { request -> [OID] in
            if case .get(let names) = request { names.names } else { [] }
        }
    }
}

extension [Sample] {
    /// Without times, which differ between a walk and a poll.
    var untimed: Set<Sample> {
        Set(
            map { sample in
                var sample = sample
                sample.timeNanoseconds = 0
                return sample
            })
    }
    func of(_ subject: UInt32) -> [Sample] { filter { $0.subject == subject } }
}
