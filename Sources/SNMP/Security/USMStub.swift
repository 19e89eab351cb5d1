import Collecting

struct USMClient: Sendable {
    init(_ user: USMUser) {}
    var isDiscovered: Bool { true }
    mutating func discovery(identifier: Int32) -> [UInt8] { [] }
    mutating func message(_ pdu: [UInt8], identifier: Int32, at now: Int64) throws(USMRefusal) -> [UInt8] { [] }
    mutating func receive(_ datagram: [UInt8], at now: Int64) throws(BERError) -> USMAnswer { .ignored(.x) }
    static func messageIdentifier(in datagram: [UInt8]) -> Int32? { nil }
}
enum USMIgnored { case x }
enum USMAnswer: Sendable {
    case pdu(bytes: [UInt8], pdu: Range<Int>, identifier: Int32)
    case discovered(identifier: Int32)
    case resynchronised(identifier: Int32)
    case refused(USMRefusal, identifier: Int32)
    case ignored(USMIgnored)
}
public enum USMRefusal: Error, Hashable, Sendable {
    case notInTimeWindow
    func error(at address: String, user: USMUser) -> CollectorError { CollectorError(.system, "") }
}
