import Sockets

/// A program that keeps a clock right and says how right.
public enum ClockDaemon: String, CaseIterable, Sendable {
    case chrony, linuxptp

    /// Asks with what the daemon's own tool prints for programs.
    var command: (name: String, arguments: [String]) {
        switch self {
        case .chrony: ("chronyc", ["-c", "-n", "tracking"])
        case .linuxptp: ("pmc", ["-u", "-b", "0", "GET CURRENT_DATA_SET", "GET TIME_STATUS_NP"])
        }
    }

    func parse(_ text: String) -> DaemonAnswer? {
        switch self {
        case .chrony: ChronyTracking.parse(text)
        case .linuxptp: PTPStatus.parse(text)
        }
    }

    /// Blocks for two seconds at most.
    func ask() -> DaemonReply {
        let command = command
        guard let path = ShortCommand.find(command.name) else { return .absent }
        switch ShortCommand.run(path, command.arguments, limitNanoseconds: 2_000_000_000) {
        case .failed(let reason): return .failed("\(command.name) \(reason)")
        case .printed(let text):
            if let answer = parse(text) { return .answered(answer) }
            let line = text.split(whereSeparator: \.isNewline).last.map { ": " + $0.prefix(120) } ?? ""
            return .failed("\(command.name) says nothing of the clock\(line)")
        }
    }
}

/// What a daemon says of the clock that it keeps.
public struct DaemonAnswer: Hashable, Sendable {
    public var isSynchronised: Bool
    /// Bound of the error against what it follows, nanoseconds.
    public var errorNanoseconds: UInt64
    /// Of that, how far it is off as measured, magnitude, nanoseconds.
    public var offsetNanoseconds: UInt64
    public var source: ClockSource?
    /// The name of what it follows.
    public var reference: String?

    public init(
        isSynchronised: Bool, errorNanoseconds: UInt64, offsetNanoseconds: UInt64, source: ClockSource?,
        reference: String?
    ) {
        self.isSynchronised = isSynchronised
        self.errorNanoseconds = errorNanoseconds
        self.offsetNanoseconds = offsetNanoseconds
        self.source = source
        self.reference = reference
    }
}

public enum DaemonReply: Hashable, Sendable {
    /// Its tool is not installed.
    case absent
    /// In words: what it did instead.
    case failed(String)
    case answered(DaemonAnswer)
}
