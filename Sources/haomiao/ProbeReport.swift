import Console
import Engine
import Foundation

/// What came of trying every target: one line each, then the sum.
struct ProbeReport {
    private let outcomes: [TargetProbe.Outcome]

    private let elsewhere: [TargetProbe.Elsewhere]

    init(_ outcomes: [TargetProbe.Outcome], elsewhere: [TargetProbe.Elsewhere] = []) {
        self.outcomes = outcomes
        self.elsewhere = elsewhere
    }

    var failures: Int { outcomes.count { if case .failure = $0.result { true } else { false } } }

    var text: String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - DisplayWidth.narrow.of(text)))
        }
        func width(_ value: (TargetProbe.Outcome) -> String) -> Int {
            outcomes.map { DisplayWidth.narrow.of(value($0)) }.max() ?? 0
        }
        let (ids, addresses) = (width(\.id), width(\.address))
        var lines = outcomes.map { outcome in
            let head = "\(padded(outcome.id, ids))  \(padded(outcome.address, addresses))"
            switch outcome.result {
            case .success(let answer): return "ok    \(head)  \(Self.words(answer))"
            case .failure(let error): return "FAIL  \(head)  \(error)"
            }
        }
        let count = counted(outcomes.count, "target")
        switch (outcomes.count, failures) {
        case (0, _) where elsewhere.isEmpty:
            lines.append("no device has snmp, stamp or gnmi settings: there is nothing to try")
        case (0, _): lines.append("nothing to try from here")
        case (_, 0): lines.append("\(count): all answer")
        case (let all, let failed): lines.append("\(count): \(all - failed) answer, \(failed) fail")
        }
        lines += elsewhere.map {
            "\(counted($0.paths, "path")) \($0.paths == 1 ? "is" : "are") measured by the instance \($0.instance): "
                + "not tried from here"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func words(_ answer: TargetProbe.Answer) -> String {
        let took = String(format: "%7.1f ms", Double(answer.durationNanoseconds) / 1e6)
        guard let name = answer.systemName else { return took }
        return answer.isNamedOtherwise
            ? "\(took)  ! sysName is \(name): another name than in the inventory" : "\(took)  sysName \(name)"
    }
}
