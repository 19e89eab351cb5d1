import ArgumentParser
import Collecting
import Engine
import Foundation
import Metro

/// A run of probes to one reflector: what happens, as it happens, and the summary at its end.
struct ProbeRunOutput {
    /// Between two looks, milliseconds.
    private static let look = 20
    /// How long the last probe may be under way beside its timeout of 3 s, nanoseconds.
    private static let grace: Int64 = 3_500_000_000

    private let watch: ProbeWatch
    private let text: any ProbeText
    private let count: Int?
    private let intervalNanoseconds: Int64

    init(_ watch: ProbeWatch, json: Bool, limitNanoseconds: Int64) {
        self.watch = watch
        text =
            json
            ? ProbeJSON(limitNanoseconds: limitNanoseconds) : ProbeProse(limitNanoseconds: limitNanoseconds)
        count = watch.count
        intervalNanoseconds = watch.intervalNanoseconds
    }

    /// Until the count is full, nothing more can come, or a signal; ends with status 1 where nothing answered.
    func run() throws {
        var signals = ProcessSignals()
        signals.block()
        try StandardOutput.write(text.head(watch.address))
        let start = watch.time.monotonicNanoseconds
        let deadline = count.map { start + Int64($0) * intervalNanoseconds + Self.grace }
        watch.start()
        var end: CollectorError?
        while end == nil {
            let isInterrupted = signals.next(withinMilliseconds: Self.look)
            let news = watch.news()
            try StandardOutput.write(text.lines(news))
            end = news.end
            let isLate = deadline.map { watch.time.monotonicNanoseconds > $0 } ?? false
            if isInterrupted || isLate || watch.tally.isComplete { break }
        }
        watch.stop()
        let seconds = Double(watch.time.monotonicNanoseconds - start) / 1e9
        try StandardOutput.write(
            text.summary(
                watch.tally, account: watch.account, clock: watch.clock, address: watch.address, seconds: seconds))
        if let end { StandardError.print("haomiao probe: \(end)") }
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
