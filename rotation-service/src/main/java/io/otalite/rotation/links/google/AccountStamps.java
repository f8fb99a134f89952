package io.otalite.rotation.links.google;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.iam.v1.Iam;
import com.google.api.services.iam.v1.model.PatchServiceAccountRequest;
import com.google.api.services.iam.v1.model.ServiceAccount;
import io.otalite.rotation.leadership.Leadership;
import io.otalite.rotation.links.HolderNote;
import io.otalite.rotation.observation.GoogleAccount;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes on each account of Google IAM who holds its keys, at the end of its description. The leader does it. A patch names the version
 * that it was made for and fails when somebody was faster; the next round makes it anew. What stands there already is not written again,
 * and nothing is written while what is there is not known.
 */
public final class AccountStamps implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountStamps.class);
    private static final Duration ROUND = Duration.ofSeconds(15);

    /** Longer than it takes to see what was written. Somebody who takes a note away again is not fought in the meantime. */
    private static final Duration TRUCE = Duration.ofMinutes(10);

    /** Google is not asked at every round for what it has just refused. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Access access;
    private final World world;
    private final BooleanSupplier everythingIsListed;
    private final Leadership leadership;
    private final Clock clock;
    private final Map<ObjectRef, Attempt> attempts = new HashMap<>();
    private final Semaphore end = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("account-stamps").unstarted(this::run);
    private boolean failing;

    /** The way to the accounts. */
    @FunctionalInterface
    public interface Access {
        /** @throws IOException when there is no usable key */
        Iam.Projects.ServiceAccounts accounts() throws IOException;
    }

    /** @param rest the same is not written again before */
    private record Attempt(String description, Instant rest) {}

    /** @param everythingIsListed before that, nobody would be seen to hold anything */
    public AccountStamps(
            Access access, World world, BooleanSupplier everythingIsListed, Leadership leadership, Clock clock) {
        this.access = access;
        this.world = world;
        this.everythingIsListed = everythingIsListed;
        this.leadership = leadership;
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                round();
            } while (!end.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at every account once. */
    void round() {
        if (!leadership.isLeader() || !everythingIsListed.getAsBoolean() || isAnySecretHidden()) {
            return;
        }
        var accounts = world.ofKind(Kinds.GOOGLE_ACCOUNT);
        attempts.keySet().removeIf(ref -> world.find(ref).isEmpty());
        for (var account : accounts) {
            if (world.look(account.ref()) instanceof Sighting.Found(GoogleAccount seen) && areKeysSeen(seen)) {
                stamp(seen);
            }
        }
    }

    /** A Secret that cannot be seen may hold a key. */
    private boolean isAnySecretHidden() {
        return world.views().stream()
                .anyMatch(view ->
                        view.scope().kind().equals(Kinds.SECRET) && view.blind().isPresent());
    }

    private boolean areKeysSeen(GoogleAccount account) {
        var keys = new Scope(Kinds.GOOGLE_KEY, account.ref().name());
        return world.views().stream()
                .anyMatch(view -> view.scope().equals(keys) && view.blind().isEmpty());
    }

    private void stamp(GoogleAccount account) {
        var wanted = HolderNote.written(account.description(), holders(account));
        if (wanted.equals(account.description()) || rests(account.ref(), wanted)) {
            return;
        }
        try {
            write(account, wanted);
            attempts.put(account.ref(), new Attempt(wanted, clock.instant().plus(TRUCE)));
            failing = false;
        } catch (HttpResponseException refused) {
            if (refused.getStatusCode() != HttpURLConnection.HTTP_CONFLICT) {
                failed(account.ref(), wanted, String.valueOf(refused.getStatusCode()));
            }
        } catch (IOException unreachable) {
            failed(account.ref(), wanted, "none");
        }
    }

    /** The Secrets and ConfigMaps that hold a key of the account which Google still knows. */
    private List<String> holders(GoogleAccount account) {
        return world.names(Kinds.GOOGLE_KEY, account.ref().name()).stream()
                .flatMap(key -> world.referrers(key).stream())
                .map(holder -> holder.namespace() + '/' + holder.name())
                .distinct()
                .sorted()
                .toList();
    }

    private boolean rests(ObjectRef ref, String wanted) {
        var last = attempts.get(ref);
        return last != null && last.description().equals(wanted) && last.rest().isAfter(clock.instant());
    }

    private void write(GoogleAccount account, String description) throws IOException {
        var change = new ServiceAccount()
                .setDescription(description)
                .setEtag(account.meta().resourceVersion());
        var unused = access.accounts()
                .patch(
                        "projects/%s/serviceAccounts/%s"
                                .formatted(
                                        account.ref().namespace(), account.ref().name()),
                        new PatchServiceAccountRequest()
                                .setServiceAccount(change)
                                .setUpdateMask("description"))
                .execute();
    }

    /** One line until it works again. @param status {@code none} when there was no answer */
    private void failed(ObjectRef ref, String wanted, String status) {
        attempts.put(ref, new Attempt(wanted, clock.instant().plus(RETRY)));
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("account", ref.name())
                    .addKeyValue("status", status)
                    .log("A service account cannot be described; who holds its keys is shown by this service only");
        }
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
