import Metro
import Objectives

extension EventCondition {
    /// A target that fails; `nil` while it is well or has not been asked yet.
    init?(_ target: TargetPicture) {
        guard target.state == .failing || target.state == .backingOff else { return nil }
        self.init(subject: .target(target.id), kind: .targetLost, severity: .warning)
    }
}
