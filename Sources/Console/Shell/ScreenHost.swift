import Metro

/// A key of a screen as help and footer show it.
struct BindingLine: Hashable, Sendable {
    var keys: [Key]
    var label: LocalizedName
    var isHint: Bool

    init(keys: [Key], label: LocalizedName, isHint: Bool) {
        self.keys = keys
        self.label = label
        self.isHint = isHint
    }
    init<Action: Sendable>(_ binding: Binding<Action>) {
        self.init(keys: binding.keys, label: binding.label, isHint: binding.isHint)
    }
}

/// A screen together with its state, whatever its type: what the shell holds, copies for the way back, and drives.
protocol HostedScreen: Sendable {
    var isFilterable: Bool { get }
    var bindingLines: [BindingLine] { get }
    /// `nil`: the key means nothing here.
    mutating func handle(_ key: Key, _ snapshot: MetroSnapshot) -> ScreenEffect?
    mutating func handle(_ event: MouseEvent, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect)
        -> ScreenEffect?
    mutating func settle(_ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect)
    func render(_ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, area: Rect)
    func crumb(_ snapshot: MetroSnapshot, _ language: Language) -> String?
}

struct ScreenHost<S: Screen>: HostedScreen {
    var state: S.State

    var isFilterable: Bool { S.isFilterable }
    var bindingLines: [BindingLine] { S.bindings.map { BindingLine($0) } }

    mutating func handle(_ key: Key, _ snapshot: MetroSnapshot) -> ScreenEffect? {
        S.bindings.first { $0.keys.contains(key) }.map { S.update(&state, $0.action, snapshot) }
    }

    mutating func handle(_ event: MouseEvent, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect)
        -> ScreenEffect?
    {
        S.action(event, state, snapshot, context, area: area).map { S.update(&state, $0, snapshot) }
    }

    mutating func settle(_ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect) {
        S.settle(&state, snapshot, context, area: area)
    }

    func render(_ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, area: Rect) {
        frame.withClip(area) { S.render(state, snapshot, context, into: &$0, area: area) }
    }

    func crumb(_ snapshot: MetroSnapshot, _ language: Language) -> String? { S.crumb(state, snapshot, language) }
}
