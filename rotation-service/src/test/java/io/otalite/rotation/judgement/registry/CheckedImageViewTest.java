package io.otalite.rotation.judgement.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.images.CheckPace;
import io.otalite.rotation.images.CheckedImages;
import io.otalite.rotation.images.ImageCheck;
import io.otalite.rotation.images.ImageCheck.Absent;
import io.otalite.rotation.images.ImageCheck.Denied;
import io.otalite.rotation.images.ImageCheck.Present;
import io.otalite.rotation.images.ImageCheck.Unreachable;
import io.otalite.rotation.images.ImageQuestion;
import io.otalite.rotation.judgement.ImageView.ImageState;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckedImageViewTest {
    private static final String IMAGE = "registry.test/api:1";
    private static final List<ObjectRef> PULL = List.of(new ObjectRef(Kinds.SECRET, "shop", "pull"));

    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private ImageCheck answer = new Present("sha256:1");
    private final CheckedImages images = new CheckedImages(
            (_, _) -> answer,
            _ -> Optional.empty(),
            new CheckPace(Duration.ofMinutes(5), Duration.ofSeconds(15), 8, 100),
            clock,
            Runnable::run,
            _ -> {});
    private final CheckedImageView view = new CheckedImageView(images);

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(new Present("sha256:1"), PULL, new ImageState.Pullable()),
                Arguments.of(new Absent("unknown manifest"), PULL, new ImageState.Absent()),
                Arguments.of(new Denied("as robot"), PULL, new ImageState.Denied("as robot")),
                Arguments.of(new Denied("anonymously"), List.of(), new ImageState.Unchecked()),
                Arguments.of(new Unreachable("timed out"), PULL, new ImageState.Unreachable("timed out")));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void whatTheRegistrySaidIsToldOn(ImageCheck said, List<ObjectRef> pullSecrets, ImageState told) {
        // Given
        answer = said;
        var names = pullSecrets.stream().map(secret -> "shop/" + secret.name()).toList();
        images.want(Set.of(new ImageQuestion(IMAGE, names)));

        // When
        var state = view.latest(IMAGE, pullSecrets);

        // Then
        assertThat(state).isEqualTo(told);
    }

    @Test
    void theAnswerToOtherCredentialsIsNone() {
        // Given
        images.want(Set.of(new ImageQuestion(IMAGE, List.of("shop/pull"))));

        // When
        var state = view.latest(IMAGE, List.of());

        // Then
        assertThat(state).isEqualTo(new ImageState.Unchecked());
    }

    @Test
    void whatWouldBePulledIsAsked() {
        // Given
        var world = new TestWorld(clock).with("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: default, namespace: shop}
                imagePullSecrets: [{name: pull}]
                """, """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: shop, uid: d1}
                spec:
                  template:
                    spec:
                      imagePullSecrets: [{name: own}]
                      initContainers: [{name: i, image: "registry.test/init:1"}]
                      containers: [{name: c, image: "registry.test/api:2"}]
                      volumes: [{name: v, image: {reference: "registry.test/data:1"}}]
                """, """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata:
                  name: api-1
                  namespace: shop
                  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: api, uid: d1, controller: true}]
                spec: {template: {spec: {containers: [{name: c, image: "registry.test/api:1"}]}}}
                """, """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: done, namespace: shop}
                spec: {template: {spec: {containers: [{name: c, image: "registry.test/done:1"}]}}}
                status: {conditions: [{type: Complete, status: "True"}]}
                """);

        // When
        var questions = new ImageQuestions(world.world(), images, clock).collect();

        // Then
        assertThat(questions)
                .containsExactlyInAnyOrder(
                        new ImageQuestion("registry.test/init:1", List.of("shop/own")),
                        new ImageQuestion("registry.test/api:2", List.of("shop/own")),
                        new ImageQuestion("registry.test/data:1", List.of("shop/own")),
                        new ImageQuestion("registry.test/api:1", List.of("shop/pull")));
    }
}
