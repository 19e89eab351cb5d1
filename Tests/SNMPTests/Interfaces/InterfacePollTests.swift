import Metro
import Telemetry
import Testing

@testable import SNMP

@Suite("Interface poll")
struct InterfacePollTests {
    private func names(_ range: ClosedRange<Int>) -> [String] { range.map { "eth\($0)" } }

    @Test("a poll brings what a walk brings, in a packet of interfaces at a time")
    func sameAsWalk() throws {
        var scene = try PollScene(FakeDevice(interfaces: 30), names(1...30))
        let outcome = try scene.poll()
        #expect(outcome.samples.untimed == scene.walkedSamples.untimed)
        #expect(outcome.samples.count == 240 && outcome.changes == [] && outcome.oddities == [])
        #expect(outcome.agentTicks == 123_456)
        #expect(scene.requests.count <= 8)
        #expect(scene.asked.count { $0 == KnownObjects.systemUpTime } == scene.requests.count)
        #expect(scene.asked.count { $0 == KnownObjects.engineBoots } == 1)
    }

    @Test("of 10 000 interfaces with 40 in the inventory, those 40 are asked for and nothing else")
    func onlyTheInventory() throws {
        let used = (1...40).map { $0 * 250 }
        var scene = PollScene(written: FakeDevice(interfaces: 10_000), used.map { "eth\($0)" })
        let outcome = try scene.poll()
        #expect(Set(outcome.samples.map(\.subject)) == Set(100..<140))
        let rows = scene.asked.filter { $0.arcs.count > 9 && $0 != KnownObjects.engineBoots }
        #expect(Set(rows.compactMap(\.arcs.last)) == Set(used.map { UInt32($0) }))
        // Name, six counters, status, discontinuity and speed of each; ifSpeed tells nothing more.
        #expect(rows.count == 40 * 10)
        #expect(scene.requests.count <= 10)
    }

    @Test("renumbered in the middle of polls: no interface gives another one's numbers")
    func renumbered() throws {
        var scene = try PollScene(FakeDevice(interfaces: 4), names(1...4))
        (scene.device[.name, 2], scene.device[.name, 3]) = (scene.device[.name, 3], scene.device[.name, 2])
        let outcome = try scene.poll()
        #expect(outcome.fates == [.answered, .moved, .moved, .answered])
        #expect(Set(outcome.samples.map(\.subject)) == [100, 103])
        #expect(outcome.changes == [.moved])
    }

    @Test("an interface that is gone gives nothing and asks for a walk")
    func gone() throws {
        var scene = try PollScene(FakeDevice(interfaces: 3), names(1...3))
        for column in InterfaceColumn.allCases { scene.device[column, 2] = nil }
        let outcome = try scene.poll()
        #expect(outcome.fates == [.answered, .moved, .answered])
        #expect(outcome.changes == [.moved, .columnGone] && outcome.samples.of(101) == [])
    }

    @Test("a column that is gone leaves the others, and asks for a walk")
    func columnGone() throws {
        var scene = try PollScene(FakeDevice(interfaces: 2), names(1...2))
        scene.device[.inErrors, 1] = nil
        let outcome = try scene.poll()
        #expect(outcome.changes == [.columnGone])
        #expect(outcome.samples.of(100).count == 7 && outcome.samples.of(101).count == 8)
    }

    @Test("a reboot shows in sysUpTime or in snmpEngineBoots; new boots are another epoch")
    func reboot() throws {
        var scene = try PollScene(FakeDevice(interfaces: 1), names(1...1))
        scene.device.ticks = 500
        #expect(try scene.poll().changes == [.restart])
        scene.device.ticks = 130_000
        let before = try scene.poll()
        #expect(before.changes == [])
        scene.device.variables[KnownObjects.engineBoots] = .integer(8)
        let after = try scene.poll()
        #expect(after.changes == [.restart])
        #expect(
            before.samples.first { $0.metric == .octets }?.epoch != after.samples.first { $0.metric == .octets }?.epoch)
    }

    @Test("a table that changed says so by ifTableLastChange or ifNumber, and its numbers still count")
    func tableChange() throws {
        var device = FakeDevice(interfaces: 2)
        device.variables[KnownObjects.interfaceTableLastChange] = .timeTicks(100)
        device.variables[KnownObjects.interfaceCount] = .integer(2)
        var scene = try PollScene(device, names(1...2))
        #expect(try scene.poll().changes == [])
        scene.device.variables[KnownObjects.interfaceTableLastChange] = .timeTicks(120_000)
        let outcome = try scene.poll()
        #expect(outcome.changes == [.table] && outcome.samples.count == 16)
        scene.device.variables[KnownObjects.interfaceCount] = .integer(3)
        #expect(try scene.poll().changes == [.table, .interfaceCount])
    }

    @Test("too big at any packet: halved, asked again, remembered", arguments: [9, 20, 35])
    func tooBig(limit: Int) throws {
        var scene = try PollScene(FakeDevice(interfaces: 20), names(1...20))
        scene.shape = { agent in
            agent.distort = { request, response in
                guard request.variables.count > limit else { return }
                response.kind = .response(.tooBig, errorIndex: 0)
                response.variables = []
            }
        }
        let first = try scene.poll()
        #expect(first.samples.untimed == scene.walkedSamples.untimed)
        #expect(first.answerOctets < scene.survey.plan.answerOctets)
        #expect(first.oddities == ["answers hold \(first.answerOctets) octets: asked for less at once"])
        let askedAtFirst = scene.requests.count
        scene.survey.plan.carry(answerOctets: first.answerOctets)
        let second = try scene.poll()
        #expect(second.samples.untimed == first.samples.untimed)
        #expect(scene.requests.count < askedAtFirst)
    }

    @Test("answers that are cut short are completed by further questions", arguments: [1, 4, 12, 30])
    func cutShort(kept: Int) throws {
        var scene = try PollScene(FakeDevice(interfaces: 20), names(1...20))
        scene.shape = { agent in
            agent.distort = { _, response in response.variables = Array(response.variables.prefix(kept)) }
        }
        let outcome = try scene.poll()
        if kept > 3 {
            #expect(outcome.samples.untimed == scene.walkedSamples.untimed)
        } else {
            // The clock alone: nothing can be asked for in less.
            let oddity = try #require(outcome.oddities.first { $0.hasPrefix("no answer fits ") })
            #expect(oddity.contains(": an answer cut short and ") && oddity.hasSuffix(" more: left out"))
            #expect(outcome.fates.allSatisfy { $0 == .unanswered } && outcome.samples == [])
        }
    }

    @Test("an agent that refuses a whole packet for one object is asked for the rest")
    func refused() throws {
        var scene = try PollScene(FakeDevice(interfaces: 6), names(1...6))
        scene.device[.outDiscards, 4] = nil
        scene.shape = { agent in
            agent.distort = { request, response in
                guard let place = response.variables.firstIndex(where: \.value.isException) else { return }
                response.kind = .response(.noSuchName, errorIndex: Int64(place + 1))
                response.variables = request.variables
            }
        }
        let outcome = try scene.poll()
        #expect(outcome.changes == [.columnGone])
        #expect(outcome.samples.of(103).count == 7 && outcome.samples.count == 47)
    }

    @Test("by alias: the circuit is followed, its port is not")
    func alias() throws {
        var scene = try PollScene(FakeDevice(interfaces: 3), ["to p2"], mapping: .alias)
        let before = try scene.poll()
        #expect(before.samples.first { $0.metric == .errors }?.payload == 2)
        (scene.device[.alias, 2], scene.device[.alias, 3]) = (scene.device[.alias, 3], scene.device[.alias, 2])
        #expect(try scene.poll().samples == [])
        var moved = try PollScene(scene.device, ["to p2"], mapping: .alias)
        let after = try moved.poll()
        #expect(after.samples.first { $0.metric == .errors }?.payload == 3)
        #expect(
            after.samples.first { $0.metric == .errors }?.epoch != before.samples.first { $0.metric == .errors }?.epoch)
    }

    @Test("by ifIndex: beyond 2³¹, with the name as witness where there is one, without where there is none")
    func index() throws {
        var device = FakeDevice(interfaces: 1)
        device.addInterface(4_294_967_295)
        device.addInterface(2_147_483_648)
        var scene = try PollScene(device, ["4294967295", "2147483648", "7"], mapping: .index)
        #expect(scene.survey.notFound == [102])
        #expect(try scene.poll().samples.untimed == scene.walkedSamples.untimed)
        scene.device[.name, 4_294_967_295] = .octetString(Array("other".utf8))
        #expect(Set(try scene.poll().samples.map(\.subject)) == [101])
        device.removeColumn(.name)
        device.removeColumn(.description)
        var nameless = try PollScene(device, ["2147483648"], mapping: .index)
        #expect(try nameless.poll().samples.count == 8)
    }

    @Test("a name in GBK, with NULs or in no encoding is held against the octets that the walk saw")
    func names() throws {
        var device = FakeDevice(interfaces: 3)
        device[.name, 1] = .octetString([0xB9, 0xE2, 0xCF, 0xCB])
        device[.name, 2] = .octetString(Array("eth2".utf8) + [0, 0])
        device[.name, 3] = .octetString([0xFF, 0x41])
        var scene = try PollScene(device, ["光纤", "eth2", "\u{FFFD}A"])
        #expect(scene.survey.notFound == [])
        #expect(try scene.poll().samples.count == 24)
        scene.device[.name, 2] = .octetString(Array("eth2".utf8))
        #expect(try scene.poll().fates == [.answered, .moved, .answered])
    }

    @Test("narrow counters, Counter32 in a wide column and ifHighSpeed in bit/s are read as the walk reads them")
    func oddDevices() throws {
        var device = FakeDevice(interfaces: 5)
        device[.highCapacityOutOctets, 1] = nil
        device[.highCapacityInOctets, 2] = .counter32(77)
        device[.highSpeed, 3] = .gauge32(10_000_000_000)
        device[.highSpeed, 4] = .gauge32(0)
        device[.speed, 4] = .gauge32(64_000)
        device[.inErrors, 5] = .octetString([1])
        var scene = try PollScene(device, names(1...5))
        let outcome = try scene.poll()
        #expect(outcome.samples.untimed == scene.walkedSamples.untimed)
        #expect(outcome.samples.of(100).contains { $0.metric == .octets && $0.flags == .counter32 && $0.payload == 1 })
        #expect(outcome.samples.of(102).first { $0.metric == .speed }?.payload == 10_000_000_000)
        #expect(outcome.samples.of(103).first { $0.metric == .speed }?.payload == 64_000)
    }

    @Test("no sysUpTime: not asked for, and the numbers come without a clock")
    func noClock() throws {
        var device = FakeDevice(interfaces: 2)
        device.ticks = nil
        var scene = try PollScene(device, names(1...2))
        let outcome = try scene.poll()
        #expect(!scene.asked.contains(KnownObjects.systemUpTime))
        #expect(outcome.agentTicks == nil && outcome.samples.count == 16)
    }

    @Test("authorizationError ends it; nothing of the inventory there is still a question")
    func ends() throws {
        var scene = try PollScene(FakeDevice(interfaces: 2), ["eth9"])
        #expect(try scene.poll().samples == [] && scene.requests.count == 1)
        scene.shape = { agent in
            agent.distort = { _, response in response.kind = .response(.authorizationError, errorIndex: 0) }
        }
        #expect(try scene.poll().isRefused)
    }

    @Test("shuffled answers end in time, and never give one interface's octets to another", arguments: 0..<4)
    func shuffled(seed: UInt64) throws {
        var random = Seeded(seed)
        try drive(rounds: 100) { names, device in
            answer(device, names, &random)
        } check: { outcome in
            for sample in outcome.samples where sample.metric == .octets {
                let own = UInt64(sample.subject - 99)
                #expect([1 << 53 + own, UInt64.max - own].contains(sample.payload))
            }
        }
    }

    @Test(
        "answers with mutated octets never trap, end in time, and speak of the plan's subjects alone", arguments: 0..<4)
    func mutated(seed: UInt64) throws {
        var random = Seeded(seed)
        try drive(rounds: 150) { names, device in
            let list = VariableList(names.names.map { VariableBinding($0, lookUp(device, $0)) })
            guard Int.random(in: 0..<3, using: &random) == 0 else { return SNMPResponse(list: list) }
            let bytes = random.mutated(list.bytes)
            return SNMPResponse(list: (try? VariableList(in: bytes, at: bytes.indices)) ?? VariableList([]))
        } check: { outcome in
            #expect(outcome.samples.allSatisfy { (100..<112).contains($0.subject) })
        }
    }

    private func drive(
        rounds: Int, _ answer: (NameList, FakeDevice) -> SNMPResponse, check: (InterfacePoll.Outcome) -> Void
    ) throws {
        var device = FakeDevice(interfaces: 12)
        device.variables[KnownObjects.interfaceTableLastChange] = .timeTicks(100)
        let scene = try PollScene(device, names(1...12))
        for _ in 0..<rounds {
            var poll = InterfacePoll(scene.survey.plan)
            var requests = 0
            rounds: while true {
                switch poll.next() {
                case .request(.get(let names), let ticket):
                    requests += 1
                    poll.receive(answer(names, device), ticket: ticket)
                case .request, .wait: preconditionFailure("a poll asks by GET")
                case .finished(let outcome):
                    check(outcome)
                    break rounds
                }
            }
            #expect(requests <= 200 + 8 * scene.survey.plan.packets.count)
        }
    }

    /// Rows swapped, bindings dropped, doubled or exchanged, now and then an error.
    private func answer(_ device: FakeDevice, _ names: NameList, _ random: inout Seeded) -> SNMPResponse {
        var variables = names.names.map { VariableBinding($0, lookUp(device, $0)) }
        for _ in 0..<Int.random(in: 0...2, using: &random) where !variables.isEmpty {
            let place = Int.random(in: 0..<variables.count, using: &random)
            let other = Int.random(in: 0..<variables.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: variables.swapAt(place, other)
            case 1: variables.remove(at: place)
            case 2: variables.insert(variables[other], at: place)
            case 3: variables.removeSubrange(place...)
            default: variables[place].value = [.null, .noSuchInstance, .octetString([])].randomElement(using: &random)!
            }
        }
        let status = Int.random(in: 0..<20, using: &random)
        return SNMPResponse(
            errorStatus: SNMPErrorStatus(rawValue: status == 0 ? Int64.random(in: 1...18, using: &random) : 0),
            errorIndex: Int64.random(in: -2...40, using: &random), variables: variables)
    }

    private func lookUp(_ device: FakeDevice, _ name: OID) -> SNMPValue {
        name == KnownObjects.systemUpTime
            ? .timeTicks(device.ticks ?? 0) : device.variables[name] ?? .noSuchInstance
    }
}
