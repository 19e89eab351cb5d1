extension KnownObjects {
    /// The MIB's name of an object that Haomiao asks for, without index; dotted for others.
    public static func label(_ name: OID) -> String {
        if let scalar = scalars[name] { return scalar }
        for column in columns where name == column.name || name.hasPrefix(column.name) { return column.label }
        return name.description
    }

    private static let scalars: [OID: String] = [
        systemDescription: "sysDescr", systemObject: "sysObjectID", systemUpTime: "sysUpTime",
        systemUpTimeColumn: "sysUpTime", systemName: "sysName", engine: "snmpEngineID", engineBoots: "snmpEngineBoots",
        interfaceTableLastChange: "ifTableLastChange", interfaceCount: "ifNumber",
    ]

    private static let columns: [ColumnWalk.Column] =
        InterfaceColumn.allCases.map(\.column) + SensorColumn.allCases.map(\.column)
}
