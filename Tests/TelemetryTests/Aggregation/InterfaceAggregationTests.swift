import Testing

@testable import Telemetry

struct InterfaceAggregationTests {
    private let speed: UInt64 = 400_000_000_000

    private func aggregator(periodSeconds: Int = 30) -> Aggregator {
        var settings = AggregationSettings.notice
        settings.interfacePeriodMilliseconds = [periodSeconds * 1_000]
        return Aggregator(settings: settings, interfaces: 1, paths: 0)
    }

    /// One poll at `seconds` after the start.
    private func poll(
        _ aggregator: Aggregator, at seconds: Int, octets: UInt64, errors: UInt64? = nil, speed: UInt64? = nil,
        status: UInt64? = nil, ticks: UInt32? = nil
    ) {
        let time = start + Int64(seconds) * second
        let ticks = ticks ?? UInt32(seconds * 100)
        var samples: [Sample] = []
        if let speed { samples.append(.gauge(.speed, subject: 0, value: speed, at: time)) }
        if let status { samples.append(.gauge(.operationalStatus, subject: 0, value: status, at: time)) }
        samples.append(
            .counter(.octets, subject: 0, direction: .outbound, value: octets, agentTicks: ticks, at: time))
        if let errors {
            samples.append(
                .counter(.errors, subject: 0, direction: .outbound, value: errors, agentTicks: ticks, at: time))
        }
        aggregator.ingest(samples, wallNanoseconds: time)
    }

    private func outbound(_ aggregator: Aggregator) throws -> InterfaceDirectionTelemetry {
        try #require(aggregator.interface(0))[.outbound]
    }

    @Test("1.5e12 octets in 60 s on 400 000 Mb/s show as 50.0 %, the other direction as unread")
    func workedExample() throws {
        let aggregator = aggregator(periodSeconds: 60)
        poll(aggregator, at: 0, octets: 0, errors: 4, speed: speed)
        #expect(try outbound(aggregator).utilization == .gap(.awaitingSecondReading))
        poll(aggregator, at: 60, octets: 1_500_000_000_000, errors: 10, speed: speed)
        let found = try outbound(aggregator)
        #expect(found.utilization == .value(0.5))
        #expect(found.bitsPerSecond == .value(200e9))
        #expect(found.errorsPerSecond == .value(0.1))
        #expect(found.discardsPerSecond == .gap(.awaitingFirstAnswer))
        #expect(found.newestCounterNanoseconds == start + minute)
        let interface = try #require(aggregator.interface(0))
        #expect(interface.inbound.octetsPerSecond == .gap(.awaitingFirstAnswer))
        #expect(interface.inbound.newestCounterNanoseconds == nil)
        #expect(interface.speedBitsPerSecond == speed)
        #expect(interface.speedTimeNanoseconds == start + minute)
    }

    @Test("A period that samples tell replaces that of the settings: for rates and for what is stale")
    func toldPeriod() throws {
        let aggregator = aggregator()
        poll(aggregator, at: 0, octets: 0, speed: speed)
        aggregator.ingest(.gauge(.period, subject: 0, value: UInt64(100 * second), at: start), at: start)
        poll(aggregator, at: 100, octets: 1_000, speed: speed)
        #expect(try outbound(aggregator).octetsPerSecond == .value(10))
        #expect(try #require(aggregator.interface(0)).staleAfterNanoseconds == 205 * second)
        poll(aggregator, at: 130, octets: 2_000, speed: speed)
        #expect(try outbound(aggregator).octetsPerSecond == .gap(.intervalOutOfRange))
    }

    @Test("A period that no interface can have is refused")
    func impossiblePeriod() {
        let aggregator = aggregator()
        aggregator.advance(wallNanoseconds: start)
        for period in [0, 9_999_999, 3_600_000_000_001, UInt64.max] {
            aggregator.ingest(.gauge(.period, subject: 0, value: period, at: start), at: start)
        }
        #expect(aggregator.dropped[.invalid] == 4)
    }

    @Test("Nothing is known of an interface before its first sample, and nothing of one that does not exist")
    func unknown() throws {
        let aggregator = aggregator()
        aggregator.advance(wallNanoseconds: start)
        let interface = try #require(aggregator.interface(0))
        #expect(interface.outbound.utilization == .gap(.awaitingFirstAnswer))
        #expect(interface.speedBitsPerSecond == nil)
        #expect(interface.operationalStatus == nil)
        #expect(aggregator.minuteUtilization(0, .outbound).count == 60)
        #expect(aggregator.minuteUtilization(0, .outbound).allSatisfy { $0.isNaN })
        #expect(aggregator.interface(1) == nil)
        #expect(aggregator.interface(-1) == nil)
        #expect(aggregator.operationalCoverage(0)?.upRatio == nil)
    }

    @Test("A rate ages to stale two and a half periods after its reading, also without samples")
    func stale() throws {
        let aggregator = aggregator(periodSeconds: 4)
        poll(aggregator, at: 0, octets: 0, speed: speed)
        poll(aggregator, at: 4, octets: 4, speed: speed)
        aggregator.advance(wallNanoseconds: start + 14 * second)
        #expect(try outbound(aggregator).octetsPerSecond == .value(1))
        aggregator.advance(wallNanoseconds: start + 14 * second + 1)
        let found = try outbound(aggregator)
        #expect(found.octetsPerSecond == .gap(.stale))
        #expect(found.utilization == .gap(.stale))
        #expect(aggregator.interface(0)?.staleAfterNanoseconds == 10 * second)
    }

    @Test("A changed speed never meets a rate of the old one")
    func speedChanged() throws {
        let aggregator = aggregator()
        poll(aggregator, at: 0, octets: 0, speed: speed)
        poll(aggregator, at: 30, octets: 30, speed: speed)
        aggregator.ingest(.gauge(.speed, subject: 0, value: 1_000, at: start + 31 * second), at: start + 31 * second)
        #expect(try outbound(aggregator).utilization == .gap(.speedChanged))
        #expect(try outbound(aggregator).octetsPerSecond == .gap(.speedChanged))
        poll(aggregator, at: 60, octets: 60)
        #expect(try outbound(aggregator).octetsPerSecond == .gap(.speedChanged))
        poll(aggregator, at: 90, octets: 90)
        #expect(try outbound(aggregator).utilization == .value(0.008))
    }

    @Test("A recorded agent shows that its clock stands still")
    func stoppedClock() throws {
        let aggregator = aggregator()
        poll(aggregator, at: 0, octets: 5, speed: speed, ticks: 77)
        poll(aggregator, at: 30, octets: 9, speed: speed, ticks: 77)
        #expect(try outbound(aggregator).utilization == .gap(.agentClockStopped))
        #expect(aggregator.minuteUtilization(0, .outbound).allSatisfy { $0.isNaN })
    }

    @Test("Minutes of utilization are weighted by time; less than half a minute of rates is a gap")
    func minutes() throws {
        let aggregator = aggregator()
        // 10 % until 0:30, 30 % until 1:00, a restart loses 1:00 to 1:30, 50 % until 2:20.
        let tenth = speed / 80
        poll(aggregator, at: 0, octets: 0, speed: speed)
        poll(aggregator, at: 30, octets: tenth * 30, speed: speed)
        poll(aggregator, at: 60, octets: tenth * 120, speed: speed)
        poll(aggregator, at: 91, octets: 0, speed: speed, ticks: 5)
        poll(aggregator, at: 141, octets: tenth * 250, speed: speed, ticks: 5_005)
        aggregator.advance(wallNanoseconds: start + 3 * minute + 5 * second)
        let found = aggregator.minuteUtilization(0, .outbound)
        #expect(found.count == 60)
        #expect(abs(found[57] - 0.2) < 1e-6)
        #expect(found[58].isNaN, "29 s of the second minute are covered")
        #expect(found[59].isNaN, "21 s of the third minute are covered")
        #expect(found[..<57].allSatisfy { $0.isNaN })
    }

    @Test("A minute closes when its end has passed by the lateness, and a later reading still completes it")
    func minuteCloses() throws {
        let aggregator = aggregator()
        let quarter = speed / 32
        poll(aggregator, at: 10, octets: 0, speed: speed)
        poll(aggregator, at: 40, octets: quarter * 30, speed: speed)
        aggregator.advance(wallNanoseconds: start + 65 * second - 1)
        #expect(aggregator.minuteUtilization(0, .outbound).last?.isNaN == true)
        aggregator.advance(wallNanoseconds: start + 65 * second)
        #expect(aggregator.minuteUtilization(0, .outbound).last == 0.25)
        poll(aggregator, at: 70, octets: quarter * 30 + quarter * 60, speed: speed)
        let last = try #require(aggregator.minuteUtilization(0, .outbound).last)
        #expect(abs(last - (0.25 * 30 + 0.5 * 20) / 50) < 1e-6)
    }

    @Test("Seconds and minutes hold the rates that cover them")
    func windows() throws {
        let aggregator = aggregator()
        poll(aggregator, at: 0, octets: 0, speed: speed)
        poll(aggregator, at: 30, octets: 3_000, speed: speed)
        poll(aggregator, at: 60, octets: 12_000, speed: speed)
        let last = try #require(
            aggregator.window(.second, .octets, subject: 0, .outbound, containing: start + 60 * second - 1))
        #expect(last.mean == 300)
        let whole = try #require(aggregator.window(.minute, .octets, subject: 0, .outbound, containing: start))
        #expect(whole.mean == 200)
        #expect(
            whole.minimum == 100 && whole.maximum == 300 && whole.last == 300 && whole.coveredSeconds == 60
        )
        #expect(aggregator.window(.minute, .octets, subject: 0, .inbound, containing: start) == nil)
        #expect(aggregator.window(.second, .octets, subject: 0, .outbound, containing: start) == nil)
        #expect(aggregator.window(.minute, .octets, subject: 5, .outbound, containing: start) == nil)
    }

    @Test("Up-time counts what readings cover; a change of status counts as not up, silence as not covered")
    func coverage() throws {
        let aggregator = aggregator()
        func status(_ value: UInt64, at seconds: Int64) {
            aggregator.ingest(
                .gauge(.operationalStatus, subject: 0, value: value, at: start + seconds * second),
                at: start + seconds * second)
        }
        // Up for 10 minutes, down at 10:30, up again at 11:30, silence until 20:00, up for 10 minutes.
        for at in stride(from: Int64(0), through: 600, by: 30) { status(1, at: at) }
        status(2, at: 630)
        status(2, at: 660)
        status(1, at: 690)
        for at in stride(from: Int64(1_200), through: 1_800, by: 30) { status(1, at: at) }
        let found = try #require(aggregator.operationalCoverage(0))
        #expect(abs(found.upSeconds - 1_200) < 0.01)
        #expect(abs(found.coveredSeconds - 1_290) < 0.01)
        #expect(found.windowSeconds == 3_600)
        #expect(abs(try #require(found.upRatio) - 1_200.0 / 1_290) < 1e-5)
        #expect(abs(found.coverage - 1_290.0 / 3_600) < 1e-5)
        #expect(aggregator.interface(0)?.operationalStatus == 1)
        #expect(aggregator.interface(0)?.operationalStatusTimeNanoseconds == start + 1_800 * second)
        aggregator.advance(wallNanoseconds: start + 75 * minute)
        let later = try #require(aggregator.operationalCoverage(0))
        #expect(abs(later.upSeconds - 600) < 0.01)
        #expect(abs(later.coveredSeconds - 600) < 0.01)
        aggregator.advance(wallNanoseconds: start + 100 * minute)
        #expect(aggregator.operationalCoverage(0)?.upRatio == nil)
    }
}
