/// A stateless session-reflector (RFC 8762 §4.3): one question in, at most one answer out, nothing kept.
public struct Reflector: Hashable, Sendable {
    /// Answers questions of 14 … 43 octets, as TWAMP senders ask them, with the base packet of 44 (RFC 8762 §4.6).
    public var answersShortQuestions: Bool

    public init(answersShortQuestions: Bool = true) {
        self.answersShortQuestions = answersShortQuestions
    }

    /// Why a datagram is not answered.
    public enum Refusal: Error, Hashable, Sendable {
        /// Too short to have a sequence, a stamp and an error estimate, or shorter than this reflector answers.
        case malformed
        /// It is a reflector's answer: two reflectors must not play ball with a packet of forged source.
        case isAnswer
    }

    /// The answer, never longer than the question or 44 octets, whichever is more. What the question has beyond the
    /// base packet is copied. The transmit stamp is `receiveNanoseconds` until `setTransmit` sets it.
    /// - Parameters:
    ///   - timeToLive: with which the question arrived; 255 stands for unknown.
    ///   - receiveNanoseconds: T2, wall clock.
    ///   - errorEstimate: of this reflector's clock; says the format of its stamps.
    public func reflect(
        _ question: [UInt8], timeToLive: UInt8?, receiveNanoseconds: Int64, errorEstimate: ErrorEstimate
    ) throws(Refusal) -> [UInt8] {
        guard let packet = SenderPacket(question), answersShortQuestions || question.count >= SenderPacket.size else {
            throw .malformed
        }
        guard !Self.isAnswer(question) else { throw .isAnswer }
        let received = StampTimestamp(wallNanoseconds: receiveNanoseconds, format: errorEstimate.format)
        let answer = ReflectedPacket(
            sequence: packet.sequence, transmitTimestamp: received, errorEstimate: errorEstimate,
            receiveTimestamp: received, senderSequence: packet.sequence, senderTimestamp: packet.timestamp,
            senderErrorEstimate: packet.errorEstimate, senderTimeToLive: timeToLive)
        return answer.bytes + question.dropFirst(SenderPacket.size)
    }

    /// Sets T3, the wall clock right before sending, in an answer of `reflect`.
    public static func setTransmit(_ answer: inout [UInt8], nanoseconds: Int64, format: StampTimestamp.Format) {
        let stamp = StampTimestamp(wallNanoseconds: nanoseconds, format: format)
        answer.setField(stamp.bits, at: PacketLayout.unauthenticated.timestamp)
    }

    /// Where a sender has zeros or random padding, an answer has a receive stamp a moment before its transmit stamp.
    private static func isAnswer(_ bytes: [UInt8]) -> Bool {
        guard let answer = ReflectedPacket(bytes), answer.receiveTimestamp.bits != 0 else { return false }
        let seconds = answer.transmitTimestamp.bits >> 32 &- answer.receiveTimestamp.bits >> 32
        return seconds <= 10
    }
}
