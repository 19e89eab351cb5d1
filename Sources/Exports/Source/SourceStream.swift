import Mapping
import Metro
import Synchronization

/// One stream of bytes of a source; it has one user at a time. Its lock is taken at the desk only, after the desk's.
final class SourceStream: ExportStream {
    private struct State {
        var buffer: StreamBuffer
        var decoder: AnyExportDecoder
        var problems: [String] = []
    }

    private let door: SourceDoor
    private let format: ExportSource.Format
    private let stampUnitNanoseconds: Int64
    private let state: Mutex<State>

    init(_ door: SourceDoor, _ format: ExportSource.Format, stampUnitNanoseconds: Int64) {
        self.door = door
        self.format = format
        self.stampUnitNanoseconds = stampUnitNanoseconds
        state = Mutex(
            State(
                buffer: StreamBuffer(isWhole: format.isWhole),
                decoder: AnyExportDecoder(format, stampUnitNanoseconds: stampUnitNanoseconds)))
    }

    /// What it held is room for others.
    deinit {
        let held = state.withLock { $0.buffer.count }
        if held > 0 { door.atDesk { $0.drop(bytes: held) } }
    }

    var unfinishedBytes: Int { state.withLock { $0.buffer.count } }
    var problems: [String] { state.withLock { $0.problems } }

    func take(_ bytes: [UInt8], isEnd: Bool, patienceNanoseconds: Int64?) async throws {
        let received = door.time.wallNanoseconds
        let deadline = patienceNanoseconds.map { door.time.monotonicNanoseconds + $0 }
        door.atDesk { desk in state.withLock { desk.append(bytes, isEnd: isEnd, to: &$0.buffer) } }
        var slice = Slice()
        do {
            while !slice.isLast { slice = try await door.step(until: deadline) { self.read(at: &$0, received) } }
        } catch is SourceTooFast {
            giveUp()
            throw SourceTooFast()
        }
        // All is read; what the ring has no room for yet is in order at the desk, so that nobody needs to send it again.
        do {
            try await door.settle(slice.place, until: deadline)
        } catch is SourceTooFast {}
    }

    private struct Slice {
        /// Nothing can be read until more comes.
        var isLast = false
        /// Of its last sample, in the queue.
        var place: UInt64 = 0
    }

    private func read(at desk: inout SourceDesk, _ received: Int64) -> Slice {
        state.withLock { state in
            let isRead = desk.read(&state.buffer, &state.decoder, receivedNanoseconds: received)
            if desk.isRefused(&state.buffer) {
                state.decoder = AnyExportDecoder(format, stampUnitNanoseconds: stampUnitNanoseconds)
            }
            state.problems += desk.takeProblems().prefix(Converter.problemsKept - state.problems.count)
            return Slice(isLast: !isRead, place: desk.queue.queued)
        }
    }

    /// What was not read is lost here, and counted.
    private func giveUp() {
        door.atDesk { desk in
            if desk.account.dropped < .max { desk.account.dropped += 1 }
            state.withLock { state in
                desk.drop(bytes: state.buffer.count)
                state.buffer.reset()
                state.decoder = AnyExportDecoder(format, stampUnitNanoseconds: stampUnitNanoseconds)
            }
        }
    }
}

extension ExportSource.Format {
    /// Nothing of it is read before its end.
    var isWhole: Bool { isBinary || self == .prometheus || self == .openMetrics }
}
