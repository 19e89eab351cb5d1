import Collecting
import Configuration
import Exports
import Metro
import Telemetry

/// What the stream of one instance says: a state machine without I/O. Bytes and time go in, samples and findings come
/// out; what cannot be read is counted and told, never fatal.
struct RemoteStream {
    /// The command may take so long until it speaks: a connection has to be made first. Nanoseconds.
    static let startNanoseconds: Int64 = 20_000_000_000
    /// Silence for so long means that nobody is there any more: heartbeats come each second.
    static let silenceNanoseconds: Int64 = 5_000_000_000
    /// A wall clock at the other end that differs by more from ours moves the samples into other windows.
    static let clockTolerance: Int64 = 1_000_000_000
    /// Paths and lines of errors that notes name.
    static let noted = 6

    struct Output {
        var samples: [Sample] = []
        var findings: [Finding] = []
        /// The stream is of no use.
        var error: CollectorError?
    }

    /// More came than is read in a second.
    var isFlooded = false

    private let subjects: [PathID: UInt32]
    private let start: Int64
    private var lastReadable: Int64

    private var lines = LineSplitter(limit: ProbeLine.byteLimit)
    private var hello: ProbeLine.Hello?
    /// By the numbers of the stream.
    private var known: [Int: (subject: UInt32, id: PathID)] = [:]
    private var troubled: [PathID: String] = [:]
    private var pathNotes: [PathID: [String]] = [:]
    private var clockOffset = ClockOffset()
    private var clock: PathClock.End?
    private var dropped: UInt64 = 0
    private var unreadable = 0
    private var lastUnreadable = ""
    /// Samples of paths that nobody asked for, and rows that are no samples.
    private var strays = 0
    private var errors: [String] = []
    private var notes: [String] = []

    /// `subjects`: the paths that are asked of the instance, with their dense indices.
    init(subjects: [PathID: UInt32], startMonotonicNanoseconds start: Int64) {
        self.subjects = subjects
        self.start = start
        lastReadable = start
    }

    /// What the command wrote to its standard output.
    mutating func take(_ bytes: some Sequence<UInt8>, wallNanoseconds wall: Int64, monotonicNanoseconds now: Int64)
        -> Output
    {
        var output = Output()
        var complete: [[UInt8]] = []
        lines.take(bytes) { complete.append($0) }
        for line in complete { take(line, wall, now, &output) }
        return output
    }

    /// What it wrote to its standard error: the last lines are shown.
    mutating func takeError(line: [UInt8]) {
        let text = PrintableText.of(String(decoding: line, as: UTF8.self), limit: 200)
        guard !text.allSatisfy(\.isWhitespace) else { return }
        errors.append(text)
        if errors.count > Self.noted { errors.removeFirst() }
    }

    /// Why the command is given up, if it is.
    func silence(monotonicNanoseconds now: Int64) -> CollectorError? {
        if hello == nil, now - start >= Self.startNanoseconds {
            let printed =
                unreadable == 0
                ? "" : "; it printed \(lineCount(unreadable)) that cannot be read, the last: \"\(lastUnreadable)\""
            return CollectorError(
                .system, "no stream of probes in \(Self.startNanoseconds / 1_000_000_000) s\(printed)\(complaint)",
                advice: "try the command by hand: it has to print lines of JSON")
        }
        guard hello != nil, now - lastReadable >= Self.silenceNanoseconds else { return nil }
        return CollectorError(
            .system, "the stream has been silent for \((now - lastReadable) / 1_000_000_000) s\(complaint)",
            advice: "check the way to the instance and its host; the command is started again")
    }

    /// Why a command that ended is started again.
    func ended(_ end: String) -> CollectorError {
        CollectorError(
            .system, "the command \(end)\(complaint)",
            advice: hello == nil ? "try it by hand" : "check the way to the instance and its host")
    }

    private var complaint: String { errors.last.map { "; it says: \($0)" } ?? "" }

    // MARK: - Lines

    private mutating func take(_ line: [UInt8], _ wall: Int64, _ now: Int64, _ output: inout Output) {
        guard !line.isEmpty else { return }
        let read = ProbeLine(line)
        if case .hello(let hello) = read {
            take(hello, wall, now, &output)
            return
        }
        guard let read, hello != nil else {
            unreadable += 1
            lastUnreadable = PrintableText.of(String(decoding: line.prefix(200), as: UTF8.self), limit: 60)
            return
        }
        lastReadable = now
        switch read {
        case .samples(let samples, let invalid):
            strays += invalid
            take(samples, &output)
        case .path(let state): take(state, &output)
        case .heartbeat(let heartbeat):
            clockOffset.take(theirs: heartbeat.wallNanoseconds, ours: wall)
            dropped = heartbeat.droppedSamples
            clock = heartbeat.clock
            output.findings.append(.answered(durationNanoseconds: firstNanoseconds))
            tellNotes(&output)
        case .hello, .other: break
        }
    }

    /// From the start of the command to its first line.
    private var firstNanoseconds: Int64 = 0

    private mutating func take(_ hello: ProbeLine.Hello, _ wall: Int64, _ now: Int64, _ output: inout Output) {
        let software = PrintableText.of(hello.software, limit: 60)
        guard hello.version == ProbeLine.version else {
            output.error = CollectorError(
                .protocolError,
                "\(software) speaks version \(hello.version) of the stream, this program reads \(ProbeLine.version)",
                advice: "install the same version at both ends")
            return
        }
        self.hello = hello
        firstNanoseconds = now - start
        lastReadable = now
        known = [:]
        clockOffset = ClockOffset()
        clockOffset.take(theirs: hello.wallNanoseconds, ours: wall)
        output.findings += [.answered(durationNanoseconds: firstNanoseconds), .trouble(nil)]
        // What was said of the paths before is of another run.
        for subject in subjects.values.sorted() { output.findings.append(.pathMissing(subject: subject, reason: nil)) }
    }

    private mutating func take(_ samples: [Sample], _ output: inout Output) {
        let shift = clockOffset.shift
        for sample in samples {
            guard let path = known[Int(sample.subject)] else {
                strays += 1
                continue
            }
            var sample = sample
            sample.subject = path.subject
            sample.timeNanoseconds = sample.timeNanoseconds.addingClamped(shift)
            output.samples.append(sample)
        }
    }

    private mutating func take(_ state: ProbeLine.PathState, _ output: inout Output) {
        let id = PathID(state.id)
        guard let subject = subjects[id], (0..<ProbeList.entryLimit).contains(state.path) else {
            strays += 1
            return
        }
        known[state.path] = (subject, id)
        let error = state.trouble.map { trouble in
            CollectorError(
                CollectorError.Code(rawValue: trouble.code) ?? .system, PrintableText.of(trouble.message, limit: 200),
                advice: trouble.advice.map { PrintableText.of($0, limit: 200) })
        }
        troubled[id] = error?.description
        let notes = state.notes.prefix(Self.noted).map { PrintableText.of($0, limit: 200) }
        pathNotes[id] = notes.isEmpty ? nil : notes
        output.findings.append(.pathMissing(subject: subject, reason: error?.missingReason))
        if let account = state.account { output.findings.append(.probeAccount(subject: subject, account)) }
        if var clock = state.clock {
            clock.fault?.sinceNanoseconds.addClamped(clockOffset.shift)
            output.findings.append(.pathClock(subject: subject, clock))
        }
    }

    // MARK: - Notes

    private mutating func tellNotes(_ output: inout Output) {
        let now = currentNotes
        guard now != notes else { return }
        notes = now
        output.findings.append(.notes(now))
    }

    private var currentNotes: [String] {
        var notes: [String] = []
        if let hello { notes.append(PrintableText.of(hello.software, limit: 60)) }
        if let seconds = clockOffset.secondsAhead {
            notes.append("its wall clock is \(seconds) ours: the times of its samples are moved by that")
        }
        if clock?.isSynchronised == false { notes.append("its clock is not synchronised") }
        notes += Self.named(troubled.map { ($0, [$1]) }, of: subjects.count, "in trouble")
        notes += Self.named(pathNotes.map { ($0, $1) }, of: subjects.count, "with a note")
        if dropped > 0 { notes.append("\(dropped) samples dropped there: the stream was not read fast enough") }
        if unreadable > 0 { notes.append("\(lineCount(unreadable)) unreadable, the last: \"\(lastUnreadable)\"") }
        if lines.overlong > 0 {
            notes.append("\(lineCount(lines.overlong)) of more than \(ProbeLine.byteLimit) bytes left out")
        }
        if isFlooded {
            notes.append("it sent more than \(RemoteRun.bytesPerSecond >> 20) MiB a second: the rest waited there")
        }
        if strays > 0 {
            notes.append("\(strays) samples or paths left out: they are none of those that were asked for")
        }
        return notes + errors.map { "it says: \($0)" }
    }

    /// `2 of 40 paths in trouble`, and what of the first of them.
    private static func named(_ texts: [(PathID, [String])], of all: Int, _ what: String) -> [String] {
        guard !texts.isEmpty else { return [] }
        let first = texts.sorted { $0.0 < $1.0 }.prefix(noted)
        return ["\(texts.count) of \(all) paths \(what)"] + first.map { "\($0): \($1.joined(separator: "; "))" }
    }

    private func lineCount(_ count: Int) -> String { "\(count) line\(count == 1 ? "" : "s")" }
}

extension Int64 {
    fileprivate mutating func addClamped(_ other: Int64) { self = addingClamped(other) }
    fileprivate func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
