/// The Map screen's own words. Terms follow `indicators.md` §9.
enum MapWord: Vocabulary {
    case map, schematic, latency, utilization, centres, points, links, unplaced, zoomed
    case centre, covered, notCovered, crossConnect, noCrossConnect, within, near, busy, over, down, unknown, noProbe,
        notRead, share
    case circle, coverage, goal, insufficient, coveredPoints, unknownPoints, uncoveredPoints
    case reach, fitOf, paths, noReach, worstPairs, worstPaths, noPairs, open, nothingOpen
    case lastHour, limit, floor, excess, loss, samples, load, pairMatrix, rowToColumn, more, noSites, noSitesHint

    var text: Bilingual {
        switch self {
        case .map: Bilingual("地图", "map")
        case .schematic: Bilingual("示意图：多数站点缺坐标", "schematic: most sites lack coordinates")
        case .latency: Bilingual("时延", "latency")
        case .utilization: Bilingual("利用率", "utilization")
        case .centres: Bilingual("个中心", "centres")
        case .points: Bilingual("个点", "points")
        case .links: Bilingual("条链路", "links")
        case .unplaced: Bilingual("个无坐标", "without coordinates")
        case .zoomed: Bilingual("已放大", "zoomed")
        case .centre: Bilingual("算力中心", "centre")
        case .covered: Bilingual("已覆盖", "covered")
        case .notCovered: Bilingual("未覆盖", "not covered")
        case .crossConnect: Bilingual("有全光交叉", "OXC")
        case .noCrossConnect: Bilingual("无", "no OXC")
        case .within: Bilingual("正常", "ok")
        case .near: Bilingual("接近", "near")
        case .busy: Bilingual("繁忙", "busy")
        case .over: Bilingual("越限", "over")
        case .down: Bilingual("中断", "down")
        case .unknown: Bilingual("未知", "unknown")
        case .noProbe: Bilingual("无探测", "no probe")
        case .notRead: Bilingual("未采集", "not read")
        case .share: Bilingual("0…100 %", "0…100 %")
        case .circle: Bilingual("时延圈", "latency circle")
        case .coverage: Bilingual("K2 覆盖率", "K2 coverage")
        case .goal: Bilingual("目标", "goal")
        case .insufficient: Bilingual("数据不足", "insufficient data")
        case .coveredPoints: Bilingual("覆盖", "covered")
        case .unknownPoints: Bilingual("未知", "unknown")
        case .uncoveredPoints: Bilingual("未覆盖", "not")
        case .reach: Bilingual("半径", "reach")
        case .fitOf: Bilingual("拟合自", "fitted to")
        case .paths: Bilingual("条路径", "paths")
        case .noReach: Bilingual("半径未知：需 3 条实测 IP 路径", "reach unknown: needs 3 IP paths")
        case .worstPairs: Bilingual("最差中心对 p99 ms", "worst pairs, p99 ms")
        case .worstPaths: Bilingual("最差路径 p99 ms", "worst paths, p99 ms")
        case .noPairs: Bilingual("清单中没有路径：在 paths: 下添加", "no path in the inventory: add one under paths:")
        case .open: Bilingual("未恢复", "open")
        case .nothingOpen: Bilingual("没有未恢复的事件", "nothing is open")
        case .lastHour: Bilingual("60 分钟", "60 min")
        case .limit: Bilingual("限值", "limit")
        case .floor: Bilingual("下限", "floor")
        case .excess: Bilingual("超出", "excess")
        case .loss: Bilingual("丢包", "loss")
        case .samples: Bilingual("n", "n")
        case .load: Bilingual("利用率", "util")
        case .pairMatrix: Bilingual("中心互连 p99 ms", "centre pairs, p99 ms")
        case .rowToColumn: Bilingual("行 → 列", "row → column")
        case .more: Bilingual("更多", "more")
        case .noSites: Bilingual("清单里没有站点", "the inventory holds no site")
        case .noSitesHint:
            Bilingual("在配置的 sites: 下添加，再运行 haomiao check", "add some under sites:, then run haomiao check")
        }
    }
}
