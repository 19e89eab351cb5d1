#ifndef HAOMIAO_CKAFKA_H
#define HAOMIAO_CKAFKA_H
#include <librdkafka/rdkafka.h>
#endif
