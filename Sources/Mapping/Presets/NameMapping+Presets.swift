import Metro

extension NameMapping {
    /// What is built in: `openconfig`, `if-mib-telegraf`, `if-mib-snmp-exporter` …
    public static let presets: [NameMapping] = []
}
