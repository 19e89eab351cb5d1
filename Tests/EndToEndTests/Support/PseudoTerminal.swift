import Foundation
import Glibc

/// A terminal that is a program: what a console writes is shown on an emulated screen, what the test types is read.
///
/// On the main actor, as all that waits here: the threads that other tests share may be busy for many seconds.
@MainActor
final class PseudoTerminal {
    struct NotSeen: Error, CustomStringConvertible {
        let description: String
    }

    /// TIOCSPTLCK and TIOCGPTN (ioctl_tty(2)).
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    let name: String
    private(set) var screen: EmulatedScreen
    private(set) var receivedBytes = 0
    private var keyboard: Int32
    /// Held open, so that the settings can be read after the console's end.
    private let line: Int32

    init(columns: Int, rows: Int) throws {
        screen = EmulatedScreen(columns: columns, rows: rows)
        // What posix_openpt, unlockpt and ptsname do, which Swift's Glibc does not have.
        keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        var isLocked: Int32 = 0
        var number: Int32 = 0
        guard keyboard >= 0, ioctl(keyboard, Self.setLock, &isLocked) == 0,
            ioctl(keyboard, Self.getNumber, &number) == 0
        else { throw NotSeen(description: "no pseudo-terminal: \(String(cString: strerror(errno)))") }
        name = "/dev/pts/\(number)"
        line = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        resize(columns: columns, rows: rows)
    }

    isolated deinit {
        close(line)
        hangUp()
    }

    /// Closes the terminal's window.
    func hangUp() {
        if keyboard >= 0 { close(keyboard) }
        keyboard = -1
    }

    /// The kernel sends SIGWINCH to whoever runs in the foreground.
    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(keyboard, UInt(TIOCSWINSZ), &size)
        if (columns, rows) != (screen.columns, screen.rows) { screen.resize(columns: columns, rows: rows) }
    }

    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = write(keyboard, bytes, bytes.count)
    }

    /// Reads what has come, at most `limit` bytes of it, and shows it.
    func drain(limit: Int = .max) {
        var left = limit
        var bytes = [UInt8](repeating: 0, count: 16_384)
        while left > 0 {
            let count = read(keyboard, &bytes, min(left, bytes.count))
            guard count > 0 else { return }
            receivedBytes += count
            left -= count
            screen.feed(bytes[..<count])
        }
    }

    /// Bytes that wait to be read.
    var pendingBytes: Int {
        var count: Int32 = 0
        return ioctl(keyboard, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    /// Flags and control characters in force.
    var settings: [UInt8] {
        var settings = termios()
        tcgetattr(line, &settings)
        return withUnsafeBytes(of: settings) { Array($0) }
    }

    /// Shows what comes until `condition` holds of a whole frame; throws with the screen as it is after `seconds`.
    func see(
        _ what: String, within seconds: Double = 15, _ condition: (EmulatedScreen) throws -> Bool
    ) async throws {
        do {
            try await wait(what, within: seconds) {
                drain()
                return try !screen.isUpdating && condition(screen)
            }
        } catch let error as NotSeen {
            throw NotSeen(description: "\(error)\n\(screen.text)")
        }
    }
}

/// Looks every few milliseconds until `condition` holds; throws after `seconds`.
@MainActor
func wait(_ what: String, within seconds: Double = 15, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            throw PseudoTerminal.NotSeen(description: "not within \(seconds) s: \(what)")
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}
