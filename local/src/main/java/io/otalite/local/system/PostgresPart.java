package io.otalite.local.system;

import io.otalite.local.postgres.PostgresBinaries;
import io.otalite.local.postgres.PostgresCluster;
import io.otalite.process.Ending;
import io.otalite.process.ProcessRuntime;
import io.otalite.process.ProcessSpec;
import io.otalite.process.ProcessState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** The database: unpacked and created at the first start, a process like the others after that. */
record PostgresPart(StateDirectory state, LocalSecrets secrets, ProcessRuntime runtime, Consumer<Progress> progress) {
    /** The second database, and the group that owns it; rotation-service's. */
    static final String ROTATION = "rotation";

    private static final int LAST_LINES = 25;

    /** Prepares what is missing, and says how the server runs. */
    ProcessSpec prepare(int port) throws InterruptedException {
        if (!PostgresBinaries.isUnpacked(state.postgres())) {
            progress.accept(new Progress.Preparing(Parts.POSTGRES, "unpacking " + PostgresBinaries.version()));
        }
        var cluster = new PostgresCluster(PostgresBinaries.unpack(state.postgres()), state.postgres(), state.logs());
        if (!cluster.exists()) {
            progress.accept(new Progress.Preparing(Parts.POSTGRES, "creating the database"));
            cluster.clearUnfinished();
            create(cluster.creation(secrets.databasePassword()));
            cluster.adopt();
        }
        cluster.clearStaleLock();
        if (!cluster.has(ROTATION)) {
            progress.accept(new Progress.Preparing(Parts.POSTGRES, "creating the database " + ROTATION));
            create(cluster.addition(ROTATION, secrets.rotationDatabasePassword(), secrets.rotationPostgresPassword()));
            cluster.remember(ROTATION);
        }
        return cluster.server(port);
    }

    private void create(ProcessSpec creation) throws InterruptedException {
        var ended = new CompletableFuture<Ending>();
        runtime.observe(status -> {
            if (status.name().equals(creation.name())
                    && status.state() instanceof ProcessState.Ended(var ending, var _)) {
                ended.complete(ending);
            }
        });
        runtime.start(creation);
        try {
            var ending = ended.get();
            if (!ending.successful()) {
                throw new StartFailedException(
                        Parts.POSTGRES,
                        "the database could not be created, " + ending.describe(),
                        creation.launch().logFile(),
                        runtime.logs(creation.name(), LAST_LINES));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The creation of the database has no ending", e);
        } finally {
            runtime.stop(creation.name());
        }
    }
}
