import CNCurses
import Console

extension Key {
    /// The key that ncurses read; `nil` for what has no meaning here.
    init?(_ key: hm_key) {
        switch Int(key.kind) {
        case HM_KEY_SCALAR: self.init(scalar: key.value)
        case HM_KEY_CODE: self.init(code: Int(key.value))
        case HM_KEY_MOUSE: self.init(mouse: Int(key.value), x: Int(key.x), y: Int(key.y))
        default: return nil
        }
    }

    private init?(scalar value: UInt32) {
        switch value {
        case 9: self = .tab
        case 10, 13: self = .enter
        case 27: self = .escape
        case 8, 127: self = .backspace
        case 1...26: self = .control(Character(Unicode.Scalar(UInt8(value) + 0x60)))
        default:
            guard let scalar = Unicode.Scalar(value), value >= 32 else { return nil }
            self = .character(Character(scalar))
        }
    }

    private init?(code: Int) {
        switch code {
        case HM_UP: self = .up
        case HM_DOWN: self = .down
        case HM_LEFT: self = .left
        case HM_RIGHT: self = .right
        case HM_HOME: self = .home
        case HM_END: self = .end
        case HM_PAGE_UP: self = .pageUp
        case HM_PAGE_DOWN: self = .pageDown
        case HM_INSERT: self = .insert
        case HM_DELETE: self = .delete
        case HM_BACKSPACE: self = .backspace
        case HM_BACK_TAB: self = .backTab
        case HM_ENTER: self = .enter
        case (HM_FUNCTION + 1)...(HM_FUNCTION + 24):
            self = .function(code - HM_FUNCTION)
        default: return nil
        }
    }

    private init?(mouse value: Int, x: Int, y: Int) {
        let kind: MouseEvent.Kind
        switch value {
        case HM_MOUSE_PRESS: kind = .press
        case HM_MOUSE_DOUBLE: kind = .doublePress
        case HM_MOUSE_WHEEL_UP: kind = .wheelUp
        case HM_MOUSE_WHEEL_DOWN: kind = .wheelDown
        default: return nil
        }
        self = .mouse(MouseEvent(kind: kind, x: x, y: y))
    }
}
