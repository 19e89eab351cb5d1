import Collecting

/// That an agent answers, and as whom: one GET of sysName and sysUpTime.
public struct SNMPGreeting: Hashable, Sendable {
    /// `nil` where the agent has none, or does not show it to this community or user.
    public var systemName: String?
    /// sysUpTime, hundredths of a second; `nil` where the agent has none.
    public var agentTicks: UInt32?
    /// From the first request to the answer, SNMPv3's discovery included.
    public var durationNanoseconds: Int64

    /// Throws `CollectorError`, or `CancellationError` when cancelled.
    public static func greet(
        _ agent: SNMPAgent, over transport: any SNMPTransport, time: any TimeSource = SystemTime()
    ) async throws -> SNMPGreeting {
        let channel = try await transport.open(agent)
        let started = time.monotonicNanoseconds
        let response: SNMPResponse
        do {
            response = try await channel.exchange(.get([KnownObjects.systemName, KnownObjects.systemUpTime]))
        } catch let failure as SNMPFailure {
            throw failure.error(at: agent.address)
        }
        var greeting = SNMPGreeting(durationNanoseconds: time.monotonicNanoseconds &- started)
        switch response.errorStatus {
        case .noError: greeting.take(response.variables)
        // SNMPv1 behind a proxy refuses the whole for one object that it lacks: an answer all the same.
        case .noSuchName: break
        default:
            throw CollectorError(
                .protocolError, "\(agent.address) answers \(response.errorStatus)",
                advice: "give the community or user read access to the system group (1.3.6.1.2.1.1)")
        }
        return greeting
    }

    private mutating func take(_ variables: [VariableBinding]) {
        for variable in variables {
            switch (variable.name, variable.value) {
            case (KnownObjects.systemName, .octetString(let octets)):
                let name = DeviceText.decode(octets)
                systemName = name.isEmpty ? nil : name
            case (KnownObjects.systemUpTime, .timeTicks(let ticks)): agentTicks = ticks
            default: break
            }
        }
    }
}
