import ArgumentParser
import Collecting
import Configuration
import Engine
import Foundation
import Metro

/// `haomiao probe ADDR`: what `ping` is for the round trip, for each way by itself. `haomiao probe --paths FILE --json`:
/// an instance, which measures many paths for a console elsewhere.
struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Measure one-way delay to a STAMP reflector, live, or the paths of a list as a stream.",
        discussion: """
            Exit status: 0 where something answered, 1 where nothing did, 64 for wrong usage. Ctrl-C prints the summary.
            A stream (--paths) ends with status 0 when it is ended, with 1 where it cannot begin.
            """)

    @Argument(
        help: ArgumentHelp(
            "Reflector: host or address, with its port where that is not 862.", valueName: "host[:port]"))
    var target: String?

    @Option(help: ArgumentHelp("Probes to send; without it, until Ctrl-C.", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Time between probes, 10ms … 1m.", valueName: "duration"))
    var interval = "1s"

    @Option(help: ArgumentHelp("When a probe counts as lost, 10ms … 30s.", valueName: "duration"))
    var timeout = "3s"

    @Option(help: ArgumentHelp("Code point of the probes: 0 … 63, EF, AF41, CS6 …", valueName: "code point"))
    var dscp = "0"

    @Option(help: ArgumentHelp("UDP payload of a probe, 44 … 8972 octets.", valueName: "octets"))
    var size: Int?

    @Option(
        help: ArgumentHelp("Authenticate with the key in the first line of this file (mode 0600).", valueName: "file"))
    var keyFile: String?

    @Option(help: ArgumentHelp("Authenticate with the key in this environment variable.", valueName: "name"))
    var keyEnv: String?

    @Flag(help: "The reflector knows the extensions of RFC 8972: ask for what it says of its clock and its stamps.")
    var extensions = false

    @Option(help: ArgumentHelp("shared: both ends are on one host; else independent.", valueName: "relation"))
    var clock = ClockRelation.independent.rawValue

    @Option(help: ArgumentHelp("What the p99 of both directions is judged by.", valueName: "duration"))
    var limit = "1ms"

    @Option(
        help: ArgumentHelp("Length of fibre that no delay can be below, kilometres.", valueName: "kilometres"))
    var floorKm: Double?

    @Option(
        help: ArgumentHelp(
            "Measure the paths of this list instead (Docs/Probing.md); - is standard input, whose end ends the program.",
            valueName: "file"))
    var paths: String?

    @Flag(help: "One JSON object a line (Docs/Probing.md).")
    var json = false

    func validate() throws {
        if paths != nil {
            guard target == nil else {
                throw ValidationError("--paths: found it beside the reflector \(target ?? ""), expected one of them")
            }
            guard json else { throw ValidationError("--paths: found it alone, expected --json beside it") }
        } else {
            _ = try entry()
            _ = try limitNanoseconds()
            _ = try timeoutNanoseconds()
        }
        if let count, count < 1 { throw ValidationError("--count: found \(count), expected 1 or more") }
    }

    func run() throws {
        if let paths { return try ProbeStreamRun(paths: paths).run() }
        try ProbeRunOutput(
            ProbeWatch(
                try entry(), limitNanoseconds: try limitNanoseconds(), count: count,
                timeoutNanoseconds: try timeoutNanoseconds()), json: json, limitNanoseconds: try limitNanoseconds()
        ).run()
    }

    /// What is to be probed; throws `ValidationError`.
    func entry() throws -> ProbeList.Entry {
        guard let target else {
            throw ValidationError("found neither a reflector nor --paths, expected haomiao probe HOST[:PORT]")
        }
        guard let address = ReflectorAddress(target) else {
            throw ValidationError(
                "HOST:PORT: found '\(PrintableText.of(target, limit: 60))', expected \(ReflectorAddress.expected)")
        }
        guard let nanoseconds = Quantity.nanoseconds(interval), nanoseconds % 1_000_000 == 0,
            (10_000_000...60_000_000_000).contains(nanoseconds)
        else { throw ValidationError("--interval: found '\(interval)', expected 10ms … 1m in whole milliseconds") }
        guard let codePoint = CodePoint.value(dscp) else {
            throw ValidationError("--dscp: found '\(dscp)', expected 0 … 63 or a name such as EF, AF41 or CS6")
        }
        if let size, !(44...8_972).contains(size) {
            throw ValidationError("--size: found \(size), expected 44 … 8972")
        }
        guard let relation = ClockRelation(rawValue: clock) else {
            throw ValidationError("--clock: found '\(clock)', expected shared or independent")
        }
        if let floorKm, !(0...20_000).contains(floorKm) {
            throw ValidationError("--floor-km: found \(floorKm), expected 0 … 20000")
        }
        let access = STAMPAccess(
            host: address.host, port: address.port, key: try key(), hasExtensions: extensions)
        return ProbeList.Entry(
            id: PathID(target), access: access, clock: relation, intervalMilliseconds: Int(nanoseconds / 1_000_000),
            codePoint: codePoint, probeBytes: size, floorKilometres: floorKm ?? 0)
    }

    private func key() throws -> SecretReference? {
        switch (keyFile, keyEnv) {
        case (nil, nil): nil
        case (let file?, nil): .file(file)
        case (nil, let name?): .environment(name)
        case (_?, _?): throw ValidationError("--key-env: found it beside --key-file, expected one of them")
        }
    }

    func timeoutNanoseconds() throws -> Int64 {
        guard let nanoseconds = Quantity.nanoseconds(timeout), (10_000_000...30_000_000_000).contains(nanoseconds)
        else { throw ValidationError("--timeout: found '\(timeout)', expected 10ms … 30s") }
        return nanoseconds
    }

    private func limitNanoseconds() throws -> Int64 {
        guard let nanoseconds = Quantity.nanoseconds(limit), (1_000...10_000_000_000).contains(nanoseconds) else {
            throw ValidationError("--limit: found '\(limit)', expected 1us … 10s")
        }
        return nanoseconds
    }
}
