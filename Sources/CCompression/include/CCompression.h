// Bounded steps of zlib and snappy. Nothing here keeps a pointer to the caller's bytes.
#ifndef HAOMIAO_CCOMPRESSION_H
#define HAOMIAO_CCOMPRESSION_H

#include <stddef.h>
#include <stdint.h>

enum ccompression_coding {
    /// RFC 1952.
    CCOMPRESSION_GZIP,
    /// RFC 1950, which HTTP calls deflate.
    CCOMPRESSION_ZLIB
};

enum ccompression_outcome {
    /// All input is used up, or all room.
    CCOMPRESSION_GOES_ON,
    /// The last byte of a member was read; input may be left over.
    CCOMPRESSION_ENDED,
    CCOMPRESSION_DAMAGED
};

struct ccompression_inflater;

/// Null where memory is short.
struct ccompression_inflater *ccompression_inflater_make(enum ccompression_coding coding);
void ccompression_inflater_free(struct ccompression_inflater *inflater);

/// Inflates `bytes` into `place`; `*used` and `*made` say how far it came. After an end it begins the next member.
/// `count` and `room` are at most UINT_MAX.
enum ccompression_outcome ccompression_inflate(
    struct ccompression_inflater *inflater, const uint8_t *bytes, size_t count, size_t *used, uint8_t *place,
    size_t room, size_t *made);

/// What a snappy block says that it holds; -1 where it does not begin like one.
int64_t ccompression_snappy_length(const uint8_t *bytes, size_t count);

/// Writes exactly `length` bytes, as `ccompression_snappy_length` gave them. Returns 0, or -1 where the block is damaged.
int ccompression_snappy(const uint8_t *bytes, size_t count, uint8_t *place, size_t length);

#endif
