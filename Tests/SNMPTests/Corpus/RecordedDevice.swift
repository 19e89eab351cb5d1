import Foundation

@testable import SNMP

/// A device recorded as `OID|type|value` lines; types ending in x have their value in hexadecimal.
struct RecordedDevice: Sendable {
    let name: String
    let variables: [VariableBinding]

    static let folder = ProcessInfo.processInfo.environment["HAOMIAO_CORPUS"].map { $0 + "/snmp" }

    static func all() throws -> [RecordedDevice] {
        guard let folder else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".snmprec") }
            .sorted().map { try RecordedDevice(name: $0, path: folder + "/" + $0) }
    }

    private init(name: String, path: String) throws {
        self.name = name
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        variables = data.split(separator: 0x0A).compactMap { Self.variable($0) }
    }

    private static func variable(_ line: Data) -> VariableBinding? {
        let fields = line.split(separator: UInt8(ascii: "|"), maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3, let name = OID(String(decoding: fields[0], as: UTF8.self)) else { return nil }
        var type = String(decoding: fields[1], as: UTF8.self)
        var octets = Array(fields[2])
        if type.hasSuffix("x") {
            type.removeLast()
            octets = hexadecimal(octets)
        }
        let text = String(decoding: octets, as: UTF8.self)
        let value: SNMPValue? =
            switch type {
            case "2": Int64(text).map { .integer($0) }
            case "4": .octetString(octets)
            case "5": .null
            case "6": OID(text).map { .objectIdentifier($0) }
            case "64":
                .ipAddress(
                    fields[1].last == UInt8(ascii: "x") ? octets : text.split(separator: ".").compactMap { UInt8($0) })
            case "65": UInt32(text).map { .counter32($0) }
            case "66": UInt64(text).map { .gauge32($0) }
            case "67": UInt32(text).map { .timeTicks($0) }
            case "68": .opaque(octets)
            case "70": UInt64(text).map { .counter64($0) }
            default: nil
            }
        return value.map { VariableBinding(name, $0) }
    }

    private static func hexadecimal(_ digits: [UInt8]) -> [UInt8] {
        stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }

    /// The values below a column by ifIndex, read off the file without any protocol.
    func column(_ column: InterfaceColumn) -> [UInt32: SNMPValue] {
        var values: [UInt32: SNMPValue] = [:]
        for variable in variables {
            if let index = variable.name.index(below: column.column.name)?.first { values[index] = variable.value }
        }
        return values
    }
}
