import Collecting
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Metro

@testable import GNMI

/// A gNMI server on loopback that does what the test says.
struct FakeTarget: Gnmi_gNMI.ServiceProtocol {
    typealias Requests = RPCAsyncSequence<Gnmi_SubscribeRequest, any Error>.AsyncIterator
    typealias Writer = RPCWriter<Gnmi_SubscribeResponse>

    var encodings: [Gnmi_Encoding] = [.jsonIetf, .proto]
    var hasCapabilities = true
    /// Who may ask; `nil`: anybody.
    var login: (user: String, password: String)?
    /// Called with whatever comes.
    var asked: @Sendable () -> Void = {}
    /// What becomes of a subscription, after its first request.
    var subscription: @Sendable (Gnmi_SubscriptionList, inout Requests, Writer) async throws -> Void = { _, _, _ in }

    func capabilities(
        request: ServerRequest<Gnmi_CapabilityRequest>, context: ServerContext
    ) async throws -> ServerResponse<Gnmi_CapabilityResponse> {
        try check(request.metadata)
        guard hasCapabilities else { throw RPCError(code: .unimplemented, message: "no such method") }
        var response = Gnmi_CapabilityResponse()
        response.supportedEncodings = encodings
        response.gNmiVersion = "0.8.0"
        var model = Gnmi_ModelData()
        model.name = "openconfig-interfaces"
        model.version = "2.4.3"
        response.supportedModels = [model]
        return ServerResponse(message: response)
    }

    func subscribe(
        request: StreamingServerRequest<Gnmi_SubscribeRequest>, context: ServerContext
    ) async throws -> StreamingServerResponse<Gnmi_SubscribeResponse> {
        try check(request.metadata)
        return StreamingServerResponse { writer in
            var requests = request.messages.makeAsyncIterator()
            if let first = try await requests.next() { try await subscription(first.subscribe, &requests, writer) }
            return [:]
        }
    }

    /// Until the client goes away.
    static func wait(_ requests: inout Requests) async throws { while try await requests.next() != nil {} }

    private func check(_ metadata: Metadata) throws {
        asked()
        guard let login else { return }
        let user = Array(metadata[stringValues: "username"]).first
        let password = Array(metadata[stringValues: "password"]).first
        guard user == login.user, password == login.password else {
            throw RPCError(code: .unauthenticated, message: "authentication failed")
        }
    }

    /// Serves on a port of its own while `body` runs.
    func serve<Result: Sendable>(
        on port: Int = 0, _ security: HTTP2ServerTransport.Posix.TransportSecurity = .plaintext,
        _ body: (UInt16) async throws -> Result
    ) async throws -> Result {
        let server = GRPCServer(
            transport: .http2NIOPosix(
                address: .ipv4(host: "127.0.0.1", port: port), transportSecurity: security), services: [self])
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.serve() }
            defer { group.cancelAll() }
            let address = try await server.listeningAddress
            return try await body(UInt16(address?.ipv4?.port ?? 0))
        }
    }

    static func update(_ timestamp: Int64, path: String = "in-octets", value: UInt64 = 7) -> Gnmi_SubscribeResponse {
        var response = Gnmi_SubscribeResponse()
        response.update.timestamp = timestamp
        var update = Gnmi_Update()
        var element = Gnmi_PathElem()
        element.name = path
        update.path.elem = [element]
        update.val.uintVal = value
        response.update.update = [update]
        return response
    }

    static var sync: Gnmi_SubscribeResponse {
        var response = Gnmi_SubscribeResponse()
        response.syncResponse = true
        return response
    }
}

extension GNMIAccess {
    /// Of a target that a test serves.
    static func loopback(
        _ port: UInt16, transport: Transport = .plainText, list: List = .stream, interval: Int = 10_000
    ) -> GNMIAccess {
        GNMIAccess(
            host: "127.0.0.1", port: port, transport: transport, list: list,
            subscriptions: [.init(path: "/interfaces", mode: .sample, intervalMilliseconds: interval)],
            timeoutMilliseconds: 20_000)
    }
}
