#include "SNMPReference.h"

#include <dlfcn.h>

enum { response = 0xA2 };

// As net-snmp 5.9 declares them in net-snmp/library/snmp_api.h, a netsnmp_pdu being only passed on.
static void *(*create)(int type);
static int (*parse)(void *pdu, unsigned char *data, size_t *length);
static unsigned char *(*build)(void *pdu, unsigned char *data, size_t *capacity);
static void (*release)(void *pdu);

int snmp_reference_open(void) {
    void *library = dlopen("libnetsnmp.so.40", RTLD_NOW | RTLD_LOCAL);
    if (!library) return 0;
    create = (void *(*)(int))dlsym(library, "snmp_pdu_create");
    parse = (int (*)(void *, unsigned char *, size_t *))dlsym(library, "snmp_pdu_parse");
    build = (unsigned char *(*)(void *, unsigned char *, size_t *))dlsym(library, "snmp_pdu_build");
    release = (void (*)(void *))dlsym(library, "snmp_free_pdu");
    return create && parse && build && release;
}

/// `bytes` are only read.
static void *parsed(const uint8_t *bytes, size_t length) {
    void *pdu = create(response);
    if (!pdu) return 0;
    if (parse(pdu, (unsigned char *)bytes, &length) == 0) return pdu;
    release(pdu);
    return 0;
}

size_t snmp_reference_echo(const uint8_t *bytes, size_t length, uint8_t *written, size_t capacity) {
    void *pdu = parsed(bytes, length);
    if (!pdu) return 0;
    size_t room = capacity;
    unsigned char *end = build(pdu, written, &room);
    release(pdu);
    return end ? (size_t)(end - written) : 0;
}

int snmp_reference_decode(const uint8_t *bytes, size_t length, int times) {
    for (int time = 0; time < times; time++) {
        void *pdu = parsed(bytes, length);
        if (!pdu) return 0;
        release(pdu);
    }
    return 1;
}
