// What SNMPv3 and STAMP need of OpenSSL's EVP. Everything is safe to call from several threads at once.
// Functions return 0, CCRYPTOGRAPHY_UNAVAILABLE or CCRYPTOGRAPHY_FAILED.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { CCRYPTOGRAPHY_UNAVAILABLE = -1, CCRYPTOGRAPHY_FAILED = -2 };

enum ccryptography_digest_kind {
    CCRYPTOGRAPHY_MD5,
    CCRYPTOGRAPHY_SHA1,
    CCRYPTOGRAPHY_SHA224,
    CCRYPTOGRAPHY_SHA256,
    CCRYPTOGRAPHY_SHA384,
    CCRYPTOGRAPHY_SHA512,
    CCRYPTOGRAPHY_DIGESTS
};

enum ccryptography_cipher_kind {
    /// CBC without padding, of OpenSSL's legacy provider.
    CCRYPTOGRAPHY_DES,
    /// CFB with 128 bits of feedback.
    CCRYPTOGRAPHY_AES128,
    CCRYPTOGRAPHY_AES192,
    CCRYPTOGRAPHY_AES256,
    CCRYPTOGRAPHY_CIPHERS
};

/// Octets of the longest digest.
enum { CCRYPTOGRAPHY_DIGEST_OCTETS = 64 };

/// `digest` has room for CCRYPTOGRAPHY_DIGEST_OCTETS, here and below.
int ccryptography_digest(enum ccryptography_digest_kind kind, const uint8_t *bytes, size_t count, uint8_t *digest);

/// The digest of `total` octets: `bytes` over and over. `count` is not 0.
int ccryptography_repeated_digest(
    enum ccryptography_digest_kind kind, const uint8_t *bytes, size_t count, size_t total, uint8_t *digest);

/// A key ready for HMAC, for any number of threads at once.
struct ccryptography_hmac_key;

/// Null where it cannot be made.
struct ccryptography_hmac_key *ccryptography_hmac_key_make(
    enum ccryptography_digest_kind kind, const uint8_t *key, size_t count);
void ccryptography_hmac_key_free(struct ccryptography_hmac_key *key);

/// The HMAC of `bytes` as if the `hole_count` octets (at most CCRYPTOGRAPHY_DIGEST_OCTETS) at `hole` were 0.
int ccryptography_hmac(
    struct ccryptography_hmac_key *key, const uint8_t *bytes, size_t count, size_t hole, size_t hole_count,
    uint8_t *digest);

/// Writes the first `code_count` octets of the HMAC of two parts, one after the other.
int ccryptography_hmac_sign(
    struct ccryptography_hmac_key *key, const uint8_t *first, size_t first_count, const uint8_t *second,
    size_t second_count, uint8_t *code, size_t code_count);
/// 0 where `code` is what `ccryptography_hmac_sign` writes, in a time that does not tell where it differs.
int ccryptography_hmac_verify(
    struct ccryptography_hmac_key *key, const uint8_t *first, size_t first_count, const uint8_t *second,
    size_t second_count, const uint8_t *code, size_t code_count);

/// Encrypts or decrypts `count` octets; `output` has room for as many. DES takes multiples of 8 octets only.
int ccryptography_crypt(
    enum ccryptography_cipher_kind kind, int encrypt, const uint8_t *key, const uint8_t *vector, const uint8_t *input,
    size_t count, uint8_t *output);

/// Whether the cipher can be used at all.
int ccryptography_has_cipher(enum ccryptography_cipher_kind kind);

/// Whether they are equal, in a time that does not tell where they differ.
int ccryptography_is_equal(const uint8_t *one, const uint8_t *other, size_t count);

int ccryptography_random(uint8_t *bytes, size_t count);
