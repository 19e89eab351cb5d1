import ArgumentParser
import Engine
import Foundation
import Metro
import Sockets

/// `haomiao discover`: walks the network from its seeds and prints an inventory, or the difference to one.
struct DiscoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discover", abstract: "Find devices and links by SNMP and LLDP, and print an inventory of them.",
        discussion: """
            Asks the seeds, then their LLDP neighbours, and so on within the limits, and prints a configuration whose \
            sites are to be filled in. With --config it asks the devices of that inventory too, and prints where the \
            network differs from it: exit status 3 when it does, 0 when it does not.
            """)

    @Option(help: ArgumentHelp("Where to begin; may stand several times.", valueName: "address[:port]"))
    var seed: [String] = []

    @Option(help: ArgumentHelp("An inventory to compare with, and to take credentials from.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Ask only addresses in this range; may stand several times. By default the /24 (IPv6: /64) of each seed.",
            valueName: "cidr"))
    var within: [AddressRange] = []

    @Option(help: ArgumentHelp("Survey at most this many devices.", valueName: "number"))
    var maxDevices = 500

    @Option(help: ArgumentHelp("Go at most this far from a seed.", valueName: "number"))
    var maxHops = 8

    @Option(help: ArgumentHelp("Ask this many devices at once.", valueName: "number"))
    var parallel = 32

    @Option(help: ArgumentHelp("UDP port of neighbours.", valueName: "port"))
    var port: UInt16 = 161

    @Option(help: ArgumentHelp("Stop after this time, and print what was found until then.", valueName: "seconds"))
    var limit = 600

    @Option(help: ArgumentHelp("Wait this long for one answer.", valueName: "milliseconds"))
    var timeout = 2_000

    @Option(
        help: ArgumentHelp(
            "SNMPv2c: the environment variable that holds a community; may stand several times. Without any "
                + "credentials the well-known community is used.", valueName: "variable"))
    var communityEnv: [String] = []

    @OptionGroup(title: "SNMPv3") var user: UserOptions

    @Flag(help: "Print JSON (schema in Docs/Discovery.md).")
    var json = false

    func validate() throws {
        func require(_ value: Int, in range: ClosedRange<Int>, _ option: String) throws {
            guard range.contains(value) else {
                throw ValidationError(
                    "\(option): found \(value), expected a number from \(range.lowerBound) to \(range.upperBound)")
            }
        }
        try require(maxDevices, in: 1...10_000, "--max-devices")
        try require(maxHops, in: 0...64, "--max-hops")
        try require(parallel, in: 1...256, "--parallel")
        try require(limit, in: 1...86_400, "--limit")
        try require(timeout, in: 100...60_000, "--timeout")
        _ = try user.security()
        guard !seed.isEmpty || config != nil else {
            throw ValidationError("nothing to begin with: expected --seed ADDRESS, or --config FILE with devices")
        }
    }

    func run() async throws {
        var options = ConfigurationOptions()
        options.config = config
        let inventory = config == nil ? nil : try options.load()?.inventory
        var request = DiscoveryRequest()
        request.seeds = seed
        request.ranges = within
        request.maximumDevices = maxDevices
        request.maximumHops = maxHops
        request.parallel = parallel
        request.port = port
        request.limitSeconds = limit
        request.timeoutMilliseconds = timeout
        request.securities =
            communityEnv.map { .community(.environment($0)) } + (try user.security().map { [$0] } ?? [])
        request.inventory = inventory
        let network: DiscoveredNetwork
        do {
            network = try await NetworkDiscovery.run(request) { StandardError.print("haomiao discover: \($0)") }
        } catch {
            StandardError.print("haomiao discover: \(error)")
            throw ExitCode(1)
        }
        if network.isOutOfTime { StandardError.print("haomiao discover: stopped after \(limit) s: not all was asked") }
        try print(network, isComparison: inventory != nil)
        if network.answered == 0 {
            StandardError.print("haomiao discover: no device answered")
            throw ExitCode(1)
        }
        if inventory != nil, !network.differences.isEmpty { throw ExitCode(3) }
        if inventory != nil, !network.uncompared.isEmpty { throw ExitCode(4) }
    }

    private func print(_ network: DiscoveredNetwork, isComparison: Bool) throws {
        if json {
            try StandardOutput.write(DiscoveryDocument(network, isComparison: isComparison).json())
        } else if isComparison {
            try StandardOutput.write(DifferenceText(network.differences, network.uncompared).text)
        } else {
            try StandardOutput.write(network.inventoryText.yaml)
        }
    }
}

extension AddressRange: ExpressibleByArgument {
    public init?(argument: String) { self.init(parsing: argument) }
}

/// An SNMPv3 user on the command line: passwords stand in the environment, never here.
struct UserOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The user's name.", valueName: "name"))
    var user: String?

    @Option(help: ArgumentHelp("MD5, SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512.", valueName: "algorithm"))
    var auth: USMAuthenticationAlgorithm?

    @Option(help: ArgumentHelp("The variable that holds the authentication password.", valueName: "variable"))
    var authEnv: String?

    @Option(help: ArgumentHelp("DES, AES-128, AES-192 or AES-256.", valueName: "algorithm"))
    var privacy: USMPrivacyAlgorithm?

    @Option(help: ArgumentHelp("The variable that holds the privacy password.", valueName: "variable"))
    var privacyEnv: String?

    @Option(help: ArgumentHelp("How long keys are made: blumenthal or reeder.", valueName: "name"))
    var keyExtension = USMKeyExtension.blumenthal

    @Option(help: ArgumentHelp("The context's name.", valueName: "name"))
    var context = ""

    /// `nil` where no user is named.
    func security() throws -> SNMPSecurity? {
        guard let user else {
            guard auth == nil, authEnv == nil, privacy == nil, privacyEnv == nil else {
                throw ValidationError("SNMPv3 options without a user: expected --user NAME")
            }
            return nil
        }
        guard (1...32).contains(user.utf8.count), context.utf8.count <= 255 else {
            throw ValidationError("--user takes 1 to 32 octets, --context at most 255")
        }
        var reference = USMUserReference(name: user, contextName: context)
        switch (auth, authEnv) {
        case (nil, nil): break
        case (let algorithm?, let variable?):
            reference.authentication = .init(algorithm, password: .environment(variable))
        default: throw ValidationError("--auth and --auth-env belong together")
        }
        switch (privacy, privacyEnv) {
        case (nil, nil): break
        case (let algorithm?, let variable?) where reference.authentication != nil:
            reference.privacy = .init(
                algorithm, password: .environment(variable), keyExtension: keyExtension)
        case (_?, _?): throw ValidationError("--privacy needs --auth: SNMPv3 encrypts only what it authenticates")
        default: throw ValidationError("--privacy and --privacy-env belong together")
        }
        return .user(reference)
    }
}

extension USMAuthenticationAlgorithm: ExpressibleByArgument {}
extension USMPrivacyAlgorithm: ExpressibleByArgument {}
extension USMKeyExtension: ExpressibleByArgument {}
