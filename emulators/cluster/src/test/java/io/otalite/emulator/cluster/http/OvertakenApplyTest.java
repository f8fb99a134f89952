package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import io.otalite.emulator.cluster.access.Groups;
import io.otalite.emulator.cluster.access.Roles;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.admission.Operation;
import io.otalite.emulator.cluster.objects.Admission.Part;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An apply while others create and delete what it is about. */
class OvertakenApplyTest {
    private static final ObjectKey MAP = new ObjectKey(Kinds.CONFIG_MAP, "shop", "map");

    private final Objects objects = new Objects(Clock.systemUTC(), (_, _, _, wanted, _) -> wanted, Journal.none());
    private Runnable others = () -> {};

    @BeforeEach
    void namespace() {
        objects.create(ObjectKey.inCluster(Kinds.NAMESPACE, "shop"), Json.object(), Write.FOR_REAL);
    }

    @Test
    void itChangesWhatSomebodyElseHasCreatedMeanwhile() {
        // Given
        others = () -> objects.create(MAP, Json.object().put("theirs", 1), Write.FOR_REAL);

        // When
        var answer = (Answer.Document) changes().patch(apply(), MAP, Part.MAIN);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("theirs").asInt()).isEqualTo(1);
        assertThat(answer.body().path("mine").asInt()).isEqualTo(1);
    }

    @Test
    void itCreatesWhatSomebodyElseHasDeletedMeanwhile() {
        // Given
        objects.create(MAP, Json.object().put("theirs", 1), Write.FOR_REAL);
        others = () -> objects.remove(MAP);

        // When
        var answer = (Answer.Document) changes().patch(apply(), MAP, Part.MAIN);

        // Then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().has("theirs")).isFalse();
        assertThat(answer.body().path("mine").asInt()).isEqualTo(1);
    }

    private Changes changes() {
        var rules = new WriteRules(
                (_, _, old) -> (old == null ? Json.object() : old.deepCopy()).put("mine", 1),
                (_, _) -> List.of(),
                (_, _, wanted, _, _, _) -> wanted,
                new Interfering());
        var permissions = new Permissions(new Roles(objects));
        return new Changes(objects, new Writes(objects, rules), rules, permissions, Clock.systemUTC());
    }

    private static Call apply() {
        var headers = new Headers();
        headers.set("Content-Type", Changes.APPLY);
        var admin = new Caller("admin", "", List.of(Groups.MASTERS));
        return new Call("PATCH", Query.parse("fieldManager=m"), headers, "{}".getBytes(StandardCharsets.UTF_8), admin);
    }

    /** Lets the others act between an apply's look and its write, once. */
    private final class Interfering implements WriteRules.Reviewers {
        @Override
        public boolean exist() {
            return true;
        }

        @Override
        public List<String> review(
                Operation operation, ObjectKey key, ObjectNode old, ObjectNode wanted, Caller caller, Write write) {
            var now = others;
            others = () -> {};
            now.run();
            return List.of();
        }
    }
}
