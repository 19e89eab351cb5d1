import Metro

extension Field {
    func consoleSettings(in folder: String) -> ConsoleSettings? {
        let keys = ["theme", "language", "glyphs", "ambiguous_width", "refresh_hz"]
        guard let section = section(keys) else { return nil }
        var settings = ConsoleSettings()
        if let theme = section["theme"]?.theme(in: folder) { settings.theme = theme }
        settings.language = section["language"]?.choice(Language.self)
        if let glyphs = section["glyphs"]?.choice(ConsoleSettings.Glyphs.self) { settings.glyphs = glyphs }
        if let width = section["ambiguous_width"]?.integer(1...2) { settings.ambiguousWidth = width }
        if let rate = section["refresh_hz"]?.integer(1...10) { settings.refreshHertz = rate }
        return settings
    }

    /// A name, or the path of a file: that has a slash or ends with `.yaml`.
    private func theme(in folder: String) -> ConsoleSettings.Theme? {
        guard let text = text("the name of a theme or the path of its file") else { return nil }
        guard text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml") else { return .builtIn(text) }
        return path(in: folder).map(ConsoleSettings.Theme.file)
    }
}
