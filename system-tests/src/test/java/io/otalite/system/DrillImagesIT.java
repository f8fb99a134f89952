package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An image is deleted from its registry. Whoever runs goes on running; the next start would fail. */
class DrillImagesIT {
    /** A second or two where nothing else runs. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** How long nobody may say anything where nobody judges. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String IMAGE_ABSENT = "image_absent";

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.changed(settings -> settings.without(TestSystem.API)
            .without(TestSystem.BACKUP)
            .withEnvironment(TestSystem.ROTATION, "OTA_IMAGES_ENABLED", "true")
            .withEnvironment(TestSystem.ROTATION, "OTA_IMAGES_INTERVAL", "1s"));

    private final Rotation rotation = SYSTEM.rotation();
    private final Shop shop = Shop.open(SYSTEM.cluster().client());

    @Test
    void whenAnImageIsDeletedFromItsRegistry_thenItIsFoundAbsent() throws IOException {
        try (var registry = SmallRegistry.start()) {
            // Given
            var web = shop.running("web", registry.image());
            await().atMost(PATIENCE).until(() -> registry.asked() > 1);
            assertThat(rotation.verdict(web)).isEqualTo("OK");

            // When
            registry.delete();

            // Then
            await().atMost(SOON).until(() -> rotation.judges(web, IMAGE_ABSENT));
            await().atMost(SOON).until(() -> rotation.tells(web, IMAGE_ABSENT));
            var reason = rotation.reasons(web, IMAGE_ABSENT).getFirst();
            assertThat(reason.path("verdict").asText()).isEqualTo("BLOCKED_START");
            assertThat(reason.path("path").asText()).isEqualTo("/spec/template/spec/containers/0");
            assertThat(reason.path("target").path("name").asText()).isEqualTo(registry.image());
            registry.push();
            await().atMost(PATIENCE).until(() -> !rotation.tells(web, IMAGE_ABSENT));
        }
    }

    /** The control: the same, and registries are not asked. */
    @Test
    void givenRegistriesAreNotAsked_whenAnImageIsDeleted_thenNobodySaysSo() throws IOException {
        try (var registry = SmallRegistry.start()) {
            // Given
            SYSTEM.rotationPods().set("OTA_IMAGES_ENABLED", "false");
            var web = shop.running("unasked", registry.image());
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(rotation.verdict(web)).isEqualTo("OK"));

            // When
            registry.delete();

            // Then
            await().during(SILENCE)
                    .atMost(PATIENCE)
                    .until(() -> !rotation.judges(web, IMAGE_ABSENT) && !rotation.tells(web, IMAGE_ABSENT));
            assertThat(registry.asked()).isZero();
            SYSTEM.rotationPods().set("OTA_IMAGES_ENABLED", "true");
            await().atMost(PATIENCE).until(() -> rotation.judges(web, IMAGE_ABSENT));
        }
    }
}
