import Brokers
import Collecting
import Exports
import HTTPExports
import Mapping
import Metro

extension CollectorRegistry {
    /// One collector for each of `exports`.
    static func exports(
        _ exports: [ExportSource], _ blueprint: CollectorBlueprint, _ owners: InterfaceOwners
    ) -> [any Collector] {
        guard blueprint.setup.isMeasured else { return [] }
        let inventory = blueprint.setup.inventory
        let directory = blueprint.directory
        return exports.map { export in
            ExportCollector(
                name: export.id.text, format: export.format, transport: transport(of: export),
                converter: Converter(
                    source: .export(export.id), mappings: NameMapping.named(export.mappings, in: inventory),
                    directory: directory, owners: owners, intervalMilliseconds: export.intervalMilliseconds))
        }
    }

    private static func transport(of export: ExportSource) -> any ExportTransport {
        switch export.transport {
        case .file(let path, let reading): FileTransport(path: path, reading: reading)
        case .standardInput: StandardInputTransport()
        case .command(let command): CommandTransport(command)
        case .listen(let listen):
            HTTPListener(
                listen, format: export.format,
                token: { () throws(CollectorError) in try read(listen.token) })
        case .scrape(let scrape):
            HTTPScrape(
                scrape, format: export.format, token: { () throws(CollectorError) in try read(scrape.token) },
                password: { () throws(CollectorError) in try read(scrape.password) })
        case .nats(let source): NATSTransport(source)
        case .kafka(let source): KafkaTransport(source)
        }
    }

    /// Secrets are read when they are needed, each time anew.
    private static func read(_ reference: SecretReference?) throws(CollectorError) -> Secret? {
        guard let reference else { return nil }
        return try reference.read()
    }
}

extension CollectorBlueprint {
    /// The inventory by all names under which others may bring it.
    var directory: SubjectDirectory {
        SubjectDirectory(
            inventory: setup.inventory,
            interfaces: subjects.interfaces.enumerated().map { .init(reference: $1, subject: UInt32($0)) })
    }
}

extension Inventory {
    /// How often counters of a device's interfaces are expected, milliseconds, before the source says otherwise.
    func interfacePeriodMilliseconds(of id: DeviceID) -> Int {
        let usual = 30_000
        guard let device = device(id) else { return usual }
        switch device.interfacesFrom {
        case .snmp: return device.snmp?.periodMilliseconds ?? usual
        case .gnmi: return device.gnmi?.intervalMilliseconds ?? usual
        case .export(let export): return exports.first { $0.id == export }?.intervalMilliseconds ?? usual
        case .anyExport: return exports.lazy.compactMap(\.intervalMilliseconds).first ?? usual
        }
    }
}
