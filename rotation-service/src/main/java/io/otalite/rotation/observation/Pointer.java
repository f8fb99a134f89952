package io.otalite.rotation.observation;

/** JSON pointers (RFC 6901). */
final class Pointer {
    private Pointer() {}

    static String escape(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
