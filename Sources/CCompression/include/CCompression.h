#ifndef HAOMIAO_CCOMPRESSION_H
#define HAOMIAO_CCOMPRESSION_H
#include <snappy-c.h>
#include <zlib.h>
#endif
