/// The columns that sensors are read from.
enum SensorColumn: Int, CaseIterable, Sendable {
    /// ENTITY-SENSOR-MIB entPhySensorEntry (RFC 3433), by entPhysicalIndex.
    case sensorType, sensorScale, sensorPrecision, sensorValue, sensorStatus, sensorUnits
    /// HOST-RESOURCES-MIB hrProcessorEntry (RFC 2790): percent of the last minute.
    case processorLoad
    /// HUAWEI-ENTITY-EXTENT-MIB hwOpticalModuleInfoEntry, by entPhysicalIndex: 0.01 dBm, °C.
    case huaweiReceived, huaweiTransmitted, huaweiTemperature
    /// HH3C-TRANSCEIVER-INFO-MIB hh3cTransceiverInfoEntry, by ifIndex: 0.01 dBm, °C.
    case h3cReceived, h3cTransmitted, h3cTemperature
    /// JUNIPER-DOM-MIB jnxDomCurrentEntry, by ifIndex: 0.01 dBm, °C.
    case juniperReceived, juniperTransmitted, juniperTemperature
    /// ENTITY-MIB entPhysicalEntry and entAliasMappingEntry (RFC 6933).
    case physicalDescription, physicalContainer, physicalClass, physicalName, aliasMapping

    static let readings: [SensorColumn] = allCases.filter { !entities.contains($0) }
    static let entities: [SensorColumn] = [
        .physicalDescription, .physicalContainer, .physicalClass, .physicalName, .aliasMapping,
    ]

    var column: ColumnWalk.Column { ColumnWalk.Column(label: label, name: name) }

    private var label: String {
        switch self {
        case .sensorType: "entPhySensorType"
        case .sensorScale: "entPhySensorScale"
        case .sensorPrecision: "entPhySensorPrecision"
        case .sensorValue: "entPhySensorValue"
        case .sensorStatus: "entPhySensorOperStatus"
        case .sensorUnits: "entPhySensorUnitsDisplay"
        case .processorLoad: "hrProcessorLoad"
        case .huaweiReceived: "hwEntityOpticalRxPower"
        case .huaweiTransmitted: "hwEntityOpticalTxPower"
        case .huaweiTemperature: "hwEntityOpticalTemperature"
        case .h3cReceived: "hh3cTransceiverCurRXPower"
        case .h3cTransmitted: "hh3cTransceiverCurTXPower"
        case .h3cTemperature: "hh3cTransceiverTemperature"
        case .juniperReceived: "jnxDomCurrentRxLaserPower"
        case .juniperTransmitted: "jnxDomCurrentTxLaserOutputPower"
        case .juniperTemperature: "jnxDomCurrentModuleTemperature"
        case .physicalDescription: "entPhysicalDescr"
        case .physicalContainer: "entPhysicalContainedIn"
        case .physicalClass: "entPhysicalClass"
        case .physicalName: "entPhysicalName"
        case .aliasMapping: "entAliasMappingIdentifier"
        }
    }

    private var name: OID {
        let sensor: OID = [1, 3, 6, 1, 2, 1, 99, 1, 1, 1]
        let physical: OID = [1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1]
        let huawei: OID = [1, 3, 6, 1, 4, 1, 2011, 5, 25, 31, 1, 1, 3, 1]
        let h3c: OID = [1, 3, 6, 1, 4, 1, 25506, 2, 70, 1, 1, 1]
        let juniper: OID = [1, 3, 6, 1, 4, 1, 2636, 3, 60, 1, 1, 1, 1]
        return switch self {
        case .sensorType: sensor.appending(1)
        case .sensorScale: sensor.appending(2)
        case .sensorPrecision: sensor.appending(3)
        case .sensorValue: sensor.appending(4)
        case .sensorStatus: sensor.appending(5)
        case .sensorUnits: sensor.appending(6)
        case .processorLoad: [1, 3, 6, 1, 2, 1, 25, 3, 3, 1, 2]
        case .huaweiReceived: huawei.appending(8)
        case .huaweiTransmitted: huawei.appending(9)
        case .huaweiTemperature: huawei.appending(5)
        case .h3cReceived: h3c.appending(12)
        case .h3cTransmitted: h3c.appending(9)
        case .h3cTemperature: h3c.appending(15)
        case .juniperReceived: juniper.appending(5)
        case .juniperTransmitted: juniper.appending(7)
        case .juniperTemperature: juniper.appending(8)
        case .physicalDescription: physical.appending(2)
        case .physicalContainer: physical.appending(4)
        case .physicalClass: physical.appending(5)
        case .physicalName: physical.appending(7)
        case .aliasMapping: [1, 3, 6, 1, 2, 1, 47, 1, 3, 2, 1, 2]
        }
    }
}
