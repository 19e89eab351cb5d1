import CNCurses
import Console
import Glibc

/// One run of the loop, between taking the terminal over and giving it back.
struct Session<Client: TerminalClient> {
    var screen: CursesScreen
    var client: Client
    private var isDirty = true
    private var isDone = false
    private var meter = ByteMeter()
    private var mouse: Bool
    private var theme: String
    private let farewell: [CChar]

    /// `farewell`: what puts the terminal back wherever it stands.
    init(screen: CursesScreen, client: Client, farewell: [CChar]) {
        self.screen = screen
        self.client = client
        mouse = client.wantsMouse
        theme = client.themeName
        self.farewell = farewell
    }

    mutating func loop(
        _ queue: inout OutputQueue, signals: Int32, saved: termios, refreshMilliseconds: Int32
    ) {
        var nextRefresh = monotonicNanoseconds()
        while !isDone {
            if queue.isEmpty, isDirty { draw(&queue) }
            if case .hungUp = queue.flush() { return }
            let now = monotonicNanoseconds()
            if now >= nextRefresh {
                nextRefresh = now + Int64(client.isWaiting ? 25 : refreshMilliseconds) * 1_000_000
                isDirty = true
            }
            var descriptors = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
                pollfd(fd: queue.isEmpty ? -1 : queue.terminalDescriptor, events: Int16(POLLOUT), revents: 0),
            ]
            // A dirty frame waits for the queue alone; refreshes need no finer grain than a millisecond. Keys and signals
            // are looked at in every round: drawing may take longer than the time between two refreshes.
            let wait = isDirty && queue.isEmpty ? 0 : Int32((nextRefresh - now) / 1_000_000) + 1
            poll(&descriptors, nfds_t(descriptors.count), wait)
            if descriptors[1].revents != 0 { takeSignals(signals, &queue, saved) }
            if descriptors[0].revents & Int16(POLLIN) != 0 {
                takeKeys(&queue, saved)
            } else if descriptors[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
                return
            }
        }
    }

    private mutating func draw(_ queue: inout OutputQueue) {
        isDirty = false
        if client.themeName != theme {
            theme = client.themeName
            screen.themeChanged()
        }
        if client.wantsMouse != mouse {
            mouse = client.wantsMouse
            hm_mouse(mouse)
        }
        var columns: Int32 = 80
        var rows: Int32 = 24
        _ = hm_window_size(STDOUT_FILENO, &columns, &rows)
        let rate = meter.bytesPerSecond(total: queue.totalBytes, now: monotonicNanoseconds())
        let frame = client.frame(width: Int(columns), height: Int(rows), bytesPerSecond: rate)
        let resolve = client.resolve
        if screen.draw(frame, resolve: resolve) { queue.collect() }
    }

    private mutating func takeKeys(_ queue: inout OutputQueue, _ saved: termios) {
        var count = 0
        // Bounded: a paste of megabytes must not keep the screen from being drawn.
        while count < 256, !isDone {
            let raw = hm_read_key()
            guard raw.kind != HM_KEY_NONE else { break }
            count += 1
            guard let key = Key(raw) else { continue }
            follow(client.handle(key), &queue, saved)
        }
        // Readable and empty: the terminal has gone.
        if count == 0, isEndOfInput() { isDone = true }
    }

    private mutating func follow(_ directive: AppDirective, _ queue: inout OutputQueue, _ saved: termios) {
        switch directive {
        case .none: break
        case .redraw: isDirty = true
        case .fullRepaint:
            screen.forget()
            isDirty = true
        case .suspend: suspend(&queue, saved)
        case .quit: isDone = true
        }
    }

    private mutating func takeSignals(_ descriptor: Int32, _ queue: inout OutputQueue, _ saved: termios) {
        var numbers = [UInt8](repeating: 0, count: 64)
        let count = read(descriptor, &numbers, numbers.count)
        guard count > 0 else { return }
        for number in numbers[..<count] {
            switch Int32(number) {
            case SIGWINCH:
                resize()
                screen.forget()
                isDirty = true
            case SIGTSTP: suspend(&queue, saved)
            default: isDone = true
            }
        }
    }

    /// Ctrl-Z: gives the terminal back, stops, and takes it over again when continued.
    private mutating func suspend(_ queue: inout OutputQueue, _ saved: termios) {
        hm_suspend()
        queue.collect()
        queue.sendFarewell(short: farewell)
        var settings = saved
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
        hm_stop_group()
        enterRawMode(saved)
        resize()
        hm_resume()
        hm_mouse(mouse)
        screen.forget()
        isDirty = true
    }

    private func isEndOfInput() -> Bool {
        var available: Int32 = 0
        return ioctl(STDIN_FILENO, UInt(FIONREAD), &available) != 0 || (available == 0 && isHungUp())
    }

    private func isHungUp() -> Bool {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        poll(&descriptor, 1, 0)
        return descriptor.revents & Int16(POLLHUP | POLLERR) != 0
    }
}

/// The bytes that we sent, as a rate over the last seconds.
struct ByteMeter {
    private var marks: [(time: Int64, total: Int)] = []

    mutating func bytesPerSecond(total: Int, now: Int64) -> Int {
        marks.append((now, total))
        marks.removeAll { now - $0.time > 5_000_000_000 }
        guard let first = marks.first, now - first.time >= 500_000_000 else { return 0 }
        return Int(Double(total - first.total) / (Double(now - first.time) / 1e9))
    }
}
