import Collecting
import Metro
import Testing

@testable import SNMP

@Suite("What refusals say")
struct USMRefusalTests {
    private func error(_ refusal: USMRefusal, _ user: USMUser = .ops()) -> CollectorError {
        refusal.error(at: "10.0.0.1:161", user: user)
    }

    @Test(
        "each names address, user, what is wrong and the next step",
        arguments: [
            (USMRefusal.unknownUser, "10.0.0.1:161 does not know the user 'ops'"),
            (.wrongDigest, "10.0.0.1:161 takes the user 'ops' for an impostor: wrong password or not SHA-256"),
            (.unsupportedLevel, "10.0.0.1:161 does not offer authPriv to the user 'ops'"),
            (
                .notInTimeWindow,
                "10.0.0.1:161 holds the user 'ops' to be outside its time window, even by the clock that it told"
            ),
            (.decryptionError, "10.0.0.1:161 cannot decrypt what the user 'ops' sends with AES-128"),
            (.cannotDecrypt, "what 10.0.0.1:161 answers the user 'ops' cannot be decrypted with AES-128"),
            (.unknownEngine, "10.0.0.1:161 does not tell an engine ID that it answers to (user 'ops')"),
            (.unknownContext, "10.0.0.1:161 has no context 'vrf' (user 'ops')"),
            (.unavailableContext, "the context 'vrf' of 10.0.0.1:161 is not there now (user 'ops')"),
            (.unknownContextEngine, "10.0.0.1:161 does not answer for context engine 80000a (user 'ops')"),
            (.accessDenied, "10.0.0.1:161 lets the user 'ops' read nothing here at authPriv"),
            (
                .bootsExhausted,
                "the boots counter of 10.0.0.1:161 is at its end: nothing it says is authentic (user 'ops')"
            ),
            (.other([1, 3, 6]), "10.0.0.1:161 refuses the user 'ops' with report 1.3.6"),
        ])
    func messages(_ refusal: USMRefusal, _ message: String) {
        var user = USMUser.ops()
        user.contextName = Array("vrf".utf8)
        user.contextEngineID = [0x80, 0, 0x0A]
        let error = error(refusal, user)
        #expect(error.message == message)
        #expect(error.code == .protocolError && error.advice?.isEmpty == false)
    }

    @Test("what this host lacks is not blamed on the agent")
    func ownFaults() {
        #expect(
            error(.passwordTooShort)
                == CollectorError(
                    .secret, "a password of the user 'ops' for 10.0.0.1:161 has fewer than 8 octets",
                    advice: "RFC 3414 demands 8: set a longer one on both sides"))
        #expect(
            error(.unsupportedAlgorithm("DES"))
                == CollectorError(
                    .system, "OpenSSL on this host has no DES, which the user 'ops' of 10.0.0.1:161 needs",
                    advice: "install OpenSSL's legacy provider (legacy.so), or let the user have AES"))
    }

    @Test("where the digest is shorter than the key, the extension is named as a cause")
    func keyExtension() {
        let error = error(.decryptionError, .ops(.sha1, .aes256, .reeder))
        #expect(error.message.hasSuffix("sends with AES-256 (reeder keys)"))
        #expect(
            error.advice == "check the privacy password, the algorithm and the key extension (blumenthal or reeder)")
        #expect(
            self.error(.decryptionError, .ops(.sha256, .aes256)).advice == "check the privacy password and algorithm")
    }

    @Test("a user who may not read below authPriv is told so")
    func accessDenied() {
        #expect(
            error(.accessDenied, .ops(nil, nil)).description
                == "10.0.0.1:161 lets the user 'ops' read nothing here at noAuthNoPriv; "
                + "give the user authentication and privacy here, or on the device the right to read without")
    }

    @Test("no refusal prints a password")
    func secrets() {
        for refusal in [USMRefusal.wrongDigest, .decryptionError, .passwordTooShort, .accessDenied] {
            #expect(!error(refusal).description.contains("pass12345"))
        }
    }
}
