import CNCurses
import Console
import Glibc

/// What is drawn and who answers keys; called from the loop's thread only.
public protocol TerminalClient {
    /// Answers one key.
    mutating func handle(_ key: Key) -> AppDirective
    /// The picture for this size; the loop sends nothing where it equals the last one.
    mutating func frame(width: Int, height: Int, bytesPerSecond: Int) -> Frame
    func resolve(_ style: Style) -> ResolvedStyle
    /// Changes when `resolve` answers differently.
    var themeName: String { get }
    var wantsMouse: Bool { get }
    /// The first picture has not come yet: the loop looks for it more often than it refreshes.
    var isWaiting: Bool { get }
}

/// Why the terminal could not be taken over.
public struct TerminalError: Error, CustomStringConvertible, Sendable {
    public let description: String
}

/// The loop of the curses thread: keys in, frames out, one descriptor for each, nothing that blocks.
///
/// A frame is begun only when the last one has left, so a slow line lowers the frame rate by itself and a stalled one
/// stops the drawing; keys are read all the same, and `quit` ends within `OutputQueue.farewellNanoseconds`.
public struct TerminalLoop {
    private let capabilities: TerminalCapabilities
    private let refreshMilliseconds: Int32

    /// `refreshHertz` 1 … 10.
    public init(_ capabilities: TerminalCapabilities, refreshHertz: Int) {
        self.capabilities = capabilities
        refreshMilliseconds = Int32(1000 / min(10, max(1, refreshHertz)))
    }

    /// Runs until the client or a signal says so; the terminal is then as it was found. Throws before anything is
    /// changed when the terminal cannot be used.
    public func run(_ client: inout some TerminalClient) throws(TerminalError) {
        guard capabilities.isTerminal else {
            throw TerminalError(
                description:
                    "standard input and output are no terminal; for a picture without a screen: haomiao snapshot")
        }
        var saved = termios()
        guard tcgetattr(STDIN_FILENO, &saved) == 0 else {
            throw TerminalError(
                description: "the terminal's settings cannot be read: \(String(cString: strerror(errno)))")
        }
        guard var queue = OutputQueue(synchronised: capabilities.usesSynchronisedOutput) else {
            throw TerminalError(description: "the terminal cannot be opened: \(String(cString: strerror(errno)))")
        }
        if let failure = hm_start(capabilities.terminfo, STDIN_FILENO, queue.memoryDescriptor) {
            throw TerminalError(
                description:
                    "TERM=\(capabilities.terminfo): \(String(cString: failure)); try TERM=xterm-256color or TERM=vt100")
        }
        let farewell = farewell
        let signals = hm_guard_start(queue.terminalDescriptor, &saved, farewell, Int32(farewell.count))
        enterRawMode(saved)
        resize()
        hm_mouse(client.wantsMouse)

        var session = Session(
            screen: CursesScreen(wantsColor: capabilities.wantsColor), client: client, farewell: farewell)
        session.loop(&queue, signals: signals, saved: saved, refreshMilliseconds: refreshMilliseconds)
        client = session.client

        hm_stop()
        queue.collect()
        queue.sendFarewell(short: farewell)
        tcsetattr(STDIN_FILENO, TCSANOW, &saved)
        hm_guard_stop()
    }

    /// What puts the terminal back wherever it stands, even within a frame. Call after `hm_start`.
    private var farewell: [CChar] {
        var capabilities = [CChar](repeating: 0, count: 480)
        let length = Int(hm_farewell(&capabilities, Int32(capabilities.count)))
        let frameEnd = self.capabilities.usesSynchronisedOutput ? OutputQueue.frameEnd : []
        return frameEnd.map { CChar(bitPattern: $0) } + capabilities[..<length]
    }
}

func enterRawMode(_ saved: termios) {
    var raw = saved
    cfmakeraw(&raw)
    tcsetattr(STDIN_FILENO, TCSANOW, &raw)
}

func resize() {
    var columns: Int32 = 0
    var rows: Int32 = 0
    if hm_window_size(STDOUT_FILENO, &columns, &rows) { hm_resize(rows, columns) } else { hm_resize(24, 80) }
}

func monotonicNanoseconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}
