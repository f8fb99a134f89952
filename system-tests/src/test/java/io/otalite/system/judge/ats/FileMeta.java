package io.otalite.system.judge.ats;

import java.util.Optional;

/** What a parent says of a file. */
record FileMeta(String file, long version, Optional<Long> length, Optional<Json.Members> hashes) {

    /** The entry of this file in the {@code meta} of its parent. */
    static FileMeta in(Document parent, Role role, Rules rules) {
        var meta = parent.signed()
                .find("meta", Json.Members.class)
                .orElseThrow(() -> Rules.refusal(Rule.META, "%s has no meta", parent.file()));
        var entry = meta.find(role.file(), Json.Members.class)
                .orElseThrow(() -> Rules.refusal(Rule.META, "%s does not name %s", parent.file(), role.file()));
        var version = entry.integer("version")
                .filter(number -> number > 0)
                .orElseThrow(() -> Rules.refusal(Rule.META, "%s names %s without version", parent.file(), role.file()));
        var named =
                new FileMeta(role.file(), version, entry.integer("length"), entry.find("hashes", Json.Members.class));
        rules.require(
                named.length().isPresent() == entry.find("length").isPresent()
                        && named.hashes().isPresent() == entry.find("hashes").isPresent()
                        && named.hashes().flatMap(all -> all.text("sha256")).isPresent()
                                == named.hashes().isPresent(),
                Rule.META,
                "%s names %s with a length or hashes that cannot be read",
                parent.file(),
                role.file());
        return named;
    }

    /** Both are there, as timestamps must have it. */
    boolean complete() {
        return length.isPresent() && hashes.isPresent();
    }

    /** Before the bytes are looked at in any other way. */
    void checkServed(byte[] bytes, Rules rules) {
        length.ifPresent(expected -> rules.require(
                expected == bytes.length, Rule.LENGTH, "%s has %d bytes, not %d", file, bytes.length, expected));
        hashes.ifPresent(expected ->
                rules.require(matches(expected, bytes), Rule.HASH, "%s is not what its parent names", file));
    }

    void checkRewritten(byte[] canonical, Rules rules) {
        rules.require(
                length.filter(expected -> expected != canonical.length).isEmpty()
                        && hashes.filter(expected -> !matches(expected, canonical))
                                .isEmpty(),
                Rule.CANONICAL,
                "%s, read and written again, is not what its parent names",
                file);
    }

    private static boolean matches(Json.Members hashes, byte[] bytes) {
        return hashes.text("sha256").filter(Digests.sha256(bytes)::equals).isPresent()
                && hashes.find("sha512")
                        .filter(expected -> !expected.equals(new Json.Text(Digests.sha512(bytes))))
                        .isEmpty();
    }
}
