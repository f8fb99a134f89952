package io.otalite.tuf;

import java.util.Arrays;

/** The four top-level roles (TUF 2.1), which also name the files a repository serves. */
public enum RoleName {
    ROOT("root", "4.3"),
    TARGETS("targets", "4.5"),
    SNAPSHOT("snapshot", "4.4"),
    TIMESTAMP("timestamp", "4.6");

    private final String json;
    private final String formatSection;

    RoleName(String json, String formatSection) {
        this.json = json;
        this.formatSection = formatSection;
    }

    /** The name as it stands in metadata. */
    public String json() {
        return json;
    }

    /** The role of that name in metadata; {@link InvalidValueException} for any other text. */
    public static RoleName fromJson(String name) {
        return Arrays.stream(values())
                .filter(role -> role.json.equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(
                        "a role", "one of root, targets, snapshot, timestamp", Excerpt.of(name)));
    }

    /** The un-prefixed file name, as snapshot and timestamp list it (TUF 4.4). */
    public String fileName() {
        return json + ".json";
    }

    /** The file name with its version in front, as consistent snapshots serve it (TUF 6.2.1). */
    public String fileName(MetadataVersion version) {
        return version + "." + json + ".json";
    }

    /** The section of the specification that lays down this role's file format. */
    String formatSection() {
        return formatSection;
    }
}
