import Metro

extension Severity {
    public var word: Bilingual {
        switch self {
        case .ok: Bilingual("正常", "ok")
        case .warning: Bilingual("告警", "warning")
        case .breach: Bilingual("越限", "breach")
        case .unknown: Bilingual("未知", "unknown")
        case .stale: Bilingual("过时", "stale")
        case .maintenance: Bilingual("维护", "maint")
        }
    }
}

extension Verdict {
    public var word: Bilingual {
        switch self {
        case .met: Bilingual("达标", "met")
        case .missed: Bilingual("未达标", "missed")
        case .unknown: Bilingual("未知", "unknown")
        }
    }
}

extension NetworkLayer {
    public var word: Bilingual {
        switch self {
        case .optical: Bilingual("光层", "optical")
        case .ip: Bilingual("IP层", "IP")
        }
    }
    /// At most three columns.
    public var brief: Bilingual {
        switch self {
        case .optical: Bilingual("光", "OPT")
        case .ip: Bilingual("IP", "IP")
        }
    }
}

extension DelayMethod {
    public var word: Bilingual {
        switch self {
        case .stamp: Bilingual("STAMP", "STAMP")
        case .odukDelay: Bilingual("ODUk时延", "ODUk")
        case .roundTrip: Bilingual("往返时延（估计）", "round trip (estimate)")
        case .simulator: Bilingual("模拟", "simulated")
        }
    }
}

extension OperationalStatus {
    /// IF-MIB's words stand in both languages where operators use them as they are.
    public var localized: Bilingual {
        switch self {
        case .up: Bilingual("up", "up")
        case .down: Bilingual("down", "down")
        case .testing: Bilingual("测试", "testing")
        case .unknown: Bilingual("未知", "unknown")
        case .dormant: Bilingual("休眠", "dormant")
        case .notPresent: Bilingual("不存在", "notPresent")
        case .lowerLayerDown: Bilingual("下层断", "lowerLayerDown")
        }
    }
}

extension Indicator {
    /// The name without its number.
    public var word: Bilingual {
        switch self {
        case .interconnection: Bilingual("毫秒互连", "interconnection")
        case .circleCoverage: Bilingual("时延圈覆盖率", "1 ms circle")
        case .exits400G: Bilingual("出口400G部署率", "400G exits")
        case .allOpticalCrossConnect: Bilingual("全光交叉部署率", "OXC sites")
        case .reach: Bilingual("毫秒可达", "reach")
        }
    }

    /// What one member of it is.
    public var memberWord: Bilingual {
        switch self {
        case .interconnection: Bilingual("中心对", "pairs")
        case .circleCoverage: Bilingual("接入点", "points")
        case .exits400G: Bilingual("中心", "centres")
        case .allOpticalCrossConnect: Bilingual("站点", "sites")
        case .reach: Bilingual("终端行", "rows")
        }
    }
}

extension TargetPicture.State {
    public var word: Bilingual {
        switch self {
        case .starting: Bilingual("启动中", "starting")
        case .healthy: Bilingual("正常", "healthy")
        case .failing: Bilingual("失败", "failing")
        case .backingOff: Bilingual("退避", "backing off")
        case .stopped: Bilingual("已停止", "stopped")
        }
    }

    public var severity: Severity {
        switch self {
        case .healthy: .ok
        case .starting, .stopped: .stale
        case .failing: .breach
        case .backingOff: .warning
        }
    }
}

extension MetroEvent.Kind {
    public var word: Bilingual {
        switch self {
        case .limitBreached: Bilingual("时延越限", "over the limit")
        case .nearLimit: Bilingual("接近限值", "near the limit")
        case .overLimitUnproven: Bilingual("疑似越限", "over the limit, unproven")
        case .linkDown: Bilingual("链路中断", "link down")
        case .targetLost: Bilingual("目标失联", "target lost")
        case .clockFault: Bilingual("时钟故障", "clock fault")
        case .lossHigh: Bilingual("高丢包", "high loss")
        case .rerouted: Bilingual("改道", "reroute")
        case .unknown: Bilingual("未知", "unknown")
        }
    }
}
