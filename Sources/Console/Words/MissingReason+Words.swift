import Metro

extension MissingReason {
    /// Fits a table cell: at most 13 columns.
    public var brief: Bilingual {
        switch self {
        case .notMeasured: Bilingual("未测量", "not measured")
        case .awaitingFirstAnswer: Bilingual("待首次应答", "no answer yet")
        case .awaitingSecondReading: Bilingual("待第二读数", "first reading")
        case .stale: Bilingual("过时", "stale")
        case .noAnswer: Bilingual("无应答", "no answer")
        case .refused: Bilingual("被拒绝", "refused")
        case .interfaceNotFound: Bilingual("无此接口", "no interface")
        case .columnAbsent: Bilingual("无此列", "no column")
        case .agentRestarted: Bilingual("设备重启", "restarted")
        case .counterDiscontinuity: Bilingual("计数中断", "discontinuity")
        case .counterFell: Bilingual("计数回退", "counter fell")
        case .speedUnknown: Bilingual("速率未知", "speed unknown")
        case .speedChanged: Bilingual("速率已变", "speed changed")
        case .intervalOutOfRange: Bilingual("间隔异常", "odd interval")
        case .rateAboveCapacity: Bilingual("超出容量", "over capacity")
        case .counter32TooFast: Bilingual("32位计数过快", "32-bit wraps")
        case .agentClockStopped: Bilingual("设备时钟停", "clock stopped")
        case .noLight: Bilingual("无光", "no light")
        case .sensorFailed: Bilingual("传感器故障", "sensor failed")
        case .implausible: Bilingual("读数不可信", "implausible")
        case .tooFewSamples: Bilingual("样本不足", "few samples")
        case .incomplete: Bilingual("数据不足", "incomplete")
        case .windowNotCovered: Bilingual("窗口未满", "window short")
        case .clockUnsynchronised: Bilingual("时钟未同步", "no clock sync")
        case .clockFault: Bilingual("时钟故障", "clock fault")
        case .allLost: Bilingual("全部丢失", "all lost")
        case .lostOverPercentile: Bilingual("丢包过多", "too much loss")
        case .collectorOutage: Bilingual("采集中断", "outage")
        case .classUnknown: Bilingual("等级未知", "class unknown")
        case .nothingToJudge: Bilingual("无可评估", "nothing there")
        case .straddlesLimit: Bilingual("跨越限值", "straddles")
        case .higherLayerOnly: Bilingual("仅高层数据", "higher layer")
        }
    }

    /// A sentence: what is missing, and the next step where there is one.
    public var sentence: Bilingual {
        switch self {
        case .notMeasured:
            Bilingual("没有采集器测量此项", "no collector measures it")
        case .awaitingFirstAnswer:
            Bilingual("尚未收到首次应答", "the first answer has not come yet")
        case .awaitingSecondReading:
            Bilingual("速率需要两次读数，等待第二次", "a rate needs two readings; waiting for the second")
        case .stale:
            Bilingual("数值已超过两个周期", "older than two periods")
        case .noAnswer:
            Bilingual(
                "目标无应答：不可达，或团体名、密钥、白名单不符（对端以沉默回应）",
                "the target does not answer: unreachable, or a wrong community, key or allow-list, met with silence")
        case .refused:
            Bilingual("目标拒绝请求：检查访问权限", "the target refuses: check its access rules")
        case .interfaceNotFound:
            Bilingual("设备应答但没有该名称的接口：检查清单", "the device has no interface of that name: check the inventory")
        case .columnAbsent:
            Bilingual("代理缺少此 MIB 列", "the agent lacks this MIB column")
        case .agentRestarted:
            Bilingual("代理已重启，计数重新开始", "the agent restarted; counters begin anew")
        case .counterDiscontinuity:
            Bilingual("代理报告计数不连续", "the agent reports a counter discontinuity")
        case .counterFell:
            Bilingual("64 位计数回退，此间隔不计", "a 64-bit counter fell; this interval does not count")
        case .speedUnknown:
            Bilingual("ifHighSpeed 为 0 或缺失，无法计算利用率", "ifHighSpeed is 0 or absent, so there is no utilization")
        case .speedChanged:
            Bilingual("接口速率刚刚改变", "the interface's speed has just changed")
        case .intervalOutOfRange:
            Bilingual("两次读数间隔超出周期的 0.5–2 倍", "readings are less than 0.5 or more than 2 periods apart")
        case .rateAboveCapacity:
            Bilingual("速率高于容量 105 %：读数或速率有误", "the rate is over 105 % of capacity: a reading or the speed is wrong")
        case .counter32TooFast:
            Bilingual("32 位计数在两次读数间可能翻转", "a 32-bit counter can wrap between two readings")
        case .agentClockStopped:
            Bilingual("设备时钟停滞（sysUpTime 不前进）", "the agent's clock stands still (sysUpTime does not advance)")
        case .noLight:
            Bilingual("没有光：检查光纤、对端激光器", "no light: check the fibre and the far end's laser")
        case .sensorFailed:
            Bilingual("设备报告该传感器不可用", "the device says that this sensor does not work")
        case .implausible:
            Bilingual("传感器读数超出可能范围，不予采用", "the sensor's figure is outside the possible range: left out")
        case .tooFewSamples:
            Bilingual("窗口内样本不足以得出该百分位", "the window holds too few samples for this percentile")
        case .incomplete:
            Bilingual("数据不足：完整度低于 95 %", "insufficient data: completeness is under 95 %")
        case .windowNotCovered:
            Bilingual("统计窗口尚未覆盖", "the window is not covered yet")
        case .clockUnsynchronised:
            Bilingual("时钟未同步：不作单向判定", "clock not synchronised: no one-way verdict")
        case .clockFault:
            Bilingual("时延低于物理下限：时钟或清单有误", "delay below the physical floor: clock or inventory is wrong")
        case .allLost:
            Bilingual("窗口内的探测全部丢失", "every probe of the window was lost")
        case .lostOverPercentile:
            Bilingual("丢包过多：该分位落在丢失的探测上", "so many were lost that the percentile falls on a lost probe")
        case .collectorOutage:
            Bilingual("采集器自身中断，不计为丢包", "the collector itself was out; this is not loss")
        case .classUnknown:
            Bilingual("清单未说明等级：补充 class 或机架数", "the inventory does not state the class: add class or racks")
        case .nothingToJudge:
            Bilingual("没有可评估的对象", "there is nothing to judge")
        case .straddlesLimit:
            Bilingual(
                "误差区间跨越限值：需要更多样本或更准的时钟",
                "the interval straddles the limit: more samples or a better clock would decide")
        case .higherLayerOnly:
            Bilingual("仅有高层测量且超限，不能证明本层", "measured only at a higher layer, and over the limit there")
        }
    }
}
