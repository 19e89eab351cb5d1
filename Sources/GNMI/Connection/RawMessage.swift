import GRPCCore

/// Keeps a message as it came: the decoder of exports reads it, and it is faster than generated code.
struct RawMessageDeserializer: MessageDeserializer {
    /// gRPC gives its bytes by a pointer that is good for the closure, and by nothing else; they are copied out.
    func deserialize<Bytes: GRPCContiguousBytes>(_ message: Bytes) throws -> [UInt8] {
        message.withUnsafeBytes { Array($0) }
    }
}
