import Collecting
import NIOCore
import NIOHTTP1

/// Holds a connection to its limits: what `ClientPace` judges. Below the HTTP handlers it sees bytes, through `parts`
/// above them where requests begin and end.
final class ClientWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let period = TimeAmount.seconds(1)

    private var pace: ClientPace
    private let time: any TimeSource
    private let report: (ClientPace.Verdict) -> Void
    private var tick: Scheduled<Void>?
    private var isOver = false

    init(_ limits: HTTPLimits, _ time: any TimeSource, report: @escaping (ClientPace.Verdict) -> Void) {
        pace = ClientPace(limits)
        self.time = time
        self.report = report
    }

    /// The part of it that stands behind the HTTP handlers.
    var parts: Parts { Parts(self) }

    private var now: Int64 { time.monotonicNanoseconds }

    func handlerAdded(context: ChannelHandlerContext) {
        pace.asked(at: now)
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { tick?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        isOver = true
        tick?.cancel()
        context.fireChannelInactive()
    }

    func read(context: ChannelHandlerContext) {
        pace.asked(at: now)
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        pace.received(unwrapInboundIn(data).readableBytes, at: now)
        context.fireChannelRead(data)
        // Its head was read by now, if it was whole.
        if pace.verdict(at: now) == .headTooLarge { judge(context) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pace.setWritable(context.channel.isWritable, at: now)
        context.fireChannelWritabilityChanged()
    }

    private func schedule(_ context: ChannelHandlerContext) {
        tick = context.eventLoop.assumeIsolated().scheduleTask(in: Self.period) { [weak self] in
            guard let self, !self.isOver else { return }
            self.judge(context)
            if !self.isOver { self.schedule(context) }
        }
    }

    private func judge(_ context: ChannelHandlerContext) {
        let verdict = pace.verdict(at: now)
        guard verdict != .fine else { return }
        isOver = true
        report(verdict)
        // An answer that is not in its turn would be taken for another request's.
        let isItsTurn = pace.answersDue == (verdict == .lateBody ? 1 : 0)
        if isItsTurn, let status = verdict.status {
            let answer = HTTPResponseHead(version: .http1_1, status: status).closing
            context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: answer)), promise: nil)
        }
        context.close(promise: nil)
    }

    /// Tells where requests and answers begin and end.
    final class Parts: ChannelDuplexHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias InboundOut = HTTPServerRequestPart
        typealias OutboundIn = HTTPServerResponsePart
        typealias OutboundOut = HTTPServerResponsePart

        private let watch: ClientWatch

        init(_ watch: ClientWatch) { self.watch = watch }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head: watch.pace.headEnded(at: watch.now)
            case .body: break
            case .end: watch.pace.requestEnded(at: watch.now)
            }
            context.fireChannelRead(data)
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            if case .end = unwrapOutboundIn(data) { watch.pace.answered(at: watch.now) }
            context.write(data, promise: promise)
        }
    }
}

extension ClientPace.Verdict {
    /// What the client is told; nothing where it waits for nothing.
    var status: HTTPResponseStatus? {
        switch self {
        case .lateHead, .lateBody: .requestTimeout
        case .headTooLarge: .requestHeaderFieldsTooLarge
        case .fine, .idle, .stuck: nil
        }
    }

    /// For people; `nil`: nothing to tell.
    var words: String? {
        switch self {
        case .lateHead: "its head took too long"
        case .headTooLarge: "its head is too large"
        case .lateBody: "its body came too slowly"
        case .stuck: "it does not read its answers"
        case .fine, .idle: nil
        }
    }
}

extension HTTPResponseHead {
    /// An answer without a body, after which the connection is closed, as it goes over the wire.
    var closing: String {
        "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    }
}
