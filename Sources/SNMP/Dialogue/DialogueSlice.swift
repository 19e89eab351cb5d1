/// A part of a longer dialogue, whose rest may wait: at least one question, no more once `isOver` says so.
struct DialogueSlice<Whole: SNMPDialogue>: SNMPDialogue {
    enum Outcome: Sendable {
        /// To be taken up later.
        case unfinished(Whole)
        case finished(Whole.Outcome)
    }

    private var whole: Whole
    private var underWay = 0
    private var isBegun = false
    private let isOver: @Sendable () -> Bool

    init(_ whole: Whole, isOver: @escaping @Sendable () -> Bool) {
        self.whole = whole
        self.isOver = isOver
    }

    mutating func next() -> SNMPStep<Outcome> {
        if isBegun, isOver() { return underWay > 0 ? .wait : .finished(.unfinished(whole)) }
        switch whole.next() {
        case .request(let request, let ticket):
            isBegun = true
            underWay += 1
            return .request(request, ticket: ticket)
        case .wait: return .wait
        case .finished(let outcome): return .finished(.finished(outcome))
        }
    }

    mutating func receive(_ response: SNMPResponse, ticket: Int) {
        underWay -= 1
        whole.receive(response, ticket: ticket)
    }
}
