import Collecting

@testable import SNMP

/// A channel that answers one question after the other.
protocol SequentialChannel: SNMPChannel {
    var time: any TimeSource { get }
    func answer(_ request: SNMPRequest) async throws -> SNMPResponse
}

extension SequentialChannel {
    var counters: SNMPSession.Counters { SNMPSession.Counters() }

    func run<Dialogue: SNMPDialogue>(
        _ dialogue: Dialogue, limitNanoseconds: Int64, observe: @escaping @Sendable (SNMPExchange) -> Void
    ) async throws -> Dialogue.Outcome {
        var dialogue = dialogue
        let started = time.monotonicNanoseconds
        var answers = 0
        while true {
            switch dialogue.next() {
            case .finished(let outcome): return outcome
            case .wait: preconditionFailure("the dialogue waits for an answer to nothing")
            case .request(let request, let ticket):
                guard time.monotonicNanoseconds - started < limitNanoseconds else {
                    throw SNMPFailure.tooLong(limitNanoseconds: limitNanoseconds, requests: answers)
                }
                do {
                    let response = try await answer(request)
                    answers += 1
                    observe(
                        SNMPExchange(
                            request: request, tries: response.tries, durationNanoseconds: 0,
                            result: .answered(
                                response.errorStatus, index: response.errorIndex, variables: response.list.count,
                                octets: response.list.bytes.count)))
                    dialogue.receive(response, ticket: ticket)
                } catch let failure as SNMPFailure {
                    observe(
                        SNMPExchange(
                            request: request, tries: failure.tries, durationNanoseconds: 0, result: .failed(failure)))
                    throw failure
                }
            }
        }
    }
}
