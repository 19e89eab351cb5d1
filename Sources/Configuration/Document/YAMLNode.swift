/// A value of a YAML document with the line that it stands on. Aliases are resolved, duplicate keys kept.
struct YAMLNode {
    enum Content {
        /// Empty, `~` or a plain `null`.
        case nothing
        /// `isPlain`: written without quotes, so that it may be a number or a truth value.
        case scalar(text: String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
    }

    let line: Int
    let content: Content
}

/// One key of a mapping and its value.
struct YAMLEntry {
    let key: String
    let line: Int
    let value: YAMLNode
}
