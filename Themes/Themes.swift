/// The built-in themes, embedded so that the program runs when copied alone.
public enum BuiltInThemes {
    /// Names in the order in which `t` walks through them.
    public static let names = ["dark", "mono"]

    /// The YAML text of a built-in theme, UTF-8; `nil` for an unknown name.
    public static func yaml(_ name: String) -> String? {
        switch name {
        case "dark": String(decoding: PackageResources.dark_yaml, as: UTF8.self)
        case "mono": String(decoding: PackageResources.mono_yaml, as: UTF8.self)
        default: nil
        }
    }
}
