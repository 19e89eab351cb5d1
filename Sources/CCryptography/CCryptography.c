#include "CCryptography.h"

#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static const char *const digest_names[CCRYPTOGRAPHY_DIGESTS] = {"MD5",     "SHA1",    "SHA2-224",
                                                               "SHA2-256", "SHA2-384", "SHA2-512"};
static const char *const cipher_names[CCRYPTOGRAPHY_CIPHERS] = {"DES-CBC", "AES-128-CFB", "AES-192-CFB", "AES-256-CFB"};

// Fetched once, for a fetch costs more than a message; kept to the end of the process.
static EVP_MD *digests[CCRYPTOGRAPHY_DIGESTS];
static EVP_CIPHER *ciphers[CCRYPTOGRAPHY_CIPHERS];
static EVP_MAC *hmac;

static void fetch(void) {
    // A library context of our own: loading the legacy provider weakens nobody else in the process.
    OSSL_LIB_CTX *library = OSSL_LIB_CTX_new();
    if (library == NULL) return;
    OSSL_PROVIDER_load(library, "legacy");
    OSSL_PROVIDER_load(library, "default");
    for (int i = 0; i < CCRYPTOGRAPHY_DIGESTS; i++) digests[i] = EVP_MD_fetch(library, digest_names[i], NULL);
    for (int i = 0; i < CCRYPTOGRAPHY_CIPHERS; i++) ciphers[i] = EVP_CIPHER_fetch(library, cipher_names[i], NULL);
    hmac = EVP_MAC_fetch(library, OSSL_MAC_NAME_HMAC, NULL);
}

static void prepare(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fetch);
}

int ccryptography_digest(enum ccryptography_digest_kind kind, const uint8_t *bytes, size_t count, uint8_t *digest) {
    prepare();
    if (digests[kind] == NULL) return CCRYPTOGRAPHY_UNAVAILABLE;
    return EVP_Digest(bytes, count, digest, NULL, digests[kind], NULL) ? 0 : CCRYPTOGRAPHY_FAILED;
}

int ccryptography_repeated_digest(
    enum ccryptography_digest_kind kind, const uint8_t *bytes, size_t count, size_t total, uint8_t *digest) {
    prepare();
    if (digests[kind] == NULL) return CCRYPTOGRAPHY_UNAVAILABLE;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int good = context != NULL && EVP_DigestInit_ex2(context, digests[kind], NULL);

    // As many whole repetitions as fit in a block, so that the digest is fed in few calls.
    uint8_t room[8192];
    const uint8_t *block = bytes;
    size_t length = count;
    if (count <= sizeof room / 2) {
        block = room;
        for (length = 0; length + count <= sizeof room; length += count) memcpy(room + length, bytes, count);
    }
    while (good && total > 0) {
        size_t part = total < length ? total : length;
        good = EVP_DigestUpdate(context, block, part);
        total -= part;
    }
    good = good && EVP_DigestFinal_ex(context, digest, NULL);
    OPENSSL_cleanse(room, sizeof room);
    EVP_MD_CTX_free(context);
    return good ? 0 : CCRYPTOGRAPHY_FAILED;
}

struct ccryptography_hmac_key {
    EVP_MAC_CTX *context;
    // A copy that nobody uses, for whoever comes first: to copy costs more than to start anew.
    _Atomic(EVP_MAC_CTX *) spare;
};

struct ccryptography_hmac_key *ccryptography_hmac_key_make(
    enum ccryptography_digest_kind kind, const uint8_t *key, size_t count) {
    prepare();
    if (hmac == NULL || digests[kind] == NULL) return NULL;
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(hmac);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest_names[kind], 0), OSSL_PARAM_END};
    if (context != NULL && !EVP_MAC_init(context, key, count, parameters)) {
        EVP_MAC_CTX_free(context);
        return NULL;
    }
    struct ccryptography_hmac_key *made = context != NULL ? OPENSSL_zalloc(sizeof *made) : NULL;
    if (made == NULL) {
        EVP_MAC_CTX_free(context);
        return NULL;
    }
    made->context = context;
    return made;
}

void ccryptography_hmac_key_free(struct ccryptography_hmac_key *key) {
    if (key == NULL) return;
    EVP_MAC_CTX_free(atomic_load(&key->spare));
    EVP_MAC_CTX_free(key->context);
    OPENSSL_free(key);
}

static EVP_MAC_CTX *take(struct ccryptography_hmac_key *key) {
    EVP_MAC_CTX *context = atomic_exchange(&key->spare, NULL);
    return context != NULL ? context : EVP_MAC_CTX_dup(key->context);
}

/// Back to where the key was set; without a key OpenSSL keeps the one that there is.
static void give(struct ccryptography_hmac_key *key, EVP_MAC_CTX *context) {
    if (context != NULL && EVP_MAC_init(context, NULL, 0, NULL)) context = atomic_exchange(&key->spare, context);
    EVP_MAC_CTX_free(context);
}

int ccryptography_hmac(
    struct ccryptography_hmac_key *key, const uint8_t *bytes, size_t count, size_t hole, size_t hole_count,
    uint8_t *digest) {
    static const uint8_t zeros[CCRYPTOGRAPHY_DIGEST_OCTETS];
    if (hole_count > sizeof zeros || hole > count || hole_count > count - hole) return CCRYPTOGRAPHY_FAILED;
    size_t after = hole + hole_count, length = 0;
    EVP_MAC_CTX *context = take(key);
    int good = context != NULL && EVP_MAC_update(context, bytes, hole) && EVP_MAC_update(context, zeros, hole_count) &&
               EVP_MAC_update(context, bytes + after, count - after) &&
               EVP_MAC_final(context, digest, &length, CCRYPTOGRAPHY_DIGEST_OCTETS);
    give(key, context);
    return good ? 0 : CCRYPTOGRAPHY_FAILED;
}

/// `digest` has room for CCRYPTOGRAPHY_DIGEST_OCTETS.
static int hmac_of_parts(
    struct ccryptography_hmac_key *key, const uint8_t *first, size_t first_count, const uint8_t *second,
    size_t second_count, uint8_t *digest, size_t *length) {
    EVP_MAC_CTX *context = take(key);
    int good = context != NULL && EVP_MAC_update(context, first, first_count) &&
               EVP_MAC_update(context, second, second_count) &&
               EVP_MAC_final(context, digest, length, CCRYPTOGRAPHY_DIGEST_OCTETS);
    give(key, context);
    return good;
}

int ccryptography_hmac_sign(
    struct ccryptography_hmac_key *key, const uint8_t *first, size_t first_count, const uint8_t *second,
    size_t second_count, uint8_t *code, size_t code_count) {
    uint8_t digest[CCRYPTOGRAPHY_DIGEST_OCTETS];
    size_t length = 0;
    if (!hmac_of_parts(key, first, first_count, second, second_count, digest, &length) || code_count > length)
        return CCRYPTOGRAPHY_FAILED;
    memcpy(code, digest, code_count);
    return 0;
}

int ccryptography_hmac_verify(
    struct ccryptography_hmac_key *key, const uint8_t *first, size_t first_count, const uint8_t *second,
    size_t second_count, const uint8_t *code, size_t code_count) {
    uint8_t digest[CCRYPTOGRAPHY_DIGEST_OCTETS];
    size_t length = 0;
    if (!hmac_of_parts(key, first, first_count, second, second_count, digest, &length) || code_count > length)
        return CCRYPTOGRAPHY_FAILED;
    return CRYPTO_memcmp(code, digest, code_count) == 0 ? 0 : CCRYPTOGRAPHY_FAILED;
}

int ccryptography_crypt(
    enum ccryptography_cipher_kind kind, int encrypt, const uint8_t *key, const uint8_t *vector, const uint8_t *input,
    size_t count, uint8_t *output) {
    prepare();
    if (ciphers[kind] == NULL) return CCRYPTOGRAPHY_UNAVAILABLE;
    if (count > INT_MAX) return CCRYPTOGRAPHY_FAILED;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int written = 0, rest = 0;
    int good = context != NULL && EVP_CipherInit_ex2(context, ciphers[kind], key, vector, encrypt, NULL) &&
               EVP_CIPHER_CTX_set_padding(context, 0) &&
               EVP_CipherUpdate(context, output, &written, input, (int)count) &&
               EVP_CipherFinal_ex(context, output + written, &rest) && (size_t)(written + rest) == count;
    EVP_CIPHER_CTX_free(context);
    return good ? 0 : CCRYPTOGRAPHY_FAILED;
}

int ccryptography_has_cipher(enum ccryptography_cipher_kind kind) {
    prepare();
    return ciphers[kind] != NULL;
}

int ccryptography_is_equal(const uint8_t *one, const uint8_t *other, size_t count) {
    return CRYPTO_memcmp(one, other, count) == 0;
}

int ccryptography_random(uint8_t *bytes, size_t count) {
    return count <= INT_MAX && RAND_bytes(bytes, (int)count) == 1 ? 0 : CCRYPTOGRAPHY_FAILED;
}
