/// Values of a picture that are fetched when someone looks at them: the last hour of a row that is not drawn costs
/// nothing. Two looks may differ, for what they read lives on; `MetroSnapshot.held()` reads them once for all.
public struct Deferred<Element: Sendable>: Sendable {
    private let fetch: @Sendable () -> [Element]

    /// `fetch` is called for every look, from any thread.
    public init(_ fetch: @escaping @Sendable () -> [Element]) { self.fetch = fetch }

    public init(_ values: [Element]) { fetch = { values } }

    public var values: [Element] { fetch() }

    /// The values of this look, which stay.
    func held() -> Deferred { Deferred(values) }
}

extension Deferred: ExpressibleByArrayLiteral {
    public init(arrayLiteral values: Element...) { self.init(values) }
}
