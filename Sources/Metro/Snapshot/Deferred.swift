/// Values of a picture that are fetched when someone looks at them: the last hour of a row that is not drawn costs
/// nothing.
public struct Deferred<Element: Sendable>: Sendable {
    private let fetch: @Sendable () -> [Element]

    /// `fetch` is called for every look, from any thread.
    public init(_ fetch: @escaping @Sendable () -> [Element]) { self.fetch = fetch }

    public init(_ values: [Element]) { fetch = { values } }

    public var values: [Element] { fetch() }
}

extension Deferred: ExpressibleByArrayLiteral {
    public init(arrayLiteral values: Element...) { self.init(values) }
}
