import Glibc

/// A system call that failed: what, on what, why. EINTR is retried and EAGAIN is no error, so neither appears here.
public struct SocketError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Cause: Hashable, Sendable {
        /// errno.
        case system(Int32)
        /// An EAI code of getaddrinfo, as netdb.h has it (negative).
        case resolver(Int32)
        /// Text that is no address; what was expected.
        case address(expected: String)
        /// No answer from the resolver within the time allowed.
        case resolverTimeout
    }
    /// "bind", "send", "resolve".
    public let operation: String
    /// The address or name that the operation was about; "" where there is none.
    public let subject: String
    public let cause: Cause

    public init(_ operation: String, subject: String = "", cause: Cause) {
        self.operation = operation
        self.subject = subject
        self.cause = cause
    }
    init(_ operation: String, subject: String = "", negativeErrno: Int32) {
        self.init(operation, subject: subject, cause: .system(0 &- negativeErrno))
    }

    /// errno, where the system refused.
    public var errorNumber: Int32? {
        if case .system(let number) = cause { number } else { nil }
    }
    /// The reason alone: "Permission denied".
    public var reason: String {
        switch cause {
        // glibc's strerror and gai_strerror return static or thread-local text that is copied at once.
        case .system(let number): String(cString: strerror(number))
        case .resolver(let code): String(cString: gai_strerror(code))
        case .address(let expected): "expected \(expected)"
        case .resolverTimeout: "the resolver does not answer"
        }
    }
    /// "bind 0.0.0.0:862: Permission denied".
    public var description: String {
        subject.isEmpty ? "\(operation): \(reason)" : "\(operation) \(subject): \(reason)"
    }
}
