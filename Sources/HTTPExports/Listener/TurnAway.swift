import NIOCore
import NIOHTTP1

/// For a connection too many: says so and closes, without reading a byte.
final class TurnAway: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let speaks: Bool

    /// `speaks` is false where TLS would have to come first.
    init(speaks: Bool) { self.speaks = speaks }

    func channelActive(context: ChannelHandlerContext) {
        if speaks {
            let answer = HTTPResponseHead(version: .http1_1, status: .serviceUnavailable).closing
            context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: answer)), promise: nil)
        }
        context.close(promise: nil)
    }
}
