package io.otalite.system.judge.ats;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One signed file: its name, the members that are signed, the signatures, and the canonical form of the whole. What every
 * role has in common is checked by the time there is one.
 */
record Document(String file, Role role, Json.Members signed, List<SignatureOf> signatures, byte[] canonical) {
    private static final Pattern EXPIRES = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

    /** A signature with the id of its key. */
    record SignatureOf(String keyId, String method, byte[] bytes) {}

    static Document read(String file, Role role, byte[] bytes, Rules rules) {
        rules.require(bytes.length <= role.limit(), Rule.SIZE, "%s has %d bytes", file, bytes.length);
        var whole = JsonReader.read(file, bytes);
        if (!(whole instanceof Json.Members envelope)
                || !envelope.all().keySet().equals(Set.of("signatures", "signed"))) {
            throw Rules.refusal(Rule.ENVELOPE, "%s is not {signatures, signed}", file);
        }
        var signed = envelope.find("signed", Json.Members.class)
                .orElseThrow(() -> Rules.refusal(Rule.ENVELOPE, "what %s signs is not an object", file));
        var list = envelope.find("signatures", Json.Elements.class)
                .orElseThrow(() -> Rules.refusal(Rule.ENVELOPE, "the signatures of %s are not a list", file));
        return new Document(file, role, signed, signatures(file, list, rules), CanonicalForm.of(whole));
    }

    private static List<SignatureOf> signatures(String file, Json.Elements list, Rules rules) {
        var signatures = new ArrayList<SignatureOf>();
        var ids = new HashSet<String>();
        for (var each : list.all()) {
            var signature = signature(file, each);
            rules.require(
                    ids.add(signature.keyId()), Rule.DUPLICATE_SIGNATURE, "%s: %s twice", file, signature.keyId());
            signatures.add(signature);
        }
        return signatures;
    }

    private static SignatureOf signature(String file, Json value) {
        if (!(value instanceof Json.Members members)
                || !members.all().keySet().equals(Set.of("keyid", "method", "sig"))) {
            throw Rules.refusal(Rule.SIGNATURE_FORM, "a signature of %s is not {keyid, method, sig}", file);
        }
        var text = members.text("sig").orElse("");
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (bytes.length > 0 && Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return new SignatureOf(
                        members.text("keyid").orElse(""), members.text("method").orElse(""), bytes);
            }
        } catch (IllegalArgumentException _) {
            // Refused below, as what does not come out the same.
        }
        throw Rules.refusal(Rule.SIGNATURE_FORM, "a signature of %s is not standard base64", file);
    }

    /** What a device asks of every role once the signatures are in order. */
    void checkCommon(Rules rules) {
        var type = signed.text("_type").orElse("");
        rules.require(type.equals(role.type()), Rule.TYPE, "%s has the _type \"%s\"", file, type);
        rules.require(version() > 0, Rule.VERSION, "%s has the version %d", file, version());
        expires();
    }

    /** Zero if there is none. */
    long version() {
        return signed.integer("version").orElse(0L);
    }

    Instant expires() {
        var text = signed.text("expires").orElse("");
        try {
            if (EXPIRES.matcher(text).matches()) {
                return Instant.parse(text);
            }
        } catch (DateTimeException _) {
            // Twenty characters, but no date.
        }
        throw Rules.refusal(Rule.EXPIRES_FORM, "%s expires \"%s\"", file, text);
    }

    void requireFresh(Instant now, Rules rules) {
        rules.require(expires().isAfter(now), Rule.EXPIRED, "%s has expired on %s", file, expires());
    }

    /** As many valid signatures as the authority demands; one that is not valid spoils the rest. */
    void requireSignedBy(Authority authority, Rule otherwise, Rules rules) {
        var bytes = CanonicalForm.of(signed);
        var valid = 0;
        for (var signature : signatures) {
            var key = authority.keys().get(signature.keyId());
            if (key != null) {
                var by = "the signature of %s by %s".formatted(file, key.id());
                rules.require(
                        key.method().equals(signature.method()), Rule.SIGNATURE_FORM, "%s: %s", by, signature.method());
                rules.require(key.verifies(bytes, signature.bytes()), Rule.SIGNATURE, "%s does not verify", by);
                valid++;
            }
        }
        rules.require(
                valid >= authority.threshold(),
                otherwise,
                "%s has %d of %d signatures of %s",
                file,
                valid,
                authority.threshold(),
                authority.name());
    }
}
