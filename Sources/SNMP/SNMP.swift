// Module SNMP.
