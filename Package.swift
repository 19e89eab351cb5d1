// swift-tools-version: 6.2
import PackageDescription

/// The one set of compiler settings: Swift 6 language mode (from the tools version), warnings are errors.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }
let nioTLS: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")

/// gRPC builds for minutes; HAOMIAO_WITHOUT_GNMI=1 leaves it out, and all that needs it.
let hasGNMI = Context.environment["HAOMIAO_WITHOUT_GNMI"] == nil
let gRPC: [Target.Dependency] = [
    .product(name: "GRPCCore", package: "grpc-swift-2"),
    .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
    .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf"),
    .product(name: "SwiftProtobuf", package: "swift-protobuf"),
]

/// A library module. The table of allowed imports is in Docs/Architecture.md; Tests/TidyTests holds every file to it.
func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict + settings)
}

/// Where gNMI is left out, its one user has to know.
let withGNMI: [SwiftSetting] = hasGNMI ? [.define("GNMI")] : []
let gnmi: [Target.Dependency] = hasGNMI ? ["GNMI"] : []

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: dependencies, resources: resources,
        swiftSettings: strict)
}

let package = Package(
    name: "haomiao",
    products: [.executable(name: "haomiao", targets: ["haomiao"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    ]
        + (hasGNMI
            ? [
                .package(url: "https://github.com/grpc/grpc-swift-2", exact: "2.4.3"),
                .package(url: "https://github.com/grpc/grpc-swift-nio-transport", exact: "2.9.2"),
                .package(url: "https://github.com/grpc/grpc-swift-protobuf", exact: "2.4.1"),
                .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
            ] : []),
    targets: [
        module("Metro"),
        .target(name: "CTelemetry"),
        module("Telemetry", ["CTelemetry"]),
        module("Objectives", ["Metro", "Telemetry"]),
        module("Collecting", ["Metro", "Telemetry", logging]),
        .target(name: "CSockets", cSettings: [.define("_GNU_SOURCE")]),
        module("Sockets", ["CSockets"]),
        .target(name: "CCryptography", linkerSettings: [.linkedLibrary("crypto")]),
        module("Cryptography", ["CCryptography"]),
        module("SNMP", ["Collecting", "Metro", "Telemetry", "Sockets", "Cryptography"]),
        module("STAMP", ["Collecting", "Metro", "Telemetry", "Sockets", "Cryptography"]),
        module("Mapping", ["Collecting", "Metro", "Telemetry"]),
        module("Exports", ["Mapping", "Collecting", "Metro", "Telemetry"]),
        .target(name: "CNATS", linkerSettings: [.linkedLibrary("nats")]),
        .target(name: "CKafka", linkerSettings: [.linkedLibrary("rdkafka")]),
        module("Brokers", ["Exports", "Collecting", "Metro", "CNATS", "CKafka"]),
        .target(name: "CCompression", linkerSettings: [.linkedLibrary("z"), .linkedLibrary("snappy")]),
        module("Compression", ["CCompression"]),
        module(
            "HTTPExports",
            [
                "Exports", "Collecting", "Metro", "Compression", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"),
                nioTLS,
            ]),
        module("Simulator", ["Collecting", "Metro", "Telemetry"]),
        module("Configuration", ["Metro", yams]),
        module("Console", ["Metro"]),
        .target(
            name: "CNCurses", cSettings: [.define("_GNU_SOURCE")],
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        module("Terminal", ["Console", "CNCurses"]),
        .target(
            name: "Themes", path: "Themes", resources: [.embedInCode("dark.yaml"), .embedInCode("mono.yaml")],
            swiftSettings: strict),
        module(
            "Engine",
            [
                "Metro", "Telemetry", "Objectives", "Collecting", "SNMP", "STAMP", "Simulator", "Sockets",
                "Configuration", "Mapping", "Exports", "Brokers", "HTTPExports", logging,
            ] + gnmi, withGNMI),
        .executableTarget(
            name: "haomiao",
            dependencies: [
                "Metro", "Engine", "Configuration", "Console", "Terminal", "Themes", "STAMP", "Sockets", "Collecting",
                "Mapping", "Exports", argumentParser, logging,
            ], swiftSettings: strict),
        .target(
            name: "PathReference", cxxSettings: [.unsafeFlags(["-O3", "-march=native", "-Wall", "-Werror"])]),
        .target(name: "SNMPReference", cSettings: [.unsafeFlags(["-Wall", "-Werror"])]),
        .executableTarget(
            name: "haomiao-bench",
            dependencies: [
                "Telemetry", "Collecting", "Engine", "Metro", "SNMP", "STAMP", "Sockets", "PathReference",
                "SNMPReference", "Mapping", "Exports",
            ],
            swiftSettings: strict),

        tests("Metro", ["Metro"]),
        tests("Telemetry", ["Telemetry"]),
        tests("Objectives", ["Objectives", "Metro", "Telemetry"]),
        tests("Collecting", ["Collecting", "Metro", "Telemetry", logging]),
        tests("Sockets", ["Sockets"]),
        tests("Cryptography", ["Cryptography"]),
        tests("SNMP", ["SNMP", "Collecting", "Metro", "Telemetry", "Sockets"]),
        tests("STAMP", ["STAMP", "Collecting", "Metro", "Telemetry", "Sockets"]),
        tests("Latency", ["STAMP", "Collecting", "Metro", "Objectives", "Telemetry", "Sockets"]),
        tests("Mapping", ["Mapping", "Collecting", "Metro", "Telemetry"]),
        tests("Exports", ["Exports", "Mapping", "Collecting", "Metro", "Telemetry"]),
        tests("Brokers", ["Brokers", "Exports", "Mapping", "Collecting", "Metro", "Telemetry", "CKafka", "CNATS"]),
        tests(
            "HTTPExports",
            [
                "HTTPExports", "Exports", "Mapping", "Collecting", "Metro", "Telemetry", nio("NIOCore"),
                nio("NIOPosix"), nio("NIOHTTP1"), nioTLS,
            ]),
        tests("Compression", ["Compression"]),
        tests("Simulator", ["Simulator", "Collecting", "Metro", "Telemetry"]),
        tests("Configuration", ["Configuration", "Metro"]),
        tests("Console", ["Console", "Metro", "Themes", "Configuration"], resources: [.copy("Golden")]),
        tests("Terminal", ["Terminal", "Console", "CNCurses"]),
        tests(
            "Engine",
            [
                "Engine", "Metro", "Telemetry", "Configuration", "Collecting", "SNMP", "STAMP", "Simulator", "Sockets",
                logging,
            ]),
        tests(
            "haomiao",
            ["haomiao", "Mapping", "Engine", "Collecting", "Console", "Metro", "STAMP", "Sockets", "Telemetry"]),
        tests("Tidy", []),
        tests("EndToEnd", []),
    ]
        + (hasGNMI
            ? [
                .target(
                    name: "GNMI",
                    dependencies: ["Exports", "Mapping", "Collecting", "Metro", "Telemetry", nio("NIOCore"), nioTLS]
                        + gRPC,
                    exclude: ["Protocol"], swiftSettings: strict),
                tests("GNMI", ["GNMI", "Exports", "Mapping", "Collecting", "Metro", "Telemetry"] + gRPC),
            ] : []),
    cxxLanguageStandard: .cxx20
)
