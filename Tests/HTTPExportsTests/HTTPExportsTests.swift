import Testing

@testable import HTTPExports
