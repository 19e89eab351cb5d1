import Foundation
import Glibc

/// Three network namespaces in a row, sender — network — reflector, joined by pairs of virtual interfaces; and what can
/// be done in each. Needs ip(8) and the right to make namespaces.
struct NamespaceChain {
    /// What keeps these tests from running on this host.
    struct NotHere: Error, CustomStringConvertible {
        let description: String
    }
    static let networkAddress = "10.127.1.2"
    static let reflectorAddress = "10.127.2.2"

    private let prefix: String
    let sender, network, reflector: NamespaceExecutor

    private static func names(_ prefix: String) -> [String] { ["sender", "network", "reflector"].map { prefix + $0 } }

    /// - Parameter purpose: tells the chains of one process apart.
    init(for purpose: String) throws {
        prefix = "haomiao\(ProcessInfo.processInfo.processIdentifier)\(purpose)-"
        let names = Self.names(prefix)
        Self.removeOrphans()
        do {
            for name in names { try run("ip", "netns", "add", name) }
            try Self.join(names[0], "10.127.1.1/24", names[1], "\(Self.networkAddress)/24", "near")
            try Self.join(names[1], "10.127.2.1/24", names[2], "\(Self.reflectorAddress)/24", "far")
            sender = try NamespaceExecutor(namespace: names[0])
            network = try NamespaceExecutor(namespace: names[1])
            reflector = try NamespaceExecutor(namespace: names[2])
        } catch {
            Self.remove(prefix)
            throw NotHere(description: "no network namespaces here: \(error)")
        }
    }

    func remove() {
        for executor in [sender, network, reflector] { executor.stop() }
        Self.remove(prefix)
    }

    private static func remove(_ prefix: String) {
        for name in names(prefix) { try? run("ip", "netns", "delete", name) }
    }

    /// Namespaces of test runs that were killed.
    private static func removeOrphans() {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: "/run/netns")) ?? [] where name.hasPrefix("haomiao") {
            let process = name.dropFirst("haomiao".count).prefix { $0.isNumber }
            guard !process.isEmpty, !files.fileExists(atPath: "/proc/\(process)") else { continue }
            try? run("ip", "netns", "delete", name)
        }
    }

    private static func join(
        _ one: String, _ oneAddress: String, _ other: String, _ otherAddress: String, _ interface: String
    ) throws {
        try run("ip", "-n", one, "link", "add", interface, "type", "veth", "peer", "name", interface, "netns", other)
        for (name, address) in [(one, oneAddress), (other, otherAddress)] {
            try run("ip", "-n", name, "address", "add", address, "dev", interface)
            try run("ip", "-n", name, "link", "set", interface, "up")
        }
    }

    /// Lets packets through the network's namespace, each delayed by netem on its way out of it.
    func forward(delayMicroseconds there: Int, _ back: Int) throws {
        let names = Self.names(prefix)
        do {
            for (interface, delay) in [("far", there), ("near", back)] {
                try run(
                    "tc", "-n", names[1], "qdisc", "add", "dev", interface, "root", "netem", "delay", "\(delay)us")
            }
        } catch {
            throw NotHere(description: "no netem here: \(error)")
        }
        try run("ip", "netns", "exec", names[1], "sysctl", "-qw", "net.ipv4.ip_forward=1")
        try run("ip", "-n", names[0], "route", "add", "default", "via", Self.networkAddress)
        try run("ip", "-n", names[2], "route", "add", "default", "via", "10.127.2.1")
    }
}

/// Runs a program to its end; throws what it complained about. Not by Foundation's Process, which learns of the end by a
/// descriptor that children of other tests inherit: it would wait for all of them.
private func run(_ command: String...) throws {
    let complaints = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: complaints) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, complaints, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = [strdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), nil]
    defer { for text in arguments + environment { free(text) } }
    var process: pid_t = 0
    var status: Int32 = -1
    let failure = posix_spawnp(&process, command[0], &actions, nil, &arguments, &environment)
    if failure == 0 {
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
    guard status == 0 else {
        let text = (try? String(contentsOfFile: complaints, encoding: .utf8)) ?? String(cString: strerror(failure))
        throw NamespaceChain.NotHere(
            description: "\(command.joined(separator: " ")): \(text.trimmingCharacters(in: .whitespacesAndNewlines))")
    }
}
