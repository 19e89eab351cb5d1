/// Where the configuration stands.
public enum ConfigurationLocator {
    /// The file to load: `explicit` (`--config`), else `$XDG_CONFIG_HOME/haomiao/metro.yaml` (by default under
    /// `~/.config`), else `/etc/haomiao/metro.yaml`; `nil` where there is none and the demo metro is shown.
    ///
    /// Throws `ConfigurationInvalid` where an explicit file does not exist: it is never replaced by the demo in silence.
    public static func find(
        explicit: String?, environment: [String: String], fileExists: (String) -> Bool
    ) throws(ConfigurationInvalid) -> String? {
        if let explicit {
            if fileExists(explicit) { return explicit }
            let report = Report(file: explicit)
            report.add(
                line: 1, key: "(file)", found: "no such file", expected: "a file that can be read",
                suggestion: "leave --config out for the demo metro")
            throw ConfigurationInvalid(diagnostics: report.diagnostics)
        }
        return places(environment).first(where: fileExists)
    }

    /// The files that are looked for, in this order.
    public static func places(_ environment: [String: String]) -> [String] {
        var folders: [String] = []
        // The XDG base directory specification has relative paths ignored.
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            folders.append(folder)
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            folders.append("\(home)/.config")
        }
        return (folders + ["/etc"]).map { "\($0)/haomiao/metro.yaml" }
    }
}
