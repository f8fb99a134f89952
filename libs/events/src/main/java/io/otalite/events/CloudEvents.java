package io.otalite.events;

import static io.otalite.events.CloudEventsHeaders.PREFIX;

import io.otalite.events.MalformedEventException.Reason;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Events in the binary mode of CloudEvents 1.0 (Kafka protocol binding 3.2): attributes in headers named {@code ce_…},
 * the value untouched. Pure and thread-safe.
 *
 * <p>Beside the core attributes stand the documented extension {@code partitionkey} and two of our own, {@code sha256}
 * and {@code prevsha256}: the digest of the document the event speaks of, and of the version before it. The attribute
 * {@code id} is made from what the event says, so that an event sent twice can be recognised: from the type and the subject, and
 * from the time, too, where there can be several about one subject.
 */
public final class CloudEvents {

    private static final String SPECVERSION = "1.0";

    private CloudEvents() {}

    /**
     * Writes an event.
     *
     * @param source who writes it, for instance {@code urn:ota-lite:api-service}
     * @throws IllegalArgumentException for an {@link Unrecognised} event, which can be read and never written
     */
    public static EventMessage encode(Event event, URI source) {
        return switch (event) {
            case TargetsPublished e ->
                message(Topics.TARGETS_PUBLISHED, e, "targets-published", e.identity(), e.time(), source)
                        .digests(e.sha256(), e.previous())
                        .value(e.document());
            case RootPublished e ->
                message(Topics.ROOTS_PUBLISHED, e, "root-published", e.identity(), e.time(), source)
                        .digests(e.sha256(), e.previous())
                        .value(e.document());
            case TargetsArchived e ->
                message(Topics.TARGETS_ARCHIVED, e, "targets-archived", e.identity(), e.time(), source)
                        .digests(e.sha256(), Optional.empty())
                        .value(ArchivedValue.encode(e));
            case FindingRaised e ->
                finding(e, "finding-raised", e.id(), e.workload(), e.judgedAt(), source)
                        .value(FindingValue.encode(e));
            case FindingCleared e ->
                finding(e, "finding-cleared", e.id(), e.workload(), e.clearedAt(), source)
                        .value(FindingValue.encode(e));
            case KeyRotated e -> rotated(e, source).value(KeyRotatedValue.encode(e));
            case RotationReport e -> report(e, source).value(RotationValue.encode(e));
            case Unrecognised e ->
                throw new IllegalArgumentException("An event of the unknown type " + e.type() + " cannot be written");
        };
    }

    /**
     * Reads an event. Headers it does not know are left alone; a type it does not know gives {@link Unrecognised}.
     *
     * @throws MalformedEventException if the message contradicts itself or lacks something; it will never be readable
     */
    public static Event decode(EventMessage message) {
        var headers = new CloudEventsHeaders(message.headers());
        var version = headers.required("specversion");
        if (!version.equals(SPECVERSION)) {
            throw new MalformedEventException(
                    Reason.UNSUPPORTED_SPECVERSION,
                    "The event follows CloudEvents " + EventChecks.excerpt(version) + "; this reader knows "
                            + SPECVERSION);
        }
        headers.required("id");
        headers.uri("source");
        var type = headers.required("type");
        return switch (type) {
            case TargetsPublished.TYPE -> published(headers, message, RoleName.TARGETS, TargetsPublished::new);
            case RootPublished.TYPE -> published(headers, message, RoleName.ROOT, RootPublished::new);
            case TargetsArchived.TYPE -> archived(headers, message);
            case FindingRaised.TYPE -> raised(headers, message);
            case FindingCleared.TYPE -> cleared(headers, message);
            case KeyRotated.TYPE -> rotated(headers, message);
            case RestartVerified.TYPE -> report(headers, message, RotationValue.restartVerified(message.value()));
            case RestartFailed.TYPE -> report(headers, message, RotationValue.restartFailed(message.value()));
            case RotationRefused.TYPE -> report(headers, message, RotationValue.refused(message.value()));
            case RotationCompleted.TYPE -> report(headers, message, RotationValue.completed(message.value()));
            case RotationRolledBack.TYPE -> report(headers, message, RotationValue.rolledBack(message.value()));
            default -> new Unrecognised(type, headers.attributes(), message.value());
        };
    }

    @FunctionalInterface
    private interface PublishedForm {
        Event of(DocumentIdentity identity, Sha256 sha256, Optional<Sha256> previous, Instant time, Bytes document);
    }

    private static Event published(
            CloudEventsHeaders headers, EventMessage message, RoleName role, PublishedForm form) {
        var identity = subject(headers, message);
        if (identity.role() != role) {
            throw new MalformedEventException(
                    Reason.WRONG_ROLE, "The event speaks of the role " + role.json() + ", its subject is " + identity);
        }
        var sha256 = headers.digest("sha256");
        var previous = headers.optionalDigest("prevsha256");
        var time = headers.time("time");
        try {
            return form.of(identity, sha256, previous, time, message.value());
        } catch (InvalidValueException e) {
            throw new MalformedEventException(Reason.DIGEST_MISMATCH, identity + ": " + e.getMessage(), e);
        }
    }

    private static Event archived(CloudEventsHeaders headers, EventMessage message) {
        var identity = subject(headers, message);
        var sha256 = headers.digest("sha256");
        var event = ArchivedValue.decode(message.value(), headers.time("time"));
        if (!event.identity().equals(identity)) {
            throw new MalformedEventException(
                    Reason.BAD_VALUE, "The subject is " + identity + ", the value speaks of " + event.identity());
        }
        if (!event.sha256().equals(sha256)) {
            throw new MalformedEventException(
                    Reason.DIGEST_MISMATCH,
                    identity + ": the headers say SHA-256 " + sha256 + ", the value says " + event.sha256());
        }
        return event;
    }

    private static DocumentIdentity subject(CloudEventsHeaders headers, EventMessage message) {
        var identity = headers.identity("subject");
        var factory = identity.factory().value();
        requireKeys(headers, message, factory);
        return identity;
    }

    private static FindingRaised raised(CloudEventsHeaders headers, EventMessage message) {
        var event = FindingValue.raised(message.value());
        requireSubject(
                headers,
                message,
                event.workload() + "#" + event.id(),
                event.workload().toString());
        return event;
    }

    private static FindingCleared cleared(CloudEventsHeaders headers, EventMessage message) {
        var event = FindingValue.cleared(message.value());
        requireSubject(
                headers,
                message,
                event.workload() + "#" + event.id(),
                event.workload().toString());
        return event;
    }

    private static KeyRotated rotated(CloudEventsHeaders headers, EventMessage message) {
        var event = KeyRotatedValue.decode(message.value(), headers.time("time"));
        requireSubject(headers, message, event.secretName(), event.secretName());
        return event;
    }

    private static RotationReport report(CloudEventsHeaders headers, EventMessage message, RotationReport event) {
        requireSubject(headers, message, event.rotationId(), event.rotationId());
        return event;
    }

    private static void requireSubject(CloudEventsHeaders headers, EventMessage message, String expected, String key) {
        var subject = headers.required("subject");
        headers.time("time");
        if (!subject.equals(expected)) {
            throw new MalformedEventException(
                    Reason.BAD_SUBJECT,
                    "The subject is " + EventChecks.excerpt(subject) + ", the value speaks of "
                            + EventChecks.excerpt(expected));
        }
        requireKeys(headers, message, key);
    }

    private static void requireKeys(CloudEventsHeaders headers, EventMessage message, String expected) {
        requireKey(message.key(), "message key", expected);
        headers.optional("partitionkey").ifPresent(key -> requireKey(key, PREFIX + "partitionkey", expected));
    }

    private static void requireKey(String key, String where, String expected) {
        if (!key.equals(expected)) {
            throw new MalformedEventException(
                    Reason.KEY_MISMATCH,
                    "The " + where + " is " + EventChecks.excerpt(key) + ", that of the subject "
                            + EventChecks.excerpt(expected));
        }
    }

    private static Draft message(
            TopicDefinition topic, Event event, String kind, DocumentIdentity identity, Instant time, URI source) {
        var headers = headers(event, kind + ":" + identity, identity.toString(), time, source);
        return new Draft(topic.name(), identity.factory().value(), headers);
    }

    private static Draft finding(
            Event event, String kind, String finding, ObjectName workload, Instant time, URI source) {
        var headers = headers(event, kind + ":" + finding + "@" + time, workload + "#" + finding, time, source);
        return new Draft(Topics.FINDINGS.name(), workload.toString(), headers);
    }

    private static Draft rotated(KeyRotated event, URI source) {
        var secret = event.secretName();
        var occasion = event.rotationId().orElseGet(() -> event.rotatedAt().toString());
        var headers = headers(event, "key-rotated:" + occasion + ":" + secret, secret, event.rotatedAt(), source);
        return new Draft(Topics.KEYS_ROTATED.name(), secret, headers);
    }

    private static Draft report(RotationReport event, URI source) {
        return switch (event) {
            case RestartVerified e ->
                report(
                        e,
                        "restart-verified",
                        restart(e.secret(), e.workload(), e.verifiedAt()),
                        e.verifiedAt(),
                        source);
            case RestartFailed e ->
                report(e, "restart-failed", restart(e.secret(), e.workload(), e.failedAt()), e.failedAt(), source);
            case RotationRefused e -> report(e, "rotation-refused", "", e.refusedAt(), source);
            case RotationCompleted e -> report(e, "rotation-completed", "", e.completedAt(), source);
            case RotationRolledBack e -> report(e, "rotation-rolled-back", "", e.rolledBackAt(), source);
        };
    }

    /** A rotation may restart a workload more than once, the last time to go back. */
    private static String restart(ObjectName secret, ObjectName workload, Instant time) {
        return ":" + secret.namespace() + "/" + secret.name() + ":" + workload + "@" + time;
    }

    private static Draft report(RotationReport event, String kind, String restart, Instant time, URI source) {
        var rotation = event.rotationId();
        var headers = headers(event, kind + ":" + rotation + restart, rotation, time, source);
        return new Draft(Topics.ROTATIONS.name(), rotation, headers);
    }

    private static TreeMap<String, String> headers(Event event, String id, String subject, Instant time, URI source) {
        return new TreeMap<>(Map.of(
                PREFIX + "specversion",
                SPECVERSION,
                PREFIX + "type",
                event.type(),
                PREFIX + "source",
                source.toString(),
                PREFIX + "id",
                id,
                PREFIX + "subject",
                subject,
                PREFIX + "time",
                time.toString(),
                "content-type",
                "application/json"));
    }

    /** A message that has no value yet. */
    private record Draft(String topic, String key, TreeMap<String, String> headers) {

        Draft {
            headers.put(PREFIX + "partitionkey", key);
        }

        Draft digests(Sha256 sha256, Optional<Sha256> previous) {
            headers.put(PREFIX + "sha256", sha256.hex());
            previous.ifPresent(digest -> headers.put(PREFIX + "prevsha256", digest.hex()));
            return this;
        }

        EventMessage value(Bytes value) {
            return new EventMessage(topic, key, headers, value);
        }
    }
}
