extension Field {
    func collectorSettings(in folder: String) -> CollectorSettings? {
        guard let section = section(["snmp", "stamp", "gnmi", "traps", "simulator", "ring_capacity", "memory_mib"])
        else {
            return nil
        }
        var settings = CollectorSettings()
        if let simulator = section["simulator"]?.section(["enabled"]) {
            settings.isSimulatorEnabled = simulator["enabled"]?.boolean() ?? false
        }
        let isMeasured = !settings.isSimulatorEnabled
        settings.snmp.isEnabled = isMeasured
        settings.stamp.isEnabled = isMeasured
        settings.gnmi.isEnabled = isMeasured
        if let snmp = section["snmp"]?.section(["enabled"] + Section.snmpKeys) {
            settings.snmp = snmp.snmpDefaults(settings.snmp, folder: folder)
            settings.snmp.isEnabled = snmp.isEnabled(default: isMeasured)
        }
        if let stamp = section["stamp"]?.section(["enabled", "interval", "ptp_asymmetry"]) {
            settings.stamp.isEnabled = stamp.isEnabled(default: isMeasured)
            if let interval = stamp["interval"]?.milliseconds(ProbeList.intervals) {
                settings.stamp.intervalMilliseconds = interval
            }
            if let asymmetry = stamp["ptp_asymmetry"]?.duration(0...Nanoseconds.second) {
                settings.stamp.ptpAsymmetryNanoseconds = asymmetry
            }
        }
        if let gnmi = section["gnmi"]?.section(["enabled"] + Section.gnmiKeys) {
            settings.gnmi = gnmi.gnmiDefaults(settings.gnmi, folder: folder)
            settings.gnmi.isEnabled = gnmi.isEnabled(default: isMeasured)
        }
        if let traps = section["traps"]?.section(["enabled", "listen", "community", "users", "forwarders"]) {
            settings.traps = traps.trapSettings(in: folder)
            settings.traps.isEnabled = traps.isEnabled(default: isMeasured)
        }
        if let field = section["ring_capacity"], let capacity = field.integer(1_024...16_777_216) {
            if capacity & (capacity - 1) != 0 { field.refuse(expected: "a power of two from 1024 to 16777216") }
            settings.ringCapacity = capacity
        }
        if let mebibytes = section["memory_mib"]?.integer(64...65_536) { settings.memoryMebibytes = mebibytes }
        return settings
    }
}

extension Section {
    fileprivate func trapSettings(in folder: String) -> CollectorSettings.Traps {
        var result = CollectorSettings.Traps()
        if let (host, port) = self["listen"]?.listenAddress() { (result.host, result.port) = (host, port) }
        result.community = self["community"]?.secretReference(
            in: folder, otherwise: "leave the key out where devices send what they are polled with")
        result.users = (self["users"]?.items(of: "SNMPv3 users") ?? []).compactMap { field in
            guard let user = field.snmpUser(in: folder) else { return nil }
            if user.authentication == nil {
                field.refuse(
                    "a user without authentication", expected: "authentication",
                    suggestion: "a trap changes states, so it has to prove where it comes from")
            }
            return user
        }
        result.forwarders = (self["forwarders"]?.items(of: "addresses or host names") ?? []).compactMap { $0.host() }
        return result
    }

    fileprivate func isEnabled(default isMeasured: Bool) -> Bool {
        guard let field = self["enabled"], let isEnabled = field.boolean() else { return isMeasured }
        if isEnabled, !isMeasured {
            field.refuse(
                expected: "false while collectors.simulator is enabled",
                suggestion: "simulated and measured samples never meet")
        }
        return isEnabled
    }
}
