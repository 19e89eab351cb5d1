#ifndef HAOMIAO_CKAFKA_H
#define HAOMIAO_CKAFKA_H
#include <librdkafka/rdkafka.h>
// The library's own mock brokers, for tests.
#include <librdkafka/rdkafka_mock.h>
#endif
