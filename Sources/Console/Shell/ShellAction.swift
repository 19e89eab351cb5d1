import Metro

/// What the keys of the shell do, wherever the operator is.
public enum ShellAction: Hashable, Sendable {
    case show(ScreenID)
    case filter, help, language, theme, pause, utilization, mouse, redraw, suspend, back
    /// Goes one step back inside Detail, ends the program elsewhere.
    case leave
    case quit

    var isScreen: Bool {
        if case .show = self { true } else { false }
    }

    /// The keys in force. They come before those of a screen; no screen may bind them but Esc (a test holds them to it).
    public static let bindings: [Binding<ShellAction>] =
        ScreenID.allCases.map {
            Binding([.character($0.digit)], .show($0), $0.title.chinese, $0.title.english)
        } + [
            shell(.filter, [.character("/")], .filter, hint: true),
            shell(.utilization, [.character("u")], .utilization),
            shell(.help, [.character("?")], .help, hint: true),
            shell(.back, [.escape], .back),
            shell(.leave, [.character("q")], .quit, hint: true),
            shell(.pause, [.character("p")], .pause),
            shell(.language, [.character("L")], .language),
            shell(.theme, [.character("t")], .theme),
            shell(.mouse, [.character("m")], .mouse),
            shell(.redraw, [.control("l")], .redraw),
            shell(.suspend, [.control("z")], .suspend),
            shell(.quit, [.character("Q"), .control("c")], .quit),
        ]

    private static func shell(_ action: ShellAction, _ keys: [Key], _ word: ShellWord, hint: Bool = false)
        -> Binding<ShellAction>
    {
        Binding(keys, action, word.text.chinese, word.text.english, hint: hint)
    }
}

/// What the terminal side has to do after an event.
public enum AppDirective: Hashable, Sendable {
    /// Nothing changed on the screen.
    case none
    /// Draw a frame; its difference to the last one is enough.
    case redraw
    /// Draw a frame and send all of it (`^L`).
    case fullRepaint
    /// Leave the terminal as it was found and stop the process (`^Z`); repaint when it goes on.
    case suspend
    case quit
}
