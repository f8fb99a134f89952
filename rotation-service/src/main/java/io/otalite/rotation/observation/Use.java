package io.otalite.rotation.observation;

/**
 * What an object is used for, and with it what happens when it is not there: the rows of a table that Kubernetes has in the code of its
 * kubelet, scheduler and admission.
 */
public enum Use {
    ENV_VALUE("CreateContainerConfigError", Loss.NO_START),
    ENV_FROM("CreateContainerConfigError", Loss.NO_START),
    VOLUME("FailedMount", Loss.NO_START),
    PROJECTED("FailedMount", Loss.NO_START),
    /** A single entry mounted by {@code subPath}: without it the kubelet makes an empty folder of that name. */
    SUB_PATH("an empty folder in place of the file", Loss.FEATURE),
    TRUST_BUNDLE("FailedMount", Loss.NO_START),
    CSI_SECRET("FailedMount", Loss.NO_START),
    SECRET_PROVIDER_CLASS("FailedMount", Loss.NO_START),
    /** The secret of a volume driver of old: azureFile, cephfs, cinder, flexVolume, rbd, scaleIO, iscsi, storageos. */
    DRIVER_SECRET("FailedMount", Loss.NO_START),
    CLAIM("Pending", Loss.NO_START),
    STORAGE_CLASS("Pending", Loss.NO_START),
    IMAGE("ErrImagePull", Loss.NO_START),
    /** Its policy is {@code Never}: a node has it or has it not, and no registry is asked. */
    IMAGE_PRELOADED("ErrImageNeverPull", Loss.NONE),
    IMAGE_VOLUME("ErrImagePull", Loss.NO_START),
    /** Without it the image is pulled anonymously, with a warning. */
    PULL_SECRET("FailedToRetrieveImagePullSecret", Loss.RISK),
    SERVICE_ACCOUNT("FailedCreate", Loss.NO_START),
    /** An entry of a service account that allows its pods to mount the Secret. */
    MOUNTABLE("", Loss.NONE),
    GOOGLE_ACCOUNT("refused by Google at run time", Loss.FEATURE),
    GOOGLE_KEY("refused by Google at run time", Loss.FEATURE),
    PRIORITY_CLASS("FailedCreate", Loss.NO_START),
    RUNTIME_CLASS("FailedCreate", Loss.NO_START),
    RESOURCE_CLAIM("Pending", Loss.NO_START),
    /** No node has the labels; one may join. */
    NODE_LABELS("Pending", Loss.RISK),
    /** Somebody has to take the gate away first. */
    SCHEDULING_GATE("Pending", Loss.RISK),
    HEADLESS_SERVICE("no DNS names for its pods", Loss.FEATURE),
    TLS("the default certificate, or no connection", Loss.FEATURE),
    /** A text names a file in a mounted volume. */
    FILE_NAME("the program may end at once", Loss.RISK),
    /** A role lets somebody read the Secret by its name. */
    NAMED_IN_ROLE("", Loss.NONE),
    /** A field of a kind that this service does not know, understood by its name alone. */
    INFERRED("depends on its controller", Loss.RISK);

    /** What is lost when the object is not there. */
    public enum Loss {
        NO_START,
        FEATURE,
        RISK,
        NONE
    }

    private final String symptom;
    private final Loss loss;

    Use(String symptom, Loss loss) {
        this.symptom = symptom;
        this.loss = loss;
    }

    /** What Kubernetes shows, as a reason of a container or of an event. */
    public String symptom() {
        return symptom;
    }

    public Loss loss() {
        return loss;
    }
}
