import Collecting
import Foundation
import Glibc

/// A file that is read to its end, and on when it grows: through a rename with a new file in its place, through
/// truncation, deletion and late creation. Each `step` is one look at it; the caller waits between those that bring
/// nothing. A file that was truncated and has grown beyond where we were between two looks cannot be told from one that
/// grew.
struct FileTail: ~Copyable {
    enum Step: Hashable, Sendable {
        case bytes([UInt8])
        /// At the end; it may grow.
        case idle
        /// It is there now, and is read from here on.
        case opened
        /// What follows is of another file: it was replaced or truncated.
        case restarted
        case missing
    }

    /// Looks at a file that was replaced until it is left: its writer may not have noticed yet.
    static let looksAfterRotation = 5

    let path: String
    /// Where the first file begins; later ones are read whole.
    private var startsAtEnd: Bool
    private var file: FileHandle?
    private var identity = Identity()
    private var offset: Int64 = 0
    private var looksSinceRotation = 0
    /// We began in the middle of a line.
    private var isSkipping = false

    private struct Identity: Hashable {
        var device: UInt64 = 0
        var node: UInt64 = 0
    }

    init(path: String, startsAtEnd: Bool) {
        self.path = path
        self.startsAtEnd = startsAtEnd
    }

    /// Throws `CollectorError`.
    mutating func step() throws -> Step {
        guard let file else { return try open() }
        switch PipeReading(file.fileDescriptor) {
        case .bytes(let bytes):
            looksSinceRotation = 0
            try refuseCompressed(bytes)
            offset += Int64(bytes.count)
            return .bytes(skipped(bytes))
        case .nothing: return .idle
        case .end: return atEnd(file)
        case .failed(let code):
            // Whoever reads on has nothing of the line under way.
            isSkipping = !isAtLineStart(file)
            throw PipeReading.error(path, code)
        }
    }

    private mutating func atEnd(_ file: FileHandle) -> Step {
        if let size = Self.status(file)?.st_size, Int64(size) < offset {
            lseek(file.fileDescriptor, 0, SEEK_SET)
            offset = 0
            isSkipping = false
            return .restarted
        }
        var status = stat()
        // Nothing in its place, or the same: its writer may go on.
        guard stat(path, &status) == 0, Self.identity(status) != identity else {
            looksSinceRotation = 0
            return .idle
        }
        looksSinceRotation += 1
        guard looksSinceRotation > Self.looksAfterRotation else { return .idle }
        startAnew()
        return .restarted
    }

    private mutating func open() throws -> Step {
        // Not blocking, for opening a named pipe would wait for its writer.
        let descriptor = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            let code = errno
            guard code == ENOENT else {
                throw CollectorError(
                    .system, "\(path) cannot be opened: \(String(cString: strerror(code)))",
                    advice: "check the export's file and this user's rights")
            }
            // What is written from now on is new.
            startsAtEnd = false
            return .missing
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let status = Self.status(file), status.st_mode & S_IFMT == S_IFREG else {
            throw CollectorError(
                .system, "\(path) is no regular file",
                advice: "read a named pipe by a command: [cat, \(path)]")
        }
        self.file = file
        identity = Self.identity(status)
        offset = 0
        looksSinceRotation = 0
        isSkipping = false
        if startsAtEnd {
            offset = max(0, Int64(lseek(descriptor, 0, SEEK_END)))
            isSkipping = !isAtLineStart(file)
        }
        startsAtEnd = false
        return .opened
    }

    private mutating func refuseCompressed(_ bytes: [UInt8]) throws {
        guard offset == 0, bytes.starts(with: [0x1F, 0x8B]) else { return }
        // The next try finds the same.
        startAnew()
        throw CollectorError(
            .malformed, "\(path) is compressed by gzip, expected text",
            advice: "unpack it, or pipe zcat \(path) into an export with stdin")
    }

    /// The next look opens the file and begins with its first byte.
    mutating func startAnew() {
        file = nil
        startsAtEnd = false
    }

    private func isAtLineStart(_ file: FileHandle) -> Bool {
        var last: UInt8 = 0
        return offset == 0
            || pread(file.fileDescriptor, &last, 1, Int(offset - 1)) == 1 && last == UInt8(ascii: "\n")
    }

    private mutating func skipped(_ bytes: [UInt8]) -> [UInt8] {
        guard isSkipping else { return bytes }
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return [] }
        isSkipping = false
        return Array(bytes[(end + 1)...])
    }

    private static func status(_ file: FileHandle) -> stat? {
        var status = stat()
        return fstat(file.fileDescriptor, &status) == 0 ? status : nil
    }

    private static func identity(_ status: stat) -> Identity {
        Identity(device: UInt64(status.st_dev), node: UInt64(status.st_ino))
    }
}
