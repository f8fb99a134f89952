package io.otalite.emulator.google.access;

/** What a call needs, by Google's name for it. */
public enum Permission {
    BUCKETS_CREATE("storage.buckets.create"),
    BUCKETS_GET("storage.buckets.get"),
    BUCKETS_DELETE("storage.buckets.delete"),
    OBJECTS_CREATE("storage.objects.create"),
    OBJECTS_GET("storage.objects.get"),
    OBJECTS_LIST("storage.objects.list"),
    OBJECTS_UPDATE("storage.objects.update"),
    OBJECTS_DELETE("storage.objects.delete"),
    ACCOUNTS_LIST("iam.serviceAccounts.list"),
    ACCOUNTS_GET("iam.serviceAccounts.get"),
    ACCOUNTS_UPDATE("iam.serviceAccounts.update"),
    ACCOUNTS_DISABLE("iam.serviceAccounts.disable"),
    ACCOUNTS_ENABLE("iam.serviceAccounts.enable"),
    ACCOUNTS_DELETE("iam.serviceAccounts.delete"),
    KEYS_CREATE("iam.serviceAccountKeys.create"),
    KEYS_LIST("iam.serviceAccountKeys.list"),
    KEYS_GET("iam.serviceAccountKeys.get"),
    KEYS_DISABLE("iam.serviceAccountKeys.disable"),
    KEYS_ENABLE("iam.serviceAccountKeys.enable"),
    KEYS_DELETE("iam.serviceAccountKeys.delete"),
    TIME_SERIES_LIST("monitoring.timeSeries.list"),
    CRYPTO_KEYS_ENCRYPT("cloudkms.cryptoKeyVersions.useToEncrypt"),
    CRYPTO_KEYS_DECRYPT("cloudkms.cryptoKeyVersions.useToDecrypt");

    private final String id;

    Permission(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public boolean isIam() {
        return id.startsWith("iam.");
    }

    public boolean isMonitoring() {
        return id.startsWith("monitoring.");
    }

    public boolean isKms() {
        return id.startsWith("cloudkms.");
    }

    /** Whether the call leaves everything as it was. */
    public boolean isRead() {
        return id.endsWith(".get") || id.endsWith(".list");
    }

    /** Whether it is looking at accounts and keys, or writing what is said of an account. */
    public boolean isOfKeyReaders() {
        return isIam() && (isRead() || this == ACCOUNTS_UPDATE);
    }

    /** What a rotation of keys needs: all of keys, their use, and what readers may do; accounts live and die without it. */
    public boolean isOfKeyAdmins() {
        return id.startsWith("iam.serviceAccountKeys.") || isMonitoring() || isOfKeyReaders();
    }

    /** What members of a bucket may do in it: everything but make or delete the bucket itself. */
    public boolean isOfBucketMembers() {
        return id.startsWith("storage.objects.") || this == BUCKETS_GET;
    }
}
