/// Placeholder: an IPv4 or IPv6 address with a port.
public struct SocketAddress: Hashable, Sendable {}
