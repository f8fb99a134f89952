package io.otalite.rotation.observation.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.iam.v1.Iam;
import com.google.api.services.iam.v1.model.ServiceAccount;
import com.google.api.services.iam.v1.model.ServiceAccountKey;
import io.otalite.rotation.observation.GoogleAccount;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.View;
import io.otalite.rotation.observation.World;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the world like the service accounts of one project and their user-managed keys. */
public final class IamPoll implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IamPoll.class);
    private static final int PAGE = 100;

    /** What Google says for a key without an end. */
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    private final String project;
    private final Duration interval;
    private final IamAccess access;
    private final World world;
    private final Runnable viewsChanged;

    /** Accounts whose keys were told of once, so that a view of them exists and has to be kept up. */
    private final Set<String> told = new TreeSet<>();

    private final Semaphore end = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("google-iam").unstarted(this::run);
    private boolean seen = true;

    /**
     * @param config names a project
     * @param viewsChanged is called after something became visible or invisible
     */
    public IamPoll(GoogleConfig config, World world, Runnable viewsChanged) {
        project = config.project().orElseThrow();
        interval = config.interval();
        access = new IamAccess(config);
        this.world = world;
        this.viewsChanged = viewsChanged;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                pollOnce();
            } while (!end.tryAcquire(pause(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void pollOnce() {
        try {
            poll();
        } catch (RuntimeException unexpected) {
            LOG.atError().addKeyValue("failure", nature(unexpected)).log("What the poll found could not be told");
        }
    }

    /** Several instances shall not ask at the same moment for ever. */
    private long pause() {
        var tenth = Math.max(1, interval.toMillis() / 10);
        return interval.toMillis() + ThreadLocalRandom.current().nextLong(-tenth, tenth + 1);
    }

    /** Asks once. */
    void poll() {
        var before = blind();
        try {
            var accounts = access.accounts();
            var listed = list(accounts);
            replace(Kinds.GOOGLE_ACCOUNT, project, listed.stream().map(IamPoll::account));
            world.see(new Scope(Kinds.GOOGLE_ACCOUNT, project));
            for (var account : listed) {
                keys(accounts, account);
            }
            nothingOf(listed.stream().map(ServiceAccount::getEmail).collect(Collectors.toSet()));
            seen("");
        } catch (IOException failure) {
            lose(IamAccess.reason(failure, "list the service accounts of " + project));
        } catch (RuntimeException unexpected) {
            LOG.atError()
                    .addKeyValue("failure", nature(unexpected))
                    .log("The poll of Google IAM failed; the next one follows");
            lose("what Google IAM answers cannot be read");
        }
        if (!blind().equals(before)) {
            viewsChanged.run();
        }
    }

    private void lose(String reason) {
        world.lose(new Scope(Kinds.GOOGLE_ACCOUNT, project), reason);
        told.forEach(email -> world.lose(new Scope(Kinds.GOOGLE_KEY, email), reason));
        seen(reason);
    }

    private List<ServiceAccount> list(Iam.Projects.ServiceAccounts accounts) throws IOException {
        var found = new ArrayList<ServiceAccount>();
        var list = accounts.list("projects/" + project).setPageSize(PAGE);
        while (true) {
            var page = list.execute();
            if (page.getAccounts() != null) {
                found.addAll(page.getAccounts());
            }
            if (page.getNextPageToken() == null || page.getNextPageToken().isEmpty()) {
                return found;
            }
            list.setPageToken(page.getNextPageToken());
        }
    }

    /** An account whose keys may not be read hides its own keys only. */
    private void keys(Iam.Projects.ServiceAccounts accounts, ServiceAccount account) throws IOException {
        var email = account.getEmail();
        var scope = new Scope(Kinds.GOOGLE_KEY, email);
        try {
            var keys = accounts.keys()
                    .list(account.getName())
                    .setKeyTypes(List.of("USER_MANAGED"))
                    .execute()
                    .getKeys();
            replace(
                    Kinds.GOOGLE_KEY,
                    email,
                    (keys == null ? List.<ServiceAccountKey>of() : keys)
                            .stream().map(key -> key(email, key)));
            world.see(scope);
        } catch (GoogleJsonResponseException refused) {
            if (refused.getStatusCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                // It was deleted a moment ago.
                replace(Kinds.GOOGLE_KEY, email, Stream.empty());
                world.see(scope);
            } else {
                world.lose(scope, IamAccess.reason(refused, "list the keys of " + email));
            }
        }
        told.add(email);
    }

    /** An account that does not exist has no keys, whether it existed once or only a key file speaks of it. */
    private void nothingOf(Set<String> existing) {
        Stream.of(Kinds.SECRET, Kinds.CONFIG_MAP)
                .flatMap(kind -> world.ofKind(kind).stream())
                .flatMap(object -> object.references().stream())
                .filter(reference -> reference.target().kind().equals(Kinds.GOOGLE_KEY))
                .map(reference -> reference.target().namespace())
                .filter(email -> ObjectReader.projectOf(email).equals(project))
                .forEach(told::add);
        for (var email : told) {
            if (!existing.contains(email)) {
                replace(Kinds.GOOGLE_KEY, email, Stream.empty());
                world.see(new Scope(Kinds.GOOGLE_KEY, email));
            }
        }
    }

    private void replace(String kind, String namespace, Stream<? extends Observed> objects) {
        var gone = new HashSet<>(world.names(kind, namespace));
        objects.forEach(object -> {
            gone.remove(object.ref());
            take(object.ref(), () -> world.put(object));
        });
        gone.forEach(ref -> take(ref, () -> world.remove(ref)));
    }

    /** One object that makes trouble must not hide the others. */
    private static void take(ObjectRef ref, Runnable change) {
        try {
            change.run();
        } catch (RuntimeException unexpected) {
            LOG.atError()
                    .addKeyValue("object", ref)
                    .addKeyValue("failure", nature(unexpected))
                    .log("An object of Google IAM could not be taken over");
        }
    }

    /** Without the message, which may quote the object. */
    private static String nature(RuntimeException failure) {
        var name = failure.getClass().getName();
        return Arrays.stream(failure.getStackTrace())
                .findFirst()
                .map(place -> name + " at " + place)
                .orElse(name);
    }

    private static GoogleAccount account(ServiceAccount account) {
        var email = account.getEmail();
        return new GoogleAccount(
                new ObjectRef(Kinds.GOOGLE_ACCOUNT, ObjectReader.projectOf(email), email),
                meta(account.getUniqueId(), text(account.getEtag()), Optional.empty()),
                text(account.getUniqueId()),
                Boolean.TRUE.equals(account.getDisabled()),
                text(account.getDescription()));
    }

    private GoogleKey key(String email, ServiceAccountKey key) {
        var id = key.getName().substring(key.getName().lastIndexOf('/') + 1);
        return new GoogleKey(
                new ObjectRef(Kinds.GOOGLE_KEY, email, id),
                meta(id, "", Meta.instant(text(key.getValidAfterTime()))),
                project,
                Boolean.TRUE.equals(key.getDisabled()),
                Meta.instant(text(key.getValidBeforeTime())).filter(expires -> expires.isBefore(NEVER)),
                text(key.getKeyOrigin()));
    }

    private static Meta meta(@Nullable String uid, String version, Optional<Instant> created) {
        return new Meta(text(uid), version, created, false, List.of(), Map.of());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private Map<Scope, Optional<String>> blind() {
        return world.views().stream()
                .filter(view -> view.scope().kind().equals(Kinds.GOOGLE_ACCOUNT)
                        || view.scope().kind().equals(Kinds.GOOGLE_KEY))
                .collect(Collectors.toMap(View::scope, View::blind));
    }

    /** One line when Google goes out of sight, and one when it is back. @param reason empty when all is well */
    private void seen(String reason) {
        if (seen && !reason.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("project", project)
                    .addKeyValue("reason", reason)
                    .log("Google IAM cannot be read");
        } else if (!seen && reason.isEmpty()) {
            LOG.atInfo().addKeyValue("project", project).log("Google IAM is read again");
        }
        seen = reason.isEmpty();
    }

    @Override
    public void close() {
        end.release();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
