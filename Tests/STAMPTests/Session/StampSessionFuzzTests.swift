import Sockets
import Telemetry
import Testing

@testable import STAMP

struct StampSessionFuzzTests {
    @Test("Random schedules of loss, delay, refusal, steps and mutated answers keep the account", arguments: 0..<40)
    func schedules(seed: Int) {
        var random = Seeded(UInt64(seed))
        var script = SessionScript(
            clock: seed % 2 == 0 ? .shared : .independent, intervalMilliseconds: [1, 10, 100, 1_000][seed % 4],
            floor: 500_000, firstSequence: seed % 3 == 0 ? .max - 50 : 0)
        var flight: [(bytes: [UInt8], arrival: Int64)] = []
        for _ in 0..<2_000 {
            if let question = script.step() {
                switch Int.random(in: 0..<10, using: &random) {
                case 0: break
                case 1: script.session.notSent(question)
                default:
                    let answer = script.answer(
                        to: question, forward: .random(in: 0...2_000_000, using: &random),
                        backward: .random(
                            in: 0...(Bool.random(using: &random) ? 2_000_000 : 4_000_000_000), using: &random))
                    flight.append(answer)
                    if Int.random(in: 0..<10, using: &random) == 0 { flight.append(answer) }
                }
            }
            let due = flight.filter { $0.arrival <= script.now }
            flight.removeAll { $0.arrival <= script.now }
            for answer in due {
                let isIntact = Int.random(in: 0..<4, using: &random) > 0
                script.deliver(
                    isIntact ? answer.bytes : random.mutate(answer.bytes), at: answer.arrival,
                    kernelStamp: Bool.random(using: &random))
            }
            switch Int.random(in: 0..<100, using: &random) {
            case 0: script.session.refused(atMonotonic: script.now)
            case 1: script.wallOffset += .random(in: -10_000_000...10_000_000, using: &random)
            case 2: script.peerOffset += .random(in: -10_000_000...10_000_000, using: &random)
            case 3: script.now += .random(in: 0...5_000_000_000, using: &random)
            default: break
            }
            #expect(script.isBalanced)
        }
        let account = script.session.account
        #expect(account.answered > 0)
        #expect(script.samples.filter { $0.metric == .delay }.count == Int(account.answered) * 3)
        let known = account.lostForward + account.lostBackward
        #expect(script.samples.filter { $0.metric == .lost }.count == Int(account.lost * 3 - known))
    }
}
