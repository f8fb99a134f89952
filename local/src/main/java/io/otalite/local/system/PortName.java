package io.otalite.local.system;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ports of the system, with the numbers that people and scripts can rely on. */
public enum PortName {
    API("api", 8080),
    API_MANAGEMENT("api-management", 9080),
    BACKUP("backup", 8081),
    BACKUP_MANAGEMENT("backup-management", 9081),
    ROTATION("rotation", 8082),
    ROTATION_MANAGEMENT("rotation-management", 9082),
    GUARD("guard", 9443),
    KAFKA("kafka", 9092),
    KAFKA_CONTROLLER("kafka-controller", 9093),
    POSTGRES("postgres", 54320),
    GOOGLE("google", 8085),
    CLUSTER("cluster", 8086);

    private final String word;
    private final int standard;

    PortName(String word, int standard) {
        this.word = word;
        this.standard = standard;
    }

    /** The name on a command line and in files. */
    public String word() {
        return word;
    }

    int standard() {
        return standard;
    }

    public static Optional<PortName> of(String word) {
        return Arrays.stream(values()).filter(name -> name.word.equals(word)).findAny();
    }

    /** All names, as a list to read. */
    public static String words() {
        return Arrays.stream(values()).map(PortName::word).collect(Collectors.joining(", "));
    }
}
