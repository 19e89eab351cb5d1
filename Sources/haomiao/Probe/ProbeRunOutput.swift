import ArgumentParser
import Collecting
import Engine
import Foundation
import Metro

/// A run of probes to one reflector: what happens, as it happens, and the summary at its end.
struct ProbeRunOutput {
    /// Between two looks, milliseconds.
    private static let look = 20

    private let watch: ProbeWatch
    private let text: any ProbeText

    init(_ watch: ProbeWatch, json: Bool, limitNanoseconds: Int64) {
        self.watch = watch
        text =
            json
            ? ProbeJSON(limitNanoseconds: limitNanoseconds) : ProbeProse(limitNanoseconds: limitNanoseconds)
    }

    /// Until all probes are decided, nothing more can come, or a signal; ends with status 1 where nothing answered.
    func run() throws {
        let signals = ProcessSignals()
        signals.hold()
        let start = watch.time.monotonicNanoseconds
        var patience = ProbePatience(
            count: watch.count, intervalNanoseconds: watch.intervalNanoseconds,
            timeoutNanoseconds: watch.timeoutNanoseconds, startMonotonicNanoseconds: start)
        watch.start()
        var error: CollectorError?
        var hasBegun = false
        while true {
            let isInterrupted = signals.next(withinMilliseconds: Self.look)
            let news = watch.news()
            error = news.error
            // Where a name or a key fails nothing is probed, and there is nothing to tell but that.
            if !hasBegun, watch.isProbing || news.error == nil && news.isOver {
                hasBegun = true
                try StandardOutput.write(text.head(watch.address))
            }
            try StandardOutput.write(text.lines(news))
            let isStuck = patience.isOver(
                atMonotonic: watch.time.monotonicNanoseconds, hasNews: !news.outcomes.isEmpty)
            if isInterrupted || news.isOver || isStuck { break }
        }
        watch.stop()
        if !hasBegun, let error {
            StandardError.print("haomiao probe: \(error)")
            throw ExitCode(1)
        }
        try StandardOutput.write(text.lines(watch.news()))
        let seconds = Double(watch.time.monotonicNanoseconds - start) / 1e9
        try StandardOutput.write(
            text.summary(
                watch.tally, account: watch.account, clock: watch.clock, address: watch.address, seconds: seconds))
        if let error { StandardError.print("haomiao probe: \(error)") }
        if watch.tally.answered == 0 { throw ExitCode(1) }
    }
}

/// How a run is told.
protocol ProbeText {
    func head(_ address: String) -> String
    func lines(_ news: ProbeWatch.News) -> String
    func summary(
        _ tally: ProbeTally, account: ProbeAccount?, clock: PathClock?, address: String, seconds: Double
    ) -> String
}
