/// How often and how long to measure.
struct Effort {
    /// Rounds of each side, after one that does not count.
    let rounds: Int
    /// A round's samples are divided by this.
    let divisor: Int

    static let full = Effort(rounds: 9, divisor: 1)
    /// To see that everything runs: its figures say little.
    static let quick = Effort(rounds: 3, divisor: 8)
}

/// Runs the sides in turn, A B A B …, so that a machine that changes its speed changes all of them. The first round
/// warms up and does not count.
func interleaved(rounds: Int, _ sides: [() throws -> Double]) throws -> [[Double]] {
    var results = Array(repeating: [Double](), count: sides.count)
    for round in 0...rounds {
        for (side, run) in sides.enumerated() {
            let result = try run()
            if round > 0 { results[side].append(result) }
        }
    }
    return results
}

/// A result that is not what was put in: no figure is worth anything then.
struct WrongResult: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

func check(_ isRight: Bool, _ otherwise: @autoclosure () -> String) throws {
    if !isRight { throw WrongResult(otherwise()) }
}

/// Seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try body()
    return (clock.now - start).inSeconds
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// Millions of `count` a second that `body` handles.
func rate(_ count: Int, _ body: () -> Void) -> Double { Double(count) / seconds(body) / 1e6 }
