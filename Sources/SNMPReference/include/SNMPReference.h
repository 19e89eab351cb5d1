// What the bench measures the decoding of SNMP beside: net-snmp's own library (Debian: libsnmp40, which comes with the
// package snmp). It is opened at run time, so that nothing of it is needed to build.
#ifndef SNMP_REFERENCE_H
#define SNMP_REFERENCE_H

#include <stddef.h>
#include <stdint.h>

/// 0 where the library is not there. The other functions come after a successful one.
int snmp_reference_open(void);
/// Decodes a response PDU and writes what was found as a PDU again; returns its octets, 0 where that fails.
size_t snmp_reference_echo(const uint8_t *pdu, size_t length, uint8_t *written, size_t capacity);
/// Decodes a response PDU again and again; 0 where that fails.
int snmp_reference_decode(const uint8_t *pdu, size_t length, int times);

#endif
