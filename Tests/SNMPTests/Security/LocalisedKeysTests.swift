import Metro
import Testing

@testable import SNMP

@Suite("Keys of passwords")
struct LocalisedKeysTests {
    private static let password = Array("maplesyrup".utf8)
    /// RFC 3414 §A.3.
    private static let engine = octets("00 00 00 00 00 00 00 00 00 00 00 02")

    @Test("the keys are those of RFC 3414 §A.3")
    func rfc3414() {
        #expect(PasswordKeys.key(.md5, Self.password) == octets("9faf3283884e92834ebc9847d8edd963"))
        #expect(PasswordKeys.key(.sha1, Self.password) == octets("9fb5cc0381497b3793528939ff788d5d79145211"))
        #expect(
            LocalisedKeys.authenticationKey(.md5, Self.password, engineID: Self.engine)
                == octets("526f5eed9fcce26f8964c2930787d82b"))
        #expect(
            LocalisedKeys.authenticationKey(.sha1, Self.password, engineID: Self.engine)
                == octets("6695febc9288e36282235fc7151f128497b38f3f"))
    }

    @Test("the new keys are those of RFC 3414 §A.5")
    func newKeys() {
        let password = Array("newsyrup".utf8)
        #expect(
            LocalisedKeys.authenticationKey(.md5, password, engineID: Self.engine)
                == octets("87021d7bd9d101ba05ea6e3bf9d9bd4a"))
        #expect(
            LocalisedKeys.authenticationKey(.sha1, password, engineID: Self.engine)
                == octets("78e2dcce79d59403b58c1bbaa5bff46391f1cd25"))
    }

    @Test("keys longer than the digest are those of draft-reeder-snmpv3-usm-3desede-00 §B")
    func reederDraft() {
        let privacy = USMUser.Privacy(.aes256, password: Self.password, keyExtension: .reeder)
        #expect(
            LocalisedKeys.privacyKey(privacy, .md5, engineID: Self.engine)
                == octets("526f5eed9fcce26f8964c2930787d82b 79eff44a90650ee0a3a40abfac5acc12"))
        #expect(
            LocalisedKeys.privacyKey(privacy, .sha1, engineID: Self.engine)
                == octets("6695febc9288e36282235fc7151f128497b38f3f 9b8b6d78936ba6e7d19dfd9c"))
    }

    // What net-snmp 5.9.3 keeps in its state file after createUser, for this engine and "authpass12345".
    private static let netSNMPEngine = octets("80007ed905000102030405060708090a0b")

    @Test(
        "the keys of all hashes are those that net-snmp makes",
        arguments: [
            (USMAuthenticationAlgorithm.md5, "3e58b31a43b720aac2f2a366512acb65"),
            (.sha1, "8862f5735e7ddc7bb0fa93acd7187777b48ce200"),
            (.sha224, "0903be87ea29f79422bf0a89c7e76f1bbe24641916e0cd0cbd3719fa"),
            (.sha256, "3a4384e57672cb1ea3707d99d129f8b1be8bc13144c89c903e5ddaecac265b29"),
            (
                .sha384,
                "e543b33181970917bd1e95b305ee693ea047d355e86cb21e4268c2c65461dff039a3f7a845465bce830d16e1c6b039df"
            ),
            (
                .sha512,
                "146c36b6b17e2d0721de52502a4711a246319796a5f42d9e6929255a11fa3701"
                    + "c68c4ad79f0f41568dc4389febc9b5b47e8d1292a46fa2f28bd46608b92b5f9a"
            ),
        ])
    func netSNMP(_ algorithm: USMAuthenticationAlgorithm, _ key: String) {
        #expect(
            LocalisedKeys.authenticationKey(algorithm, Array("authpass12345".utf8), engineID: Self.netSNMPEngine)
                == octets(key))
    }

    @Test(
        "privacy keys, cut or extended either way, are those that net-snmp makes",
        arguments: [
            (
                USMPrivacyAlgorithm.des, USMKeyExtension.blumenthal, USMAuthenticationAlgorithm.md5,
                "1c56b81994be9d96e52be51ba96d8226"
            ),
            (.aes128, .blumenthal, .sha1, "09166b875572c46ef94c3b8756887e04"),
            (.aes128, .reeder, .sha512, "ce5e8f10ee42555f165b85c062269d8c"),
            (.aes192, .blumenthal, .md5, "1c56b81994be9d96e52be51ba96d822651649a5990dff8a8"),
            (.aes192, .reeder, .md5, "1c56b81994be9d96e52be51ba96d82268462880da07134be"),
            (.aes256, .blumenthal, .sha1, "09166b875572c46ef94c3b8756887e04dadf0e40180d5821f09202dbc7424740"),
            (.aes256, .reeder, .sha1, "09166b875572c46ef94c3b8756887e04dadf0e40defab415bdd0dcee8664174f"),
        ])
    func privacyKeys(
        _ privacy: USMPrivacyAlgorithm, _ keyExtension: USMKeyExtension, _ algorithm: USMAuthenticationAlgorithm,
        _ key: String
    ) {
        let privacy = USMUser.Privacy(privacy, password: Array("privpass12345".utf8), keyExtension: keyExtension)
        #expect(LocalisedKeys.privacyKey(privacy, algorithm, engineID: Self.netSNMPEngine) == octets(key))
    }

    @Test("passwords of any length have keys")
    func bounded() {
        // 8192 octets are the block that the digest is fed with.
        for count in [1, 7, 4_095, 4_097, 8_192, 9_000] {
            let password = [UInt8](repeating: 7, count: count)
            // The repetition of an octet is the same whatever its length.
            #expect(PasswordKeys.key(.sha1, password) == PasswordKeys.key(.sha1, [7]))
        }
        #expect(PasswordKeys.key(.md5, []) == nil)
    }

    @Test("what is kept is bounded, and the newest is always kept")
    func kept() {
        var table = BoundedTable<Int, Int>(limit: 4)
        for number in 0..<20 {
            table.keep(number, for: number)
            #expect(table.values.count == min(number + 1, 4) && table.values[number] == number)
        }
        table.keep(7, for: 19)
        #expect(table.values.count == 4 && table.values[19] == 7)
    }

    @Test("a password of fewer than eight octets is refused before anything is sent")
    func shortPassword() {
        var user = USMUser(name: Array("ops".utf8), authentication: .init(.sha256, password: Array("1234567".utf8)))
        #expect(user.refusal == .passwordTooShort)
        user.authentication?.password = Array("12345678".utf8)
        #expect(user.refusal == nil)
        user.privacy = .init(.aes128, password: Array("short".utf8))
        #expect(user.refusal == .passwordTooShort)
        #expect(throws: USMRefusal.passwordTooShort) { try LocalisedKeys(user, engineID: Self.engine) }
    }

    @Test("neither passwords nor keys print")
    func secrets() throws {
        let user = USMUser(
            name: Array("ops".utf8), authentication: .init(.md5, password: Self.password),
            privacy: .init(.aes128, password: Self.password))
        let keys = try LocalisedKeys(user, engineID: Self.engine)
        var client = USMClient(user)
        _ = client.discovery(identifier: 1)
        let engine = USMEngine(engineID: Self.engine, boots: 1, users: [user], at: 0)
        // 82 is the first octet of the localised key that nothing else here has: 0x52.
        for text in [
            "\(keys)", String(reflecting: keys), "\(client)", "\(engine)", String(reflecting: user.privacy),
            dumped(keys),
            dumped(client), dumped(engine), dumped(user.authentication),
        ] {
            #expect(!text.contains("109, 97, 112") && !text.contains("- 109") && !text.contains("82, 111"), "\(text)")
        }
    }

    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }
}
