import Testing

@testable import GNMI
