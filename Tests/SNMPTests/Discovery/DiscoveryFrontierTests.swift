import Metro
import Sockets
import Testing

@testable import SNMP

@Suite("Whom a discovery asks next")
struct DiscoveryFrontierTests {
    private func address(_ number: UInt8) -> SocketAddress { SocketAddress(ipv4: 10, 0, 0, number, port: 161) }

    private var limits: DiscoveryFrontier.Limits {
        var limits = DiscoveryFrontier.Limits()
        limits.ranges = [AddressRange(address(0), prefixLength: 24)]
        return limits
    }

    private func device(_ name: String, hears neighbours: [(name: String, addresses: [String])] = []) -> DeviceSurvey {
        DeviceSurvey(
            systemName: name, engine: "e-\(name)",
            neighbours: neighbours.map { .init(localPort: 1, systemName: $0.name, addresses: $0.addresses) })
    }

    /// Everything that may be asked now.
    private func drain(_ frontier: inout DiscoveryFrontier) -> [SocketAddress] {
        var asked: [SocketAddress] = []
        while case .ask(let address) = frontier.next() { asked.append(address) }
        return asked
    }

    @Test("hop by hop: the next one begins when the last answer of this one is in")
    func levels() {
        var frontier = DiscoveryFrontier(seeds: [address(2), address(1), address(2)], limits: limits)
        #expect(drain(&frontier) == [address(2), address(1)])
        frontier.answered(address(1), device("one", hears: [("three", ["10.0.0.3"])]))
        #expect(frontier.next() == .wait)
        frontier.answered(address(2), device("two", hears: [("one", ["10.0.0.1"]), ("three", ["10.0.0.3"])]))
        #expect(drain(&frontier) == [address(3)])
        frontier.answered(address(3), device("three"))
        #expect(frontier.next() == .finished)
        #expect(frontier.found.map(\.survey.systemName) == ["one", "two", "three"])
        #expect(frontier.found.map(\.hops) == [0, 0, 1])
    }

    @Test("a device that answers at two addresses is one; two that share ids but not their name are two")
    func identity() {
        var frontier = DiscoveryFrontier(seeds: [address(1), address(2), address(3)], limits: limits)
        _ = drain(&frontier)
        frontier.answered(address(1), device("one"))
        frontier.answered(address(2), device("one"))
        var liar = device("liar")
        liar.engine = "e-one"
        frontier.answered(address(3), liar)
        #expect(frontier.next() == .finished)
        #expect(frontier.found.map(\.survey.systemName) == ["one", "liar"])
        #expect(frontier.found[0].otherAddresses == [address(2)])
    }

    @Test("a device is known by what it calls itself to its neighbours, too")
    func announcedName() {
        var frontier = DiscoveryFrontier(seeds: [address(1), address(2)], limits: limits)
        _ = drain(&frontier)
        var router = device("core")
        router.announcedName = "re0-core"
        frontier.answered(address(1), router)
        frontier.answered(address(2), device("two", hears: [("re0-core", ["10.0.0.9"])]))
        #expect(frontier.next() == .finished)
    }

    @Test("a neighbour is tried at its other addresses, and then named as silent with the last reason")
    func otherAddresses() {
        var frontier = DiscoveryFrontier(seeds: [address(1)], limits: limits)
        _ = drain(&frontier)
        frontier.answered(address(1), device("one", hears: [("two", ["192.0.2.1", "10.0.0.8", "10.0.0.9"])]))
        #expect(drain(&frontier) == [address(8)])
        frontier.failed(address(8), reason: "no answer")
        #expect(drain(&frontier) == [address(9)])
        frontier.failed(address(9), reason: "nothing listens")
        #expect(frontier.next() == .finished)
        #expect(frontier.silent.map(\.label) == ["two (heard by one)"])
        #expect(frontier.silent.map(\.reason) == ["nothing listens"])
    }

    @Test("a neighbour that was silent where one heard it, and answered where another did, is not silent")
    func foundElsewhere() {
        var frontier = DiscoveryFrontier(seeds: [address(1), address(2)], limits: limits)
        _ = drain(&frontier)
        frontier.answered(address(1), device("one", hears: [("three", ["10.0.0.8"]), ("four", [])]))
        frontier.answered(address(2), device("two", hears: [("three", ["10.0.0.3"]), ("four", ["10.0.0.4"])]))
        #expect(drain(&frontier) == [address(3), address(4), address(8)])
        frontier.failed(address(8), reason: "no answer")
        frontier.answered(address(3), device("three"))
        frontier.answered(address(4), device("four"))
        #expect(frontier.next() == .finished)
        #expect(frontier.silent.isEmpty)
        #expect(frontier.notAsked.isEmpty)
    }

    @Test("what is not asked is named with its reason")
    func notAsked() {
        var limits = limits
        limits.hops = 1
        limits.devices = 3
        var frontier = DiscoveryFrontier(seeds: [address(1)], limits: limits)
        _ = drain(&frontier)
        let heard = [("a", ["10.0.0.10"]), ("b", ["10.0.0.11"]), ("c", ["10.0.0.12"]), ("d", ["192.0.2.1"]), ("e", [])]
        frontier.answered(address(1), device("one", hears: heard.map { (name: $0.0, addresses: $0.1) }))
        #expect(drain(&frontier) == [address(10), address(11)])
        frontier.answered(address(10), device("a", hears: [("far", ["10.0.0.99"])]))
        frontier.answered(address(11), device("b"))
        #expect(frontier.next() == .finished)
        #expect(
            frontier.notAsked.map { "\($0.label) \($0.reason)" } == [
                "d (heard by one) outsideRanges", "e (heard by one) noAddress", "c (heard by one) deviceLimit",
                "far (heard by a) hopLimit",
            ])
    }

    @Test("a silent device makes room for another one within the limit of devices")
    func room() {
        var limits = limits
        limits.devices = 1
        var frontier = DiscoveryFrontier(seeds: [address(1), address(2)], limits: limits)
        #expect(drain(&frontier) == [address(1)])
        frontier.failed(address(1), reason: "no answer")
        #expect(drain(&frontier) == [address(2)])
    }

    @Test("when time is up, what was heard and not asked says so, and what answered stays")
    func stop() {
        var frontier = DiscoveryFrontier(seeds: [address(1), address(2)], limits: limits)
        _ = drain(&frontier)
        frontier.answered(address(1), device("one", hears: [("three", ["10.0.0.3"])]))
        frontier.stop()
        #expect(frontier.found.map(\.survey.systemName) == ["one"])
        #expect(frontier.notAsked.map(\.reason) == [.timeLimit, .timeLimit])
        #expect(frontier.notAsked.map(\.address) == [address(2), address(3)])
        #expect(frontier.next() == .finished)
    }

    @Test("an agent that invents neighbours is cut off, and the rest is counted")
    func invented() {
        var limits = limits
        limits.heard = 100
        limits.remembered = 10
        var frontier = DiscoveryFrontier(seeds: [address(1)], limits: limits)
        _ = drain(&frontier)
        frontier.answered(
            address(1), device("one", hears: (0..<1_000).map { (name: "n\($0)", addresses: ["192.0.2.1"]) }))
        #expect(frontier.next() == .finished)
        #expect(frontier.notAsked.count == 10)
        #expect(frontier.forgotten == 900 + 90)
    }

    @Test("telephones and stations are counted and not asked")
    func hosts() {
        var frontier = DiscoveryFrontier(seeds: [address(1)], limits: limits)
        _ = drain(&frontier)
        var survey = device("one")
        survey.neighbours = [.init(localPort: 1, systemName: "phone", addresses: ["10.0.0.7"], isHost: true)]
        frontier.answered(address(1), survey)
        #expect(frontier.next() == .finished)
        #expect(frontier.hosts == 1)
    }

    @Test("an answer that nobody waits for changes nothing")
    func stray() {
        var frontier = DiscoveryFrontier(seeds: [address(1)], limits: limits)
        frontier.answered(address(1), device("one"))
        frontier.failed(address(1), reason: "no answer")
        #expect(frontier.found.isEmpty && frontier.silent.isEmpty)
    }
}
