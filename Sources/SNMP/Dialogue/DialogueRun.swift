/// A dialogue under way, whatever its outcome's type: accounts for its time and its questions, and ends once.
struct DialogueRun: Sendable {
    struct Question: Sendable {
        let request: SNMPRequest
        let ticket: Int
        let askedNanoseconds: Int64
    }
    enum Step {
        case request(Question)
        case wait
        /// To be called when no lock is held.
        case ended(@Sendable () -> Void)
    }

    /// Questions that were asked and not answered yet.
    var underWay = 0
    private var machine: any Machine
    private let observe: @Sendable (SNMPExchange) -> Void

    init<Dialogue: SNMPDialogue>(
        _ dialogue: Dialogue, startedNanoseconds: Int64, limitNanoseconds: Int64,
        observe: @escaping @Sendable (SNMPExchange) -> Void,
        end: @escaping @Sendable (Result<Dialogue.Outcome, any Error>) -> Void
    ) {
        machine = TypedMachine(
            dialogue: dialogue, startedNanoseconds: startedNanoseconds, limitNanoseconds: limitNanoseconds, end: end)
        self.observe = observe
    }

    mutating func step(_ now: Int64) -> Step { machine.step(now) }

    /// Returns the observer's call, to be made when no lock is held.
    mutating func receive(_ response: SNMPResponse, _ question: Question, at now: Int64) -> @Sendable () -> Void {
        machine.receive(response, ticket: question.ticket)
        let exchange = SNMPExchange(
            request: question.request, tries: response.tries, durationNanoseconds: now - question.askedNanoseconds,
            result: .answered(
                response.errorStatus, index: response.errorIndex, variables: response.list.count,
                octets: response.octets))
        return { [observe] in observe(exchange) }
    }

    func fail(_ error: any Error) { machine.fail(error) }

    func fail(_ failure: SNMPFailure, of question: Question, at now: Int64) {
        observe(
            SNMPExchange(
                request: question.request, tries: failure.tries, durationNanoseconds: now - question.askedNanoseconds,
                result: .failed(failure)))
        fail(failure)
    }

    private protocol Machine: Sendable {
        mutating func step(_ now: Int64) -> Step
        mutating func receive(_ response: SNMPResponse, ticket: Int)
        func fail(_ error: any Error)
    }

    private struct TypedMachine<Dialogue: SNMPDialogue>: Machine {
        var dialogue: Dialogue
        var answers = 0
        let startedNanoseconds: Int64
        let limitNanoseconds: Int64
        let end: @Sendable (Result<Dialogue.Outcome, any Error>) -> Void

        mutating func step(_ now: Int64) -> Step {
            switch dialogue.next() {
            case .wait: return .wait
            case .finished(let outcome): return .ended { [end] in end(.success(outcome)) }
            case .request(let request, let ticket):
                guard now - startedNanoseconds < limitNanoseconds else {
                    let failure = SNMPFailure.tooLong(limitNanoseconds: limitNanoseconds, requests: answers)
                    return .ended { [end] in end(.failure(failure)) }
                }
                return .request(Question(request: request, ticket: ticket, askedNanoseconds: now))
            }
        }

        mutating func receive(_ response: SNMPResponse, ticket: Int) {
            answers += 1
            dialogue.receive(response, ticket: ticket)
        }

        func fail(_ error: any Error) { end(.failure(error)) }
    }
}
