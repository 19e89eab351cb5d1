/// The Map screen's own words. Terms follow `indicators.md` §9.
enum MapWord {
    static let map = Bilingual("地图", "map")
    static let schematic = Bilingual("示意图（多数站点缺坐标）", "schematic: most sites lack coordinates")
    static let latency = Bilingual("时延", "latency")
    static let utilization = Bilingual("利用率", "utilization")
    static let centres = Bilingual("中心", "centres")
    static let points = Bilingual("点", "points")
    static let links = Bilingual("链路", "links")
    static let unplaced = Bilingual("无坐标", "without coordinates")
    static let outside = Bilingual("在图外", "off the map")
    static let zoomed = Bilingual("已放大", "zoomed")

    static let centre = Bilingual("算力中心", "centre")
    static let covered = Bilingual("已覆盖", "covered")
    static let notCovered = Bilingual("未覆盖", "not covered")
    static let unknown = Bilingual("未知", "unknown")
    static let crossConnect = Bilingual("全光交叉", "OXC")
    static let noCrossConnect = Bilingual("无全光交叉", "no OXC")
    static let over = Bilingual("超限", "over limit")
    static let near = Bilingual("临近", "near")
    static let down = Bilingual("中断", "down")
    static let withinLimit = Bilingual("正常", "ok")
    static let noProbe = Bilingual("无探测", "no probe")
    static let circle = Bilingual("时延圈", "circle")
    static let busy = Bilingual("繁忙", "busy")

    static let latencyCircle = Bilingual("时延圈", "latency circle")
    static let coverage = Bilingual("K2 覆盖率", "K2 coverage")
    static let goal = Bilingual("目标", "goal")
    static let met = Bilingual("达标", "met")
    static let missed = Bilingual("未达标", "missed")
    static let noCoverage = Bilingual("K2 数据不足", "K2: insufficient data")
    static let of = Bilingual("/", "of")
    static let reach = Bilingual("可达半径", "reach")
    static let fittedTo = Bilingual("拟合路径", "fit over paths:")
    static let beyondMap = Bilingual("超出本图", "beyond the map")
    static let noReach = Bilingual("可达半径未知：测得路径不足 3 条", "reach unknown: needs 3 measured paths")

    static let worstPairs = Bilingual("最差中心对 p99 →/← ms", "worst pairs p99 →/← ms")
    static let worstPaths = Bilingual("最差路径 p99 →/← ms", "worst paths p99 →/← ms")
    static let noPairs = Bilingual("清单中没有路径；在 paths: 下添加", "no path in the inventory; add one under paths:")
    static let open = Bilingual("未恢复", "open")
    static let nothingOpen = Bilingual("没有未恢复的事件", "nothing is open")
    static let ip = Bilingual("IP", "IP")
    static let optical = Bilingual("光", "OPT")
    static let lastHour = Bilingual("60 分钟", "60 min")
    static let limit = Bilingual("限", "limit")
    static let floor = Bilingual("下限", "floor")
    static let excess = Bilingual("超出", "excess")
    static let loss = Bilingual("丢包", "loss")
    static let link = Bilingual("链路", "util")
    static let nothing = Bilingual("清单里没有站点", "the inventory holds no site")
    static let nothingHint = Bilingual(
        "在配置的 sites: 下添加，用 haomiao check 检查", "add some under sites: and run haomiao check")

    static func event(_ kind: EventWordKind) -> Bilingual {
        switch kind {
        case .over: Bilingual("超限", "over limit")
        case .near: Bilingual("临近上限", "near limit")
        case .linkDown: Bilingual("链路中断", "link down")
        case .targetLost: Bilingual("无应答", "no answer")
        case .clockFault: Bilingual("时钟故障", "clock fault")
        case .loss: Bilingual("丢包高", "loss")
        case .unknown: Bilingual("无法判定", "unknown")
        }
    }
    enum EventWordKind { case over, near, linkDown, targetLost, clockFault, loss, unknown }
}
