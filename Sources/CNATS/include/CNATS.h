#ifndef HAOMIAO_CNATS_H
#define HAOMIAO_CNATS_H
#include <nats/nats.h>
#endif
