import ArgumentParser
import Configuration
import Engine
import Exports
import Foundation
import Mapping
import Metro

/// `haomiao map`: what a sample of an export would tell, and what not and why.
struct MapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Show which interfaces and paths a sample of an export would match, and what would not and why.",
        discussion: """
            Reads the sample as the export of the configuration would, or with --format and --mapping as one that is not \
            in it yet. Exit status 0: all that the mappings know matches; 3: something does not, or nothing matches, or \
            some of it cannot be read; 1: the configuration or the sample cannot be read at all.
            """)

    @Option(help: ArgumentHelp("Configuration file (YAML).", valueName: "file"))
    var config: String

    @Option(help: ArgumentHelp("A sample of the export; - is standard input.", valueName: "file"))
    var sample: String

    @Option(
        help: ArgumentHelp(
            "The export of the configuration that the sample is of. By default the only one that there is, where no "
                + "--format is given.", valueName: "id"))
    var export: String?

    @Option(
        help: ArgumentHelp(
            "The format of the sample, instead of that of an export: "
                + ExportSource.Format.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "format"))
    var format: ExportSource.Format?

    @Option(
        help: ArgumentHelp(
            "A mapping to try, instead of those of the export; may stand several times. By default all that are built in.",
            valueName: "name"))
    var mapping: [String] = []

    @Option(help: ArgumentHelp("List at most this many series of each kind.", valueName: "number"))
    var limit = 40

    @Flag(help: "Print JSON (schema in Docs/Telemetry.md).")
    var json = false

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 100000") }
    }

    func run() async throws {
        guard let loaded = try ConfigurationOptions.parse(["--config", config]).load() else { throw ExitCode(1) }
        let inventory = loaded.inventory
        let source = try source(inventory)
        let bytes = try read()
        let interfaces = SubjectIndex(inventory).interfaces.enumerated().map {
            SubjectDirectory.Interface(reference: $1, subject: UInt32($0))
        }
        let converter = Converter(
            source: .export(source.id), mappings: NameMapping.named(source.mappings, in: inventory),
            directory: SubjectDirectory(inventory: inventory, interfaces: interfaces), owners: InterfaceOwners(),
            intervalMilliseconds: source.intervalMilliseconds)
        var preview = MappingPreview(converter)
        var decoder = AnyExportDecoder(source.format)
        _ = decoder.decode(bytes.span, isEnd: true, into: &preview)
        let report = MapReport(preview, limit: limit)
        try StandardOutput.write(json ? report.json : report.text)
        if !report.isClean { throw ExitCode(3) }
    }

    /// What the sample is taken for.
    private func source(_ inventory: Inventory) throws -> ExportSource {
        var source: ExportSource
        if let export {
            guard let named = inventory.exports.first(where: { $0.id.text == export }) else {
                throw Self.unknown("export", export, among: inventory.exports.map(\.id.text))
            }
            source = named
        } else if let format {
            source = ExportSource(id: "sample", format: format, transport: .standardInput)
        } else if inventory.exports.count == 1 {
            source = inventory.exports[0]
        } else {
            throw ValidationError(
                "the configuration has \(counted(inventory.exports.count, "export")): say --export ID or --format FORMAT"
            )
        }
        if let format { source.format = format }
        let known = inventory.mappings.map(\.id) + NameMapping.presetNames
        for name in mapping where !known.contains(name) { throw Self.unknown("mapping", name, among: known) }
        if !mapping.isEmpty { source.mappings = mapping }
        return source
    }

    private static func unknown(_ kind: String, _ name: String, among known: [String]) -> ValidationError {
        var budget = 10_000
        let near = Nearest.to(name, among: known, budget: &budget).map { "; did you mean \"\($0)\"?" } ?? ""
        let list = known.isEmpty ? "there is none" : "expected one of \(known.joined(separator: ", "))"
        return ValidationError("no \(kind) \"\(name)\": \(list)\(near)")
    }

    /// Bytes of a sample that are read.
    private static let greatestSample = 256 << 20

    private func read() throws -> [UInt8] {
        let handle: FileHandle
        if sample == "-" {
            handle = .standardInput
        } else if let file = FileHandle(forReadingAtPath: sample) {
            handle = file
        } else {
            StandardError.print("haomiao: \(sample): found no file that can be read, expected a sample of an export")
            throw ExitCode(1)
        }
        do {
            let data = try handle.read(upToCount: Self.greatestSample + 1) ?? Data()
            guard data.count <= Self.greatestSample else {
                StandardError.print(
                    "haomiao: \(sample): found more than \(Self.greatestSample >> 20) MiB, expected a sample; cut it")
                throw ExitCode(1)
            }
            return Array(data)
        } catch let error as ExitCode {
            throw error
        } catch {
            StandardError.print("haomiao: \(sample): \(error.localizedDescription)")
            throw ExitCode(1)
        }
    }
}

extension ExportSource.Format: ExpressibleByArgument {}
