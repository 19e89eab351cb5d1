import CNATS
import Foundation
import Glibc

/// A real nats-server with JetStream on a loopback port of its own, and a client to fill it; both end with it.
final class NATSServer {
    static let program = "/usr/sbin/nats-server"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

    struct Trouble: Error, CustomStringConvertible { let description: String }

    let port: UInt16
    let folder: URL
    private var pid: pid_t = 0
    private let settings: String
    private var connection: OpaquePointer?
    private var context: OpaquePointer?

    var url: String { "nats://127.0.0.1:\(port)" }

    /// `settings`: more of its configuration file.
    init(settings: String = "", withJetStream: Bool = true) throws {
        port = try Self.freePort()
        folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-nats-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.settings = settings + (withJetStream ? "\njetstream { store_dir: \"\(folder.path)\" }" : "")
        try start()
    }

    deinit {
        disconnect()
        stop()
        try? FileManager.default.removeItem(at: folder)
    }

    func start() throws {
        let file = folder.appending(path: "nats.conf")
        try """
        host: 127.0.0.1
        port: \(port)
        \(settings)

        """.write(to: file, atomically: true, encoding: .utf8)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(
            &actions, 2, folder.appending(path: "log").path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var words = [strdup(Self.program), strdup("-c"), strdup(file.path), nil]
        defer { for word in words { free(word) } }
        guard posix_spawn(&pid, Self.program, &actions, nil, &words, environ) == 0 else {
            throw Trouble(description: "nats-server does not start")
        }
        for _ in 0..<1_000 where !answers { usleep(10_000) }
        guard answers else { throw Trouble(description: "nats-server does not answer") }
    }

    func stop() {
        guard pid > 0 else { return }
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        pid = 0
    }

    private var answers: Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = Self.loopback(port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw Trouble(description: "no free port") }
        return UInt16(bigEndian: address.sin_port)
    }

    // MARK: The client

    private func connected() throws -> OpaquePointer? {
        if connection == nil {
            guard natsConnection_ConnectTo(&connection, url) == NATS_OK else {
                throw Trouble(description: "no connection to \(url)")
            }
            var options = jsOptions()
            jsOptions_Init(&options)
            options.PublishAsync.MaxPending = 4_000
            options.PublishAsync.StallWait = 10_000
            guard natsConnection_JetStream(&context, connection, &options) == NATS_OK else {
                throw Trouble(description: "no JetStream")
            }
        }
        return connection
    }

    func disconnect() {
        jsCtx_Destroy(context)
        natsConnection_Destroy(connection)
        context = nil
        connection = nil
    }

    func makeStream(_ name: String, subject: String) throws {
        _ = try connected()
        var settings = jsStreamConfig()
        jsStreamConfig_Init(&settings)
        let status = name.withCString { name in
            subject.withCString { subject in
                var subjects: [UnsafePointer<CChar>?] = [subject]
                return subjects.withUnsafeMutableBufferPointer { subjects in
                    settings.Name = name
                    settings.Subjects = subjects.baseAddress
                    settings.SubjectsLen = 1
                    return js_AddStream(nil, context, &settings, nil, nil)
                }
            }
        }
        guard status == NATS_OK else { throw Trouble(description: "no stream: \(status)") }
    }

    /// A durable pull consumer that gives out again what is not acknowledged within that time.
    func makeConsumer(_ name: String, of stream: String, acknowledgeWaitMilliseconds: Int64) throws {
        _ = try connected()
        var settings = jsConsumerConfig()
        jsConsumerConfig_Init(&settings)
        settings.AckPolicy = js_AckExplicit
        settings.AckWait = acknowledgeWaitMilliseconds * 1_000_000
        settings.MaxAckPending = 100_000
        let status = name.withCString { name in
            settings.Durable = name
            return js_AddConsumer(nil, context, stream, &settings, nil, nil)
        }
        guard status == NATS_OK else { throw Trouble(description: "no consumer: \(status)") }
    }

    /// Into the stream, each message confirmed.
    func publish(_ messages: some Sequence<String>, subject: String) throws {
        _ = try connected()
        for message in messages {
            let status = js_PublishAsync(context, subject, message, Int32(message.utf8.count), nil)
            guard status == NATS_OK else { throw Trouble(description: "not published: \(status)") }
        }
        var options = jsPubOptions()
        jsPubOptions_Init(&options)
        options.MaxWait = 60_000
        guard js_PublishAsyncComplete(context, &options) == NATS_OK else {
            throw Trouble(description: "not all published")
        }
    }

    /// To whoever listens now.
    func send(_ messages: some Sequence<String>, subject: String) throws {
        let connection = try connected()
        for message in messages { natsConnection_PublishString(connection, subject, message) }
        natsConnection_FlushTimeout(connection, 10_000)
    }

    /// Messages of the stream that the consumer has not acknowledged: not yet given out, and under way.
    func open(consumer: String, of stream: String) throws -> (pending: UInt64, unacknowledged: Int64) {
        _ = try connected()
        var info: UnsafeMutablePointer<jsConsumerInfo>?
        defer { jsConsumerInfo_Destroy(info) }
        guard js_GetConsumerInfo(&info, context, stream, consumer, nil, nil) == NATS_OK, let found = info?.pointee
        else { throw Trouble(description: "no consumer \(consumer)") }
        return (found.NumPending, found.NumAckPending)
    }
}
