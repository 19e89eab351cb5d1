import Metro

extension DemoMetro {
    /// What happens in the demo: something within the hour before the screen opens, something mild every few minutes
    /// afterwards, the same for equal seeds.
    ///
    /// No fault of the script turns an indicator's verdict: it moves paths that have room.
    /// - Parameter hours: for how long after the start the script goes on; the hour before it comes on top.
    public static func script(seed: UInt64 = DemoMetro.seed, hours: Int = 48) -> [ScriptedFault] {
        (-1..<max(0, hours)).flatMap { hour in act(hour: hour, seed: seed) }
    }

    /// Links of the core with a way around them that stays far below every limit.
    private static let cuttable: [LinkID] = ["longhua-buji", "buji-luohu", "qianhai-airport", "nanshan-longhua"]
    /// Links whose queues can grow without taking a covered point out of the circle.
    private static let crowded: [LinkID] = [
        "luohu-yantian", "bantian-longhua", "fuyong-airport", "kejiyuan-nanshan", "buji-longgang", "huaqiangbei-futian",
        "qianhai-airport",
    ]
    private static let silent: [DeviceID] = [
        "ar-shekou", "ar-gongming", "ar-henggang", "ar-meilin", "ar-songgang", "ar-liantang",
    ]

    /// One hour: a congestion that is under way when the screen opens and three more, a cut, a silent device, a clock
    /// that steps. Clocks step at the small centre, whose paths prove nothing.
    private static func act(hour: Int, seed: UInt64) -> [ScriptedFault] {
        let start = Double(hour) * 3_600
        let key = SplitMix.key(seed, "script \(hour)")
        func pick<Subject>(_ subjects: [Subject], _ slot: UInt64) -> Subject {
            subjects[Int(SplitMix.bits(key, slot) % UInt64(subjects.count))]
        }
        let cut = hour == -1 ? cuttable[0] : pick(cuttable, 0)
        let crowd = hour == -1 ? crowded[0] : pick(crowded, 1)
        return [
            ScriptedFault(
                .congestion(pick(crowded, 2), utilization: 0.94), startSeconds: start + 240, durationSeconds: 200),
            ScriptedFault(.clockStep("dc6", nanoseconds: 650_000), startSeconds: start + 760, durationSeconds: 150),
            ScriptedFault(
                .congestion(pick(crowded, 3), utilization: 0.92), startSeconds: start + 1_200, durationSeconds: 260),
            ScriptedFault(.deviceDown(pick(silent, 4)), startSeconds: start + 1_620, durationSeconds: 100),
            ScriptedFault(.cut(cut), startSeconds: start + 3_600 - 1_260, durationSeconds: 390),
            ScriptedFault(
                .congestion(pick(crowded, 5), utilization: 0.93), startSeconds: start + 2_760, durationSeconds: 180),
            ScriptedFault(.congestion(crowd, utilization: 0.96), startSeconds: start + 3_420, durationSeconds: 330),
        ]
    }
}
