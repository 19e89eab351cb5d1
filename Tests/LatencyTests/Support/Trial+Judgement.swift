import Metro
import Objectives
import Telemetry

extension Trial {
    /// What is judged of a path whose live window holds these samples and nothing else, both directions of it.
    /// - Parameter ignoring: flags that are taken off before.
    func judgement(limitMilliseconds: Double, ignoring: SampleFlags = []) -> LatencyJudgement {
        let path = PathEvidence(
            layer: .ip, method: .stamp, forward: evidence(.forward, ignoring), backward: evidence(.backward, ignoring),
            roundTrip: evidence(.roundTrip, ignoring))
        return LatencyJudgement.judge(
            path, floors: DirectionalFloors(),
            LatencyRequirement(limitNanoseconds: limitMilliseconds * 1_000_000, percentile: 0.99, layer: .ip))
    }

    private func evidence(_ direction: Direction, _ ignoring: SampleFlags) -> DirectionEvidence {
        let all = pairs.filter { $0.direction == direction }
        let judged = all.filter { !$0.flags.subtracting(ignoring).contains(.clockFault) }.map(\.measured).sorted()
        let rank = max(0, (judged.count * 99 + 99) / 100 - 1)
        let quantile =
            judged.indices.contains(rank) ? DelayQuantile.within(.exactly(Double(judged[rank]))) : .tooFewSamples
        return DirectionEvidence(
            tally: SampleTally(received: all.count, lost: 0, expected: all.count), coveredSeconds: 3_600,
            quantiles: [QuantileEvidence(0.99, quantile)], minimum: judged.first.map { Double($0) },
            uncertainty: all.map(\.uncertainty).max().map { Double($0) }, clockFaults: all.count - judged.count)
    }
}
