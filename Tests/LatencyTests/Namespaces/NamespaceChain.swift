import Foundation

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

/// Runs a program to its end; throws what it complained about.
private func run(_ command: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    let complaints = Pipe()
    process.standardError = complaints
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = try complaints.fileHandleForReading.readToEnd().map { String(decoding: $0, as: UTF8.self) } ?? ""
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw NamespaceChain.NotHere(
            description: "\(command.joined(separator: " ")): \(text.trimmingCharacters(in: .whitespacesAndNewlines))")
    }
}
