package io.otalite.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.io.IOException;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SampleTargetsTest {
    @Test
    void theSampleIsTwelveValidTargetsForThreeBoards() throws IOException {
        var targets = new ObjectMapper()
                .readTree(SampleTargetsTest.class.getResourceAsStream("/demo/targets.json"))
                .path("targets");
        var boards = new TreeSet<String>();

        for (var entry : targets.properties()) {
            var target = Target.parse(new TargetName(entry.getKey()), entry.getValue());
            boards.add(target.custom().path("hardwareIds").path(0).asText());
        }

        assertThat(targets).hasSize(12);
        assertThat(boards).containsExactly("beagleplay", "intel-corei7-64", "raspberrypi4-64");
    }
}
