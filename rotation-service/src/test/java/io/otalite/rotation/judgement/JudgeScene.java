package io.otalite.rotation.judgement;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.judgement.ImageView.ImageState;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small shop: one Deployment that reads one entry of one Secret, and what a test puts beside it. */
abstract class JudgeScene {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final ObjectRef API = new ObjectRef(Kinds.DEPLOYMENT, "shop", "api");
    static final String EMAIL = "backup@acme.iam.gserviceaccount.com";
    static final String KEY_FILE =
            "{\\\"private_key_id\\\": \\\"k1\\\", \\\"client_email\\\": \\\"%s\\\"}".formatted(EMAIL);

    final MutableClock clock = new MutableClock(NOW);
    final TestWorld world = new TestWorld(clock).with("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: default, namespace: shop}
            """);
    ImageState image = new ImageState.Pullable();

    Judgement judge() {
        return judge(API);
    }

    Judgement judge(ObjectRef workload) {
        return new Judge(world.world(), (_, _) -> image, Duration.ofDays(14))
                .judge(world.referrer(workload), clock.instant());
    }

    static ObjectRef ref(String kind, String name) {
        return new ObjectRef(kind, "shop", name);
    }

    static GoogleKey key(boolean disabled, Optional<Instant> expires) {
        var meta = new Meta("", "", Optional.empty(), false, List.of(), Map.of());
        return new GoogleKey(
                new ObjectRef(Kinds.GOOGLE_KEY, EMAIL, "k1"), meta, "acme", disabled, expires, "GOOGLE_PROVIDED");
    }

    static String keyFile() {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: gcs-key, namespace: shop}
                stringData: {key.json: "%s"}
                """.formatted(KEY_FILE);
    }

    static String secret(String name, String key, String value) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: shop}
                data: {%s: %s}""".formatted(name, key, value);
    }

    static String deployment(String uid) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: shop, uid: %s}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: main, image: 'app:1', env: [{name: KEY, valueFrom: {secretKeyRef: {name: gcs-key, key: key.json}}}]}
                """.formatted(uid);
    }

    static String pod(String volumes) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: shop, uid: uid-1}
                spec:
                  template:
                    spec:
                      %s
                      containers: [{name: main, image: 'app:1'}]
                """.formatted(volumes);
    }

    static String revision(int number, String secret) {
        return deployment("rs-" + number)
                .replace("kind: Deployment", "kind: ReplicaSet")
                .replace(
                        "name: api, namespace: shop",
                        "name: api-%d, namespace: shop, annotations: {deployment.kubernetes.io/revision: '%d'}, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: api, uid: uid-1, controller: true}]"
                                .formatted(number, number))
                .replace("gcs-key", secret);
    }

    static String replicaSet(String name, String owner) {
        return """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: %s, namespace: shop, uid: %s, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: %s, uid: %s, controller: true}]}
                spec: {template: {spec: {containers: [{name: c, image: i, envFrom: [{secretRef: {name: circle}}]}]}}}
                """.formatted(name, name, owner, owner);
    }
}
