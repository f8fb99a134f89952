package io.otalite.rotation.credentials;

import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.DataObject.Entry;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import io.otalite.tuf.Bytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose credential stands in an entry of a Secret, and where else the same one stands. A key file of a Google service account says it
 * itself; of any other credential the owner of the Secret says it by the annotation {@value #CREDENTIAL} and those that its kind needs.
 */
public final class Subjects {
    public static final String GOOGLE_KEY = "google-service-account-key";
    public static final String POSTGRES_LOGIN = "postgres-login";
    public static final String RANDOM_TOKEN = "random-token";

    /** Parts of a login. */
    public static final String USERNAME = "username";

    public static final String PASSWORD = "password";

    /** Settings, which are annotations without their prefix. */
    static final String CREDENTIAL = "credential";

    static final String POSTGRES_GROUP = "postgres-group";
    static final String USERNAME_ENTRY = "username-entry";
    static final String PASSWORD_ENTRY = "password-entry";
    static final String TOKEN_ENTRY = "token-entry";
    private static final String TOKEN = "token";
    private static final String POSTGRES_ROLES = "postgres-roles";

    /** What two Secrets have to declare alike, beside the kind, to speak of one login or one token. */
    private static final List<String> SAME = List.of(POSTGRES_GROUP, POSTGRES_ROLES, "postgres-server", "accepted-in");

    /** In bytes. What is shorter may be a word that stands elsewhere too, and its digest, which is told, could be guessed. */
    private static final int SHORTEST_TOKEN = 32;

    private final World world;

    public Subjects(World world) {
        this.world = world;
    }

    /** Whose credential stands there. */
    public Recognition of(ObjectRef secret, String entry) {
        return switch (world.look(secret)) {
            case Sighting.Found(DataObject data) when secret.kind().equals(Kinds.SECRET) -> of(data, entry);
            case Sighting.Found _ -> unknown("%s is no Secret", secret);
            case Sighting.Missing _ -> unknown("%s is not there", secret);
            case Sighting.Unseen unseen -> unknown("%s cannot be seen: %s", secret, unseen.reason());
        };
    }

    private static Recognition of(DataObject secret, String name) {
        var entry = secret.entries().get(name);
        if (entry == null) {
            return unknown("%s has no entry %s", secret.ref(), name);
        }
        if (entry.googleKey().isPresent()) {
            var key = entry.googleKey().get();
            return known(secret, GOOGLE_KEY, key.clientEmail(), Optional.of(key.privateKeyId()));
        }
        if (entry.sha256().isEmpty()) {
            return unknown("The entry %s of %s cannot be read", name, secret.ref());
        }
        var kind = secret.meta().own(CREDENTIAL);
        return switch (kind) {
            case POSTGRES_LOGIN -> login(secret, name);
            case RANDOM_TOKEN -> token(secret, name, entry);
            case "" ->
                unknown(
                        "The entry %s of %s is no key file of a Google service account, and the Secret has no annotation %s",
                        name, secret.ref(), Meta.PREFIX + CREDENTIAL);
            default -> unknown("%s says it holds a %s, which nobody here knows", secret.ref(), kind);
        };
    }

    private static Recognition login(DataObject secret, String name) {
        var group = secret.meta().own(POSTGRES_GROUP);
        if (group.isEmpty()) {
            return unknown("%s has no annotation %s", secret.ref(), Meta.PREFIX + POSTGRES_GROUP);
        }
        var username = Optional.ofNullable(secret.entries().get(named(secret, USERNAME_ENTRY, USERNAME)));
        var password = Optional.ofNullable(secret.entries().get(named(secret, PASSWORD_ENTRY, PASSWORD)));
        if (!name.equals(named(secret, USERNAME_ENTRY, USERNAME))
                && !name.equals(named(secret, PASSWORD_ENTRY, PASSWORD))) {
            return unknown("The entry %s of %s is no part of its login", name, secret.ref());
        }
        var id = username.flatMap(user -> password.flatMap(word -> roles(secret)
                .filter(role -> Bytes.utf8(role).sha256().hex().equals(user.sha256()))
                .findFirst()
                .map(role -> LoginId.of(role, word.sha256(), word.size()).toString())));
        return known(secret, POSTGRES_LOGIN, group, id);
    }

    private static Stream<String> roles(DataObject secret) {
        return Arrays.stream(secret.meta().own(POSTGRES_ROLES).split(",", -1)).map(String::strip);
    }

    private static Recognition token(DataObject secret, String name, Entry entry) {
        if (!name.equals(named(secret, TOKEN_ENTRY, TOKEN))) {
            return unknown("The entry %s of %s is not its token", name, secret.ref());
        }
        return entry.size() < SHORTEST_TOKEN
                ? unknown(
                        "The entry %s of %s is shorter than %d bytes, which is no token that nobody guesses",
                        name, secret.ref(), SHORTEST_TOKEN)
                : known(secret, RANDOM_TOKEN, secret.ref().id() + '/' + name, Optional.of(TokenId.of(entry.sha256())));
    }

    private static String named(DataObject secret, String setting, String otherwise) {
        var name = secret.meta().own(setting);
        return name.isEmpty() ? otherwise : name;
    }

    private static Recognition known(DataObject secret, String kind, String account, Optional<String> id) {
        var settings = secret.meta().annotations().entrySet().stream()
                .filter(annotation -> annotation.getKey().startsWith(Meta.PREFIX))
                .collect(Collectors.toMap(
                        annotation -> annotation.getKey().substring(Meta.PREFIX.length()), Map.Entry::getValue));
        return new Recognition.Known(new Subject(kind, account, id, secret.ref(), settings));
    }

    private static Recognition unknown(String reason, Object... facts) {
        return new Recognition.Unknown(reason.formatted(facts));
    }

    /**
     * Every entry in which the credential is to be replaced, with the part of {@link Issued#parts} that belongs there: the Secret, then the
     * entry, then the part. To be asked before anything is written.
     *
     * <p>A key file says itself whose it is. A login and a token are known by their content alone, which somebody may have declared who has
     * only guessed it; so they are replaced where the Secret itself declares the same of that entry, and nowhere else.
     */
    public Map<ObjectRef, Map<String, String>> entries(Subject subject) {
        var entries = new TreeMap<ObjectRef, Map<String, String>>();
        holders(subject).forEach((ref, parts) -> {
            if (obstacle(ref, parts, subject).isEmpty()) {
                entries.put(ref, declared(ref, parts, subject));
            }
        });
        return entries;
    }

    private Map<String, String> declared(ObjectRef holder, Map<String, String> parts, Subject subject) {
        var declared = new TreeMap<>(parts);
        if (!subject.kind().equals(GOOGLE_KEY)) {
            declared.keySet().removeIf(entry -> !isDeclared(holder, entry, subject));
        }
        return declared;
    }

    private boolean isDeclared(ObjectRef holder, String entry, Subject subject) {
        return of(holder, entry) instanceof Recognition.Known(var other)
                && other.kind().equals(subject.kind())
                && SAME.stream().allMatch(name -> other.setting(name).equals(subject.setting(name)));
    }

    /** Where the credential stands and cannot be replaced, in order, and why, for people. */
    public SortedMap<ObjectRef, String> obstacles(Subject subject) {
        var obstacles = new TreeMap<ObjectRef, String>();
        holders(subject)
                .forEach((ref, parts) -> obstacle(ref, parts, subject).ifPresent(why -> obstacles.put(ref, why)));
        return obstacles;
    }

    private Optional<String> obstacle(ObjectRef holder, Map<String, String> parts, Subject subject) {
        if (!holder.kind().equals(Kinds.SECRET)) {
            return Optional.of("%s holds the credential too, and only Secrets are written to".formatted(holder));
        }
        if (world.find(holder).filter(found -> ((DataObject) found).immutable()).isPresent()) {
            return Optional.of("%s holds the credential and is immutable".formatted(holder));
        }
        var declared = declared(holder, parts, subject);
        for (var part : parts.entrySet()) {
            if (!declared.containsKey(part.getKey()) && !part.getValue().equals(USERNAME)) {
                return Optional.of(
                        "The entry %s of %s holds the same, and the Secret does not declare it by the annotations that %s has"
                                .formatted(part.getKey(), holder, subject.secret()));
            }
        }
        return subject.kind().equals(POSTGRES_LOGIN) && !declared.containsValue(USERNAME)
                ? Optional.of("%s holds the password and not the user name, which changes with it".formatted(holder))
                : Optional.empty();
    }

    private Map<ObjectRef, Map<String, String>> holders(Subject subject) {
        return switch (subject.kind()) {
            case GOOGLE_KEY ->
                subject.currentId()
                        .map(id -> keyHolders(new ObjectRef(Kinds.GOOGLE_KEY, subject.account(), id)))
                        .orElse(Map.of());
            case POSTGRES_LOGIN -> loginHolders(subject);
            case RANDOM_TOKEN -> tokenHolders(subject);
            default -> Map.of();
        };
    }

    private Map<ObjectRef, Map<String, String>> keyHolders(ObjectRef key) {
        var holders = new TreeMap<ObjectRef, Map<String, String>>();
        world.referrers(key)
                .forEach(ref -> world.find(ref)
                        .filter(DataObject.class::isInstance)
                        .map(found -> parts(
                                (DataObject) found,
                                entry -> entry.googleKey()
                                        .filter(identity -> identity.privateKeyId()
                                                        .equals(key.name())
                                                && identity.clientEmail().equals(key.namespace()))
                                        .map(_ -> Issued.WHOLE)))
                        .ifPresent(parts -> holders.put(ref, parts)));
        return holders;
    }

    private Map<ObjectRef, Map<String, String>> loginHolders(Subject subject) {
        var parts = new HashMap<String, String>();
        parts.put(content(subject, USERNAME_ENTRY, USERNAME), USERNAME);
        parts.put(content(subject, PASSWORD_ENTRY, PASSWORD), PASSWORD);
        var holders = withContent(parts);
        // Who only has the same word as the user name, such as the name of a database, has no login.
        holders.values().removeIf(held -> !held.containsValue(PASSWORD));
        return holders;
    }

    private Map<ObjectRef, Map<String, String>> tokenHolders(Subject subject) {
        return withContent(Map.of(content(subject, TOKEN_ENTRY, TOKEN), Issued.WHOLE));
    }

    /** The digest of an entry of the subject's own Secret; that of nothing where there is none. */
    private String content(Subject subject, String setting, String otherwise) {
        var name = subject.setting(setting).orElse(otherwise);
        return world.find(subject.secret())
                .filter(DataObject.class::isInstance)
                .map(found -> ((DataObject) found).entries().get(name))
                .map(Entry::sha256)
                .orElse("no " + otherwise);
    }

    private Map<ObjectRef, Map<String, String>> withContent(Map<String, String> partsByDigest) {
        var holders = new TreeMap<ObjectRef, Map<String, String>>();
        for (var kind : CredentialHolders.KINDS) {
            for (var found : world.ofKind(kind)) {
                var parts = parts(
                        (DataObject) found,
                        entry -> entry.size() == 0
                                ? Optional.empty()
                                : Optional.ofNullable(partsByDigest.get(entry.sha256())));
                if (!parts.isEmpty()) {
                    holders.put(found.ref(), parts);
                }
            }
        }
        return holders;
    }

    private static Map<String, String> parts(DataObject data, Function<Entry, Optional<String>> part) {
        var parts = new TreeMap<String, String>();
        data.entries().forEach((name, entry) -> part.apply(entry).ifPresent(found -> parts.put(name, found)));
        return parts;
    }
}
