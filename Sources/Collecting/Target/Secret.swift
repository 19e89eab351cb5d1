import Foundation
import Glibc
import Metro

/// Something that must not reach a log, a screen or a message: every way of printing it gives dots.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// At least one byte.
    public let bytes: [UInt8]

    /// `nil` for an empty one.
    public init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return nil }
        self.bytes = bytes
    }

    public var description: String { "•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension SecretReference {
    /// Bytes of the longest secret that is read.
    public static let secretByteLimit = 4_096

    /// Reads the secret: the variable's value, or the first line of a file that only its owner can read.
    ///
    /// Throws `CollectorError` with code `secret`, which names the variable or the path, never the content.
    public func read(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(CollectorError) -> Secret {
        switch self {
        case .environment(let variable): try Self.read(variable: variable, in: environment)
        case .file(let path): try Self.read(file: path)
        }
    }

    private static func read(variable: String, in environment: [String: String]) throws(CollectorError) -> Secret {
        guard let value = environment[variable] else {
            throw CollectorError(
                .secret, "the environment variable \(variable) is not set", advice: "set it before the program starts")
        }
        guard let secret = Secret(Array(value.utf8)) else {
            throw CollectorError(
                .secret, "the environment variable \(variable) is empty", advice: "set it to the secret")
        }
        return secret
    }

    private static func read(file path: String) throws(CollectorError) -> Secret {
        guard !path.isEmpty, !path.contains("\0") else {
            throw CollectorError(.secret, "the secret has no file name", advice: "name the file that holds it")
        }
        // Non-blocking, for opening a named pipe would wait for its writer. Mode and type are asked of what was
        // opened, so that nobody can swap the file in between.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw CollectorError(
                .secret, "the secret \(path) is no regular file", advice: "name a file whose first line is the secret")
        }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 == 0 else {
            throw CollectorError(
                .secret, "others can open the secret file \(path): its mode is 0\(String(mode, radix: 8))",
                advice: "run chmod 600 on it")
        }
        let content: Data
        do {
            content = try handle.read(upToCount: secretByteLimit + 1) ?? Data()
        } catch {
            throw CollectorError(.secret, "the secret file \(path) cannot be read to its end")
        }
        let line = content.prefix { $0 != UInt8(ascii: "\n") }
        guard line.count <= secretByteLimit else {
            throw CollectorError(
                .secret, "the first line of the secret file \(path) is longer than \(secretByteLimit) bytes",
                advice: "put the secret alone on its first line")
        }
        let trimmed = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        guard let secret = Secret(Array(trimmed)) else {
            throw CollectorError(
                .secret, "the first line of the secret file \(path) is empty",
                advice: "put the secret on its first line")
        }
        return secret
    }

    private static func unreadable(_ path: String, _ code: Int32) -> CollectorError {
        switch code {
        case ENOENT, ENOTDIR:
            CollectorError(
                .secret, "the secret file \(path) does not exist", advice: "create it with mode 0600")
        case EACCES, EPERM:
            CollectorError(
                .secret, "the secret file \(path) may not be read by this user", advice: "check its owner and mode")
        default:
            CollectorError(
                .secret, "the secret file \(path) cannot be opened: \(String(cString: strerror(code)))",
                advice: "check the path")
        }
    }
}
