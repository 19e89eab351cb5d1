#include "CCompression.h"

#include <snappy-c.h>
#include <stdlib.h>
#include <zlib.h>

struct ccompression_inflater {
    z_stream stream;
    int has_ended;
};

struct ccompression_inflater *ccompression_inflater_make(enum ccompression_coding coding) {
    struct ccompression_inflater *inflater = calloc(1, sizeof *inflater);
    if (!inflater) return NULL;
    // 15 bits of window, the largest there is; 16 more ask for the gzip header (zlib.h, inflateInit2).
    if (inflateInit2(&inflater->stream, coding == CCOMPRESSION_GZIP ? 15 + 16 : 15) != Z_OK) {
        free(inflater);
        return NULL;
    }
    return inflater;
}

void ccompression_inflater_free(struct ccompression_inflater *inflater) {
    inflateEnd(&inflater->stream);
    free(inflater);
}

enum ccompression_outcome ccompression_inflate(
    struct ccompression_inflater *inflater, const uint8_t *bytes, size_t count, size_t *used, uint8_t *place,
    size_t room, size_t *made) {
    z_stream *stream = &inflater->stream;
    if (inflater->has_ended) {
        inflateReset(stream);
        inflater->has_ended = 0;
    }
    stream->next_in = (Bytef *)bytes;
    stream->avail_in = (uInt)count;
    stream->next_out = place;
    stream->avail_out = (uInt)room;
    int result = inflate(stream, Z_NO_FLUSH);
    *used = count - stream->avail_in;
    *made = room - stream->avail_out;
    stream->next_in = NULL;
    stream->next_out = NULL;
    switch (result) {
        case Z_OK:
        case Z_BUF_ERROR: return CCOMPRESSION_GOES_ON;
        case Z_STREAM_END: inflater->has_ended = 1; return CCOMPRESSION_ENDED;
        default: return CCOMPRESSION_DAMAGED;
    }
}

int64_t ccompression_snappy_length(const uint8_t *bytes, size_t count) {
    size_t length = 0;
    if (snappy_uncompressed_length((const char *)bytes, count, &length) != SNAPPY_OK) return -1;
    return (int64_t)length;
}

int ccompression_snappy(const uint8_t *bytes, size_t count, uint8_t *place, size_t length) {
    size_t room = length;
    if (snappy_uncompress((const char *)bytes, count, (char *)place, &room) != SNAPPY_OK) return -1;
    return room == length ? 0 : -1;
}
