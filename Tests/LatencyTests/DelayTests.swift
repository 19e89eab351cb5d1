import Metro
import Telemetry
import Testing

/// What a path is said to take, against what it took by the relay's own stamps. Real sockets, real time: what is
/// promised holds on a busy machine too, for a sample that is less exact says so by its E.
@Suite(.timeLimit(.minutes(1)))
struct DelayTests {
    private static let delays: [Schedule] = [
        .constant(200, 200), .constant(900, 900), .constant(1_100, 1_100), .constant(5_000, 5_000),
        .constant(200, 900), .constant(900, 200),
    ]

    @Test("A measured delay lies within its stated error of what the packet really took", arguments: delays)
    func withinError(_ schedule: Schedule) async throws {
        let trial = try await Trial.run(schedule)
        LatencyTable.show(trial)
        #expect(trial.missingStamps == 0)
        #expect(trial.strays == 0)
        for direction in Direction.oneWay {
            let pairs = trial.pairs.filter { $0.direction == direction }
            // What a busy host stamped too late is left out and counted.
            #expect(pairs.count >= schedule.probes / 5)
            // E bounds what stamping adds in 99 of 100 packets; the rest is left to machines that do other things too.
            let beyond = pairs.filter { !$0.isWithin }
            #expect(beyond.count * 20 <= pairs.count, "beyond E: \(beyond.prefix(5))")
        }
        #expect(trial.pairs.allSatisfy { $0.direction == .roundTrip || $0.flags == .clockShared })
        let (there, back) = (Figures(trial, .forward), Figures(trial, .backward))
        // An uneven path is measured as uneven, to a seventh of the unevenness of these.
        let unevenness = there.measuredMedian - back.measuredMedian
        #expect(abs(unevenness - (there.actualMedian - back.actualMedian)) < 100_000)
        #expect(there.medianError.magnitude < 100_000 && back.medianError.magnitude < 100_000)
    }

    @Test("Where the reflector tells when its answers left, the delay back lies within its error like the delay there")
    func followUp() async throws {
        let schedule = Schedule.constant(900, 900, name: "0.9/0.9 ms, follow-up")
        let trial = try await Trial.run(schedule, followsUp: true)
        LatencyTable.show(trial)
        for direction in Direction.oneWay {
            let pairs = trial.pairs.filter { $0.direction == direction }
            #expect(pairs.count >= schedule.probes / 5)
            let beyond = pairs.filter { !$0.isWithin }
            #expect(beyond.count * 20 <= pairs.count, "beyond E: \(beyond.prefix(5))")
        }
    }

    @Test("The probes that are called lost are those that the network lost, on whichever way")
    func loss() async throws {
        let trial = try await Trial.run(
            Schedule(
                name: "1 % loss", forward: Schedule.losing(900, seed: 62), backward: Schedule.losing(900, seed: 8_972)))
        LatencyTable.show(trial)
        #expect(!trial.actuallyLost.isEmpty)
        #expect(trial.lost == trial.actuallyLost)
        #expect(trial.strays == 0)
        let account = try #require(trial.account)
        #expect(account.lost == UInt64(trial.actuallyLost.count))
        #expect(account.isBalanced)
    }

    @Test("Answers that come twice and answers that are overtaken are counted, neither more nor fewer")
    func duplicatesAndReordering() async throws {
        let trial = try await Trial.run(
            Schedule(
                name: "2 % twice, each way", forward: Schedule.doubling(900, at: 11),
                backward: Schedule.doubling(900, at: 36)))
        LatencyTable.show(trial)
        let account = try #require(trial.account)
        #expect(trial.actualDuplicates >= 18)
        #expect(account.duplicates == UInt64(trial.actualDuplicates))
        #expect(account.lost == 0 && account.isBalanced)
    }

    @Test("An answer that later probes' answers overtook is counted as reordered, and measured all the same")
    func reordering() async throws {
        let trial = try await Trial.run(
            Schedule(
                name: "5 % overtaken", forward: Schedule.overtaking(900, until: 500), backward: Schedule.steady(900)))
        LatencyTable.show(trial)
        let account = try #require(trial.account)
        #expect(trial.actuallyReordered >= 20)
        #expect(account.reordered == UInt64(trial.actuallyReordered))
        #expect(account.lost == 0 && account.isBalanced)
        #expect(trial.pairs.contains { $0.direction == .forward && $0.measured > 25_000_000 })
    }

    @Test("A way that becomes 30 µs longer is found where it happened, on the way where it happened")
    func step() async throws {
        var schedule = Schedule(
            name: "step of 30 µs", forward: Schedule.stepping(900, by: 30, from: 300),
            backward: Schedule.steady(900))
        schedule.probes = 600
        let trial = try await Trial.run(schedule)
        LatencyTable.show(trial)
        let steps = Steps.found(in: trial, .forward)
        LatencyTable.show("step of 30 µs at probe 300: found \(steps)")
        let step = try #require(steps.first)
        #expect(steps.count == 1)
        #expect((15_000...45_000).contains(step.nanoseconds))
        #expect(abs(step.probe - 300) <= 2 * Steps.block)
        #expect(Steps.found(in: trial, .backward).isEmpty)
    }
}
