import Testing

@testable import Brokers
