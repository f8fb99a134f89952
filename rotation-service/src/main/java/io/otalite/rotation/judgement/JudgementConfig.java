package io.otalite.rotation.judgement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often everything is judged, and how early a key's end is reported: properties {@code ota.judgement.*}. */
@ConfigMapping(prefix = "ota.judgement")
public interface JudgementConfig {
    /** Property {@code ota.judgement.interval}: everything is judged anew at least this often; default 5 minutes. */
    @WithDefault("PT5M")
    Duration interval();

    /** Property {@code ota.judgement.warn-before}: how long before its end a key is reported; default 14 days. */
    @WithDefault("P14D")
    Duration warnBefore();
}
