import Sockets
import Testing

@testable import STAMP

/// Rates, and who may use them up.
struct ReflectorRateTests {
    @Test("A source is answered at its rate and no further source pays for it; so are all together")
    func rates() {
        let script = ReflectorScript {
            $0.ratePerSource = 10
            $0.ratePerSecond = 25
        }
        let question = ReflectorScript.question().bytes
        func answered(_ host: UInt8, _ count: Int, port: UInt16 = 1) -> Int {
            script.source = SocketAddress(ipv4: 192, 0, 2, host, port: port)
            return (0..<count).count { _ in script.ask(question) != nil }
        }
        #expect(answered(1, 100) == 10)
        // Another port is the same source.
        #expect(answered(1, 100, port: 2) == 0)
        #expect(answered(2, 100) == 10)
        #expect(answered(3, 100) == 5)
        #expect(script.reflector.statistics.overSourceRate == 370)
        #expect(script.reflector.statistics.overRate == 5)
        script.now += 500_000_000
        #expect(answered(1, 100) == 5)
        script.now += 60_000_000_000
        #expect(answered(1, 100) == 10)
    }

    @Test("Where a key is set, questions without a valid code use up nothing of any rate")
    func unsignedJunk() throws {
        let key = try ProbeFormTests.key()
        let script = ReflectorScript {
            $0.key = key
            $0.ratePerSecond = 50
            $0.ratePerSource = 20
        }
        let question = ProbeForm(key: key).question(ReflectorScript.question())
        let junk = [UInt8](repeating: 0, count: 112)
        let own = script.source
        for _ in 0..<20 {
            // From its own address too, as who forges has it.
            for host in 0..<250 {
                script.source = host % 2 == 0 ? own : SocketAddress(ipv4: 203, 0, 113, UInt8(host), port: 1)
                #expect(script.ask(junk) == nil)
            }
            script.source = own
            #expect(script.ask(question) != nil)
        }
        #expect(script.reflector.statistics.unauthentic == 5_000)
        #expect(script.reflector.statistics.overRate + script.reflector.statistics.overSourceRate == 0)
    }

    @Test("Strangers, however many, give an allowed source no second burst and take nothing from it")
    func strangers() throws {
        let range = try #require(AddressRange(parsing: "192.0.2.7"))
        let script = ReflectorScript {
            $0.allowed = [range]
            $0.ratePerSource = 10
            $0.ratePerSecond = 25
            $0.sourceLimit = 100
        }
        let question = ReflectorScript.question().bytes
        let own = script.source
        func burst() -> Int {
            script.source = own
            return (0..<50).count { _ in script.ask(question) != nil }
        }
        func strangers() {
            for number in 0..<9_000 {
                script.source = SocketAddress(ipv4: 10, 0, UInt8(number / 250), UInt8(number % 250), port: 1)
                #expect(script.ask(question) == nil)
            }
        }
        #expect(burst() == 10)
        strangers()
        #expect(burst() == 0)
        script.now += 500_000_000
        strangers()
        #expect(burst() == 5)
        #expect(script.reflector.statistics.strangers == 18_000)
        // Nor is it forgotten in the report.
        let told = script.reflector.busiestSources(1_000).first { $0.reflected > 0 }
        #expect(told == ReflectorSource(range: range, received: 150, reflected: 15))
    }

    @Test("When sources are more than can be watched, a new one waits until one of them has its whole burst again")
    func room() {
        let script = ReflectorScript {
            $0.ratePerSource = 10
            $0.sourceLimit = 100
        }
        let question = ReflectorScript.question().bytes
        func asks(_ host: Int, _ count: Int = 1) -> Int {
            script.source = SocketAddress(ipv4: 10, 0, UInt8(host / 250), UInt8(host % 250), port: 1)
            return (0..<count).count { _ in script.ask(question) != nil }
        }
        #expect(asks(0, 20) == 10)
        #expect((1..<9_000).count { asks($0) == 1 } == 99)
        #expect(script.reflector.statistics.overSources == 8_900)
        // The known ones go on at their rate.
        #expect(asks(0) == 0)
        #expect(asks(1) == 1)
        // 100 ms are what one answer costs.
        script.now += 100_000_000
        #expect((9_000..<9_200).count { asks($0) == 1 } == 98)
        #expect(asks(0, 5) == 1)
    }

    @Test("The busiest sources come first, IPv6 by /64, ::1 by itself")
    func busiest() throws {
        let script = ReflectorScript()
        let question = ReflectorScript.question().bytes
        for port in 1...5 as ClosedRange<UInt16> {
            script.source = try #require(SocketAddress(numericHost: "2001:db8::\(port)", port: port))
            _ = script.ask(question)
        }
        script.source = SocketAddress(ipv4: 192, 0, 2, 7, port: 1)
        _ = script.ask(question)
        _ = script.ask([1])
        let sources = script.reflector.busiestSources(10)
        #expect(sources.map(\.range.description) == ["2001:db8::/64", "192.0.2.7/32"])
        #expect(sources.map(\.received) == [5, 2])
        #expect(sources.map(\.reflected) == [5, 1])
        #expect(script.reflector.busiestSources(1).count == 1)
        script.source = try #require(SocketAddress(numericHost: "::1", port: 1))
        _ = script.ask(question)
        #expect(script.reflector.busiestSources(10).map(\.range.description).contains("::1/128"))
    }
}
