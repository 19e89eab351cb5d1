/// A network operator, as indicators are broken down by (`indicators.md` §2: by operator).
public struct NetworkOperator: Hashable, Sendable {
    public let id: OperatorID
    public let name: LocalizedName

    public init(id: OperatorID, name: LocalizedName) {
        self.id = id
        self.name = name
    }
}
