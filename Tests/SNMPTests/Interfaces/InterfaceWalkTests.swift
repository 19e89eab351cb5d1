import Metro
import Testing

@testable import SNMP

@Suite("Interface walk")
struct InterfaceWalkTests {
    @Test("every column of every interface comes through exactly, in few requests")
    func wholeTable() throws {
        let (table, requests) = try walk(FakeDevice(interfaces: 500).agent)
        #expect(table.rows.map(\.ifIndex) == Array(1...500))
        #expect(table.oddities == [])
        #expect(table.systemName == "pe1" && table.engineBoots == 7)
        #expect(table.firstAgentTicks == 123_456 && table.lastAgentTicks == 123_456)
        let row = table.rows[2]
        func counter(_ value: UInt64, is32Bit: Bool) -> CounterReading? {
            row.inOctets.value.map {
                CounterReading(
                    value: value, is32Bit: is32Bit, agentTicks: 123_456, receivedNanoseconds: $0.receivedNanoseconds)
            }
        }
        #expect(row.inOctets.value == counter(1 << 53 + 3, is32Bit: false))
        #expect(row.outOctets.value == counter(UInt64.max - 3, is32Bit: false))
        #expect(row.inErrors.value == counter(3, is32Bit: true))
        #expect(row.outErrors.value == counter(4, is32Bit: true))
        #expect(row.inDiscards.value == counter(5, is32Bit: true))
        #expect(row.outDiscards.value == counter(6, is32Bit: true))
        #expect(row.name == "eth3" && row.description == "Ethernet 3" && row.alias == "to p3")
        #expect(row.speedBitsPerSecond == .known(100_000_000_000))
        #expect(row.adminStatus == .up && row.operationalStatus == .up && table.rows[1].operationalStatus == .down)
        #expect(row.discontinuityTicks == 0)
        // 1 for the scalars, 500/25 + 1 for facts and for counters.
        #expect(requests == 43)
    }

    @Test("counters are read with the agent's clock of the same answer")
    func clockOfTheAnswer() throws {
        var agent = FakeDevice(interfaces: 60).agent
        agent.distort = { request, response in
            // A clock that runs on with every row asked for.
            guard let first = response.variables.first, first.name == KnownObjects.systemUpTime,
                case .getBulkRequest = request.kind, let index = request.variables.dropFirst().first?.name.arcs.last
            else { return }
            response.variables[0].value = .timeTicks(123_456 + index)
        }
        let rows = try walk(agent).table.rows
        // Rows 1–25 answer a request from the column itself (its last arc is 6), later ones from rows 25 and 50.
        #expect(rows[0].inOctets.value?.agentTicks == 123_462)
        #expect(rows[30].outOctets.value?.agentTicks == 123_481)
        #expect(rows[59].inErrors.value?.agentTicks == 123_506)
    }

    @Test("answers that the agent cuts short are taken as far as they go")
    func cutAnswers() throws {
        let device = FakeDevice(interfaces: 100)
        var agent = device.agent
        agent.maximumOctets = 700
        let (table, requests) = try walk(agent)
        #expect(requests > 60)
        #expect(table.oddities == [])
        #expect(values(table) == values(try walk(device.agent).table))
    }

    @Test("an agent that finds answers too big gets smaller questions until they fit")
    func tooBig() throws {
        let device = FakeDevice(interfaces: 40)
        var agent = device.agent
        agent.tooBigAbove = 5
        #expect(values(try walk(agent).table) == values(try walk(device.agent).table))
        // Too big even for one row of all columns.
        agent.distort = { request, response in
            if request.variables.count > 4 { response.kind = .response(.tooBig, errorIndex: 0) }
        }
        let narrow = try walk(agent).table
        #expect(values(narrow) == values(try walk(device.agent).table))
        #expect(narrow.oddities == [])
    }

    @Test("columns without an error index, or with one, are given up alone")
    func columnErrors() throws {
        let alias = InterfaceColumn.alias.column.name
        var agent = FakeDevice(interfaces: 30).agent
        agent.distort = { request, response in
            guard let place = request.variables.firstIndex(where: { $0.name.hasPrefix(alias) }) else { return }
            response.kind = .response(.genErr, errorIndex: Int64(place + 1))
            response.variables = request.variables
        }
        let indexed = try walk(agent).table
        #expect(indexed.rows.count == 30 && indexed.rows[0].alias == "" && indexed.rows[29].name == "eth30")
        #expect(indexed.oddities == ["genErr at ifAlias after its start"])

        agent.distort = { request, response in
            guard request.variables.contains(where: { $0.name.hasPrefix(alias) }) else { return }
            response = PDU(
                .response(.genErr, errorIndex: 0), requestIdentifier: request.requestIdentifier, variables: [])
        }
        let unindexed = try walk(agent).table
        #expect(unindexed.rows.count == 30 && unindexed.rows[0].speedBitsPerSecond == .known(100_000_000_000))
        #expect(unindexed.oddities == ["genErr at ifAlias after its start: stopped there"])
    }

    @Test("an agent that runs in circles is stopped, and what it told is kept")
    func circles() throws {
        let name = InterfaceColumn.name.column.name
        var agent = FakeDevice(interfaces: 60).agent
        agent.distort = { _, response in
            for place in response.variables.indices {
                // After row 20 comes row 11 again.
                guard let index = response.variables[place].name.index(below: name)?.first, index > 20 else { continue }
                response.variables[place].name = name.appending(11 + (index - 21) % 10)
            }
        }
        let (table, requests) = try walk(agent)
        #expect(requests < 12)
        #expect(table.rows.count == 60)
        #expect(table.rows[19].ifName == "eth20" && table.rows[20].ifName == nil)
        #expect(table.oddities.contains("ifName runs in a circle after row 20: stopped there"))
        #expect(table.oddities.contains { $0.hasPrefix("rows sent more than once: ifName (") })
    }

    @Test("a row sent twice is taken once and named")
    func repeatedRow() throws {
        let octets = InterfaceColumn.highCapacityInOctets.column.name
        var agent = FakeDevice(interfaces: 4).agent
        agent.distort = { _, response in
            for place in response.variables.indices where response.variables[place].name == octets.appending(3) {
                response.variables[place] = VariableBinding(octets.appending(2), .counter64(5))
            }
        }
        let table = try walk(agent).table
        #expect(table.rows[1].inOctets.value?.value == 1 << 53 + 2)
        #expect(table.rows[3].inOctets.value?.value == 1 << 53 + 4)
        #expect(table.oddities.contains("rows sent more than once: ifHCInOctets (1)"))
    }

    @Test("an agent that answers with nothing is not asked for ever")
    func emptyAnswers() throws {
        var agent = FakeDevice(interfaces: 4).agent
        agent.distort = { request, response in
            if case .getBulkRequest = request.kind { response.variables = [] }
        }
        let (table, requests) = try walk(agent)
        #expect(table.rows.isEmpty)
        #expect(requests < 60)
        #expect(table.oddities.first == "no interfaces: the community's view may hide IF-MIB")
        #expect(table.oddities.contains("an empty answer at ifName after its start: stopped there"))
    }

    @Test("rows and requests are bounded, and what is left out is said")
    func bounds() throws {
        var limits = InterfaceWalk.Limits()
        limits.rows = 10
        let cutRows = try walk(FakeDevice(interfaces: 30).agent, limits: limits).table
        #expect(cutRows.rows.map(\.ifIndex) == Array(1...10))
        #expect(cutRows.oddities.contains("ifName has more than 10 rows: the rest is left out"))

        limits = InterfaceWalk.Limits()
        limits.requests = 4
        let (cutRequests, requests) = try walk(FakeDevice(interfaces: 90).agent, limits: limits)
        #expect(requests == 4)
        #expect(cutRequests.oddities.contains("stopped after 4 requests: the table is not complete"))
    }

    @Test("columns that disagree about which rows there are cannot exceed the bound together")
    func unionOfRows() throws {
        var device = FakeDevice(interfaces: 0)
        for index: UInt32 in 1...5 { device[.name, index] = .octetString([0x61 + UInt8(index)]) }
        for index: UInt32 in 11...15 { device[.inErrors, index] = .counter32(1) }
        var limits = InterfaceWalk.Limits()
        limits.rows = 7
        let table = try walk(device.agent, limits: limits).table
        #expect(table.rows.map(\.ifIndex) == [1, 2, 3, 4, 5, 11, 12])
        #expect(table.oddities.contains("more than 7 interfaces: 3 left out"))
    }

    @Test("ifIndex beyond 2³¹ is an index like any other")
    func bigIndex() throws {
        var device = FakeDevice(interfaces: 1)
        device.addInterface(4_294_967_295)
        device.addInterface(2_147_483_648)
        #expect(try walk(device.agent).table.rows.map(\.ifIndex) == [1, 2_147_483_648, 4_294_967_295])
    }

    @Test("without ifXTable names and 32-bit counters come from ifTable, and that is said once")
    func noExtensionTable() throws {
        var device = FakeDevice(interfaces: 3)
        for column in InterfaceColumn.allCases where column.column.name.hasPrefix(KnownObjects.interfaceExtensionEntry)
        {
            device.removeColumn(column)
        }
        device[.speed, 1] = .integer(10_000_000)
        let table = try walk(device.agent).table
        #expect(table.rows.map(\.name) == ["Ethernet 1", "Ethernet 2", "Ethernet 3"])
        #expect(table.rows[0].inOctets.value?.value == 4_000_000_000)
        #expect(table.rows[0].inOctets.value?.is32Bit == true)
        #expect(table.rows[0].speedBitsPerSecond == .known(10_000_000))
        #expect(table.rows[1].speedBitsPerSecond == .missing(.speedUnknown))
        #expect(
            table.oddities == ["no ifXTable: names from ifDescr, speeds from ifSpeed, 32-bit octet counters"])
    }

    @Test("single interfaces without 64-bit counters fall back, the others do not")
    func partlyNarrow() throws {
        var device = FakeDevice(interfaces: 5)
        device[.highCapacityInOctets, 2] = nil
        device[.highCapacityOutOctets, 4] = .counter32(99)
        let table = try walk(device.agent).table
        #expect(table.rows[1].inOctets.value?.value == 4_000_000_000)
        #expect(table.rows[1].outOctets.value?.is32Bit == false)
        #expect(table.rows[3].outOctets.value?.value == 99)
        #expect(table.rows[3].outOctets.value?.is32Bit == true)
        #expect(table.rows[0].inOctets.value?.is32Bit == false)
        #expect(
            table.oddities == [
                "32-bit octet counters only: eth2, eth4", "Counter32 in ifHCOutOctets: eth4",
            ])
    }

    @Test("a value of the wrong type is left out and named")
    func wrongTypes() throws {
        var device = FakeDevice(interfaces: 5)
        for index: UInt32 in 1...5 { device[.inErrors, index] = .octetString([1]) }
        device[.operationalStatus, 1] = .integer(9)
        device[.name, 2] = .integer(3)
        let table = try walk(device.agent).table
        #expect(table.rows[0].inErrors == .missing(.columnAbsent))
        #expect(table.rows[0].operationalStatus == nil)
        #expect(table.rows[1].name == "Ethernet 2")
        #expect(table.oddities.contains("ifOperStatus is none of those of RFC 2863: eth1"))
        #expect(table.oddities.contains("OCTET STRING in ifInErrors, left out: eth1, Ethernet 2, eth3 and 2 more"))
        #expect(table.oddities.contains("no ifName, ifDescr or ifIndex used: Ethernet 2"))
    }

    @Test("speeds that cannot be are named")
    func speeds() throws {
        var device = FakeDevice(interfaces: 4)
        device[.highSpeed, 1] = .gauge32(10_000_000_000)
        device[.highSpeed, 2] = .gauge32(0)
        device[.speed, 3] = .gauge32(1_000)
        let table = try walk(device.agent).table
        #expect(table.rows[0].speedBitsPerSecond == .known(10_000_000_000))
        #expect(table.rows[1].speedBitsPerSecond == .missing(.speedUnknown))
        #expect(
            table.oddities == [
                "ifHighSpeed in bit/s, read as such: eth1", "ifSpeed differs from ifHighSpeed, which counts: eth3",
            ])
    }

    @Test("names that repeat are named and never guessed at")
    func duplicateNames() throws {
        var device = FakeDevice(interfaces: 4)
        device[.name, 3] = device[.name, 1]
        let table = try walk(device.agent).table
        #expect(table.oddities == ["2 interfaces are called eth1 (ifIndex 1, 3)"])
        #expect(table.directory().interface(named: "eth1") == .ambiguous(ifIndices: [1, 3]))
        #expect(table.directory().interface(named: "eth2").row == table.rows[1])
        #expect(table.directory().interface(named: "Ethernet 3").row == table.rows[2])
        #expect(table.directory().interface(named: "eth9") == .none)
        device[.description, 3] = .octetString(Array("eth1".utf8))
        let described = try walk(device.agent).table
        #expect(described.directory().interface(named: "eth1").row == described.rows[2])
    }

    @Test("an agent without a clock is named, and its counters have none")
    func noUpTime() throws {
        var device = FakeDevice(interfaces: 2)
        device.ticks = nil
        let table = try walk(device.agent).table
        #expect(table.rows[0].inOctets.value?.value == 1 << 53 + 1)
        #expect(table.rows[0].inOctets.value?.agentTicks == nil && table.lastAgentTicks == nil)
        #expect(table.oddities == ["no sysUpTime: counters cannot become rates"])
    }

    @Test("a restart in the middle of the walk fails it, a wrap of the clock does not")
    func restart() throws {
        func agent(from first: UInt32, to later: UInt32) -> FakeAgent {
            var device = FakeDevice(interfaces: 60)
            device.ticks = first
            var agent = device.agent
            agent.distort = { request, response in
                if case .getBulkRequest = request.kind, response.variables.first?.name == KnownObjects.systemUpTime {
                    response.variables[0].value = .timeTicks(later)
                }
            }
            return agent
        }
        #expect(throws: InterfaceWalk.Failure.agentRestarted(fromTicks: 90_000, toTicks: 200)) {
            try walk(agent(from: 90_000, to: 200))
        }
        #expect(try walk(agent(from: .max - 5, to: 200)).table.lastAgentTicks == 200)
        #expect(try walk(agent(from: 90_000, to: 89_990)).table.rows.count == 60)
    }

    @Test("an agent that refuses the whole GET for one object is asked for its clock alone")
    func scalarRefusal() throws {
        var agent = FakeDevice(interfaces: 2).agent
        agent.distort = { request, response in
            if case .getRequest = request.kind, request.variables.count > 1 {
                response.kind = .response(.noSuchName, errorIndex: 3)
            }
        }
        let table = try walk(agent).table
        #expect(table.lastAgentTicks == 123_456 && table.systemName == nil && table.rows.count == 2)
    }

    @Test("authorizationError ends the walk")
    func notAuthorised() {
        var agent = FakeDevice(interfaces: 2).agent
        agent.distort = { _, response in response.kind = .response(.authorizationError, errorIndex: 1) }
        #expect(throws: InterfaceWalk.Failure.notAuthorised) { try walk(agent) }
    }

    @Test("names come out decoded and harmless")
    func hostileNames() throws {
        var device = FakeDevice(interfaces: 2)
        device[.name, 1] = .octetString([0xC9, 0xCF, 0xBA, 0xA3, 0, 0])
        device[.alias, 1] = .octetString(Array("\u{1B}]0;x\u{07}".utf8))
        let row = try walk(device.agent).table.rows[0]
        #expect(row.name == "上海" && row.alias == "␛]0;x␇")
    }

    @Test("mutated answers never trap, never loop and never invent rows without saying so")
    func fuzz() {
        var random = Seeded(6)
        for round in 0..<400 {
            var state = FakeTransport.State(agent: FakeDevice(interfaces: 6).agent)
            var walk = InterfaceWalk(maxRepetitions: 4)
            var requests = 0
            while case .request(let request, let ticket) = walk.next(), requests < 2_000 {
                requests += 1
                var response = SNMPResponse(variables: [])
                if let answer = try? state.exchange(request) { response = answer }
                if Int.random(in: 0..<3, using: &random) == 0 { mutate(&response, &random) }
                walk.receive(response, ticket: ticket)
            }
            #expect(requests < 500, "round \(round)")
        }
    }

    private func mutate(_ response: inout SNMPResponse, _ random: inout Seeded) {
        guard !response.variables.isEmpty else { return }
        let place = Int.random(in: response.variables.indices, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: response.variables.removeLast(Int.random(in: 0...response.variables.count, using: &random))
        case 1: response.variables[place].name = OID(response.variables[place].name.arcs.dropLast())
        case 2: response.variables[place].name = response.variables[place].name.appending(.max)
        case 3: response.variables[place].value = .endOfMibView
        case 4: response.variables.shuffle(using: &random)
        case 5: response.errorStatus = SNMPErrorStatus(rawValue: Int64.random(in: -1...6, using: &random))
        default: response.variables += response.variables
        }
        response.errorIndex = [0, 1, 2, 9, -1, .max, .min].randomElement(using: &random) ?? 0
    }

    /// Rows without the time of receipt.
    private func values(_ table: InterfaceTable) -> [[String]] {
        table.rows.map { row in
            [row.inOctets, row.outOctets, row.inErrors, row.outErrors, row.inDiscards, row.outDiscards].map {
                "\(row.ifIndex) \(row.name) \(row.alias) \(row.speedBitsPerSecond) \($0.value?.value ?? 0)"
            }
        }
    }
}
