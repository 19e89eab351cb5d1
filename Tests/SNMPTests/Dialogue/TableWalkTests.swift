import Testing

@testable import SNMP

@Suite("Table walk")
struct TableWalkTests {
    private let remote: OID = [1, 0, 8802, 1, 1, 2, 1, 4, 1, 1]
    private var columns: [ColumnWalk.Column] {
        [
            .init(label: "lldpRemPortId", name: remote.appending(7)),
            .init(label: "lldpRemSysName", name: remote.appending(9)),
        ]
    }

    private func run(_ agent: FakeAgent, _ walk: TableWalk) throws -> (TableWalk.Outcome, requests: Int) {
        var state = FakeTransport.State(agent: agent)
        var walk = walk
        while true {
            switch walk.next() {
            case .request(let request, let ticket): walk.receive(try state.exchange(request), ticket: ticket)
            case .finished(let outcome): return (outcome, state.requests)
            case .wait: preconditionFailure("the walk waits for an answer to nothing")
            }
        }
    }

    private func agent(rows: UInt32) -> FakeAgent {
        var variables = [VariableBinding(KnownObjects.systemName, .octetString(Array("pe1".utf8)))]
        for row in 1...rows {
            variables.append(VariableBinding(remote.appending(7, 0, row, 1), .octetString(Array("eth\(row)".utf8))))
            variables.append(VariableBinding(remote.appending(9, 0, row, 1), .octetString(Array("p\(row)".utf8))))
        }
        return FakeAgent(variables)
    }

    @Test("scalars and columns with several indices come whole, whatever fits into an answer", arguments: [25, 4, 1])
    func whole(maxRepetitions: Int) throws {
        let (outcome, _) = try run(
            agent(rows: 60),
            TableWalk(
                scalars: [KnownObjects.systemName, KnownObjects.engineBoots], columns: columns,
                maxRepetitions: maxRepetitions))
        #expect(outcome.scalars == [KnownObjects.systemName: .octetString(Array("pe1".utf8))])
        #expect(outcome.columns[0].map(\.index) == (1...60).map { [0, $0, 1] })
        #expect(outcome.cells(1)[[0, 60, 1]] == .octetString(Array("p60".utf8)))
        #expect(outcome.oddities == [] && !outcome.isRefused)
    }

    @Test("an agent that refuses a whole GET for one object is asked for each alone")
    func refusedScalars() throws {
        var agent = agent(rows: 1)
        agent.distort = { request, response in
            guard case .getRequest = request.kind, response.variables.contains(where: \.value.isException) else {
                return
            }
            response.kind = .response(.noSuchName, errorIndex: 1)
            response.variables = request.variables
        }
        let (outcome, _) = try run(
            agent,
            TableWalk(
                scalars: [KnownObjects.engineBoots, KnownObjects.systemName], columns: columns, maxRepetitions: 9)
        )
        #expect(outcome.scalars.keys.map { $0 } == [KnownObjects.systemName])
        #expect(outcome.columns.map(\.count) == [1, 1])
    }

    @Test("authorizationError ends it and is said; a limit of requests ends it with a note")
    func ends() throws {
        var refusing = agent(rows: 3)
        refusing.distort = { _, response in response.kind = .response(.authorizationError, errorIndex: 0) }
        let (refused, requests) = try run(refusing, TableWalk(columns: columns, maxRepetitions: 9))
        #expect(refused.isRefused && requests == 1)
        var limits = TableWalk.Limits()
        limits.requests = 3
        let (cut, _) = try run(agent(rows: 60), TableWalk(columns: columns, maxRepetitions: 9, limits: limits))
        #expect(cut.columns[0].count == 27)
        #expect(cut.oddities == ["stopped after 3 requests: the tables are not complete"])
    }
}
