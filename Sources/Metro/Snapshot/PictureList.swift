/// Pictures of links or paths, each made when it is looked at: a list of a hundred thousand costs nothing until a row of
/// it is drawn. A list that is changed becomes an array first.
public struct PictureList<Picture: Sendable>: Sendable {
    private var made: [Picture]
    private var source: Source?

    private struct Source: Sendable {
        let count: Int
        let picture: @Sendable (Int) -> Picture
    }

    public init(_ pictures: [Picture]) { made = pictures }

    /// `picture` answers for 0 ..< `count`, from any thread and always the same but for what is `Deferred` in it.
    public init(count: Int, picture: @escaping @Sendable (Int) -> Picture) {
        made = []
        source = Source(count: count, picture: picture)
    }

    private mutating func makeAll() {
        guard source != nil else { return }
        made = Array(self)
        source = nil
    }
}

extension PictureList: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
    public init() { made = [] }

    public var startIndex: Int { 0 }
    public var endIndex: Int { source?.count ?? made.count }

    public subscript(index: Int) -> Picture {
        get {
            guard let source else { return made[index] }
            precondition(index >= 0 && index < source.count, "no picture \(index) of \(source.count)")
            return source.picture(index)
        }
        _modify {
            makeAll()
            yield &made[index]
        }
    }

    public mutating func replaceSubrange(_ range: Range<Int>, with pictures: some Collection<Picture>) {
        makeAll()
        made.replaceSubrange(range, with: pictures)
    }
}

extension PictureList: ExpressibleByArrayLiteral {
    public init(arrayLiteral pictures: Picture...) { made = pictures }
}
