package io.otalite.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.access.AccessToken;
import io.otalite.rest.Authorisation;
import io.otalite.rest.Authorisation.Decision;
import io.otalite.rest.Caller;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactoryAccessTest {
    private static final AccessToken GOOD = AccessToken.of("good");

    private final Authorisation tokens =
            (presented, request) -> presented.stream().anyMatch(GOOD.hash()::matches)
                    ? new Decision.Allowed(Caller.ADMIN)
                    : new Decision.Unauthenticated("no");

    private final FactoryAccess access = new FactoryAccess(tokens, "open"::equals);

    @ParameterizedTest
    @CsvSource({
        // token, method, path, factory, caller or nobody
        "good, GET,    /tuf/shut/metadata/timestamp.json,  shut, admin",
        "good, PUT,    /ota/factories/open/targets,        open, admin",
        "good, GET,    /v1/factories,                      '',   admin",
        "'',   GET,    /tuf/open/metadata/timestamp.json,  open, public",
        "'',   HEAD,   /tuf/open/metadata/1.root.json,     open, public",
        "'',   GET,    /tuf/shut/metadata/timestamp.json,  shut, nobody",
        "'',   POST,   /tuf/open/metadata/timestamp.json,  open, nobody",
        "'',   GET,    /ota/factories/open/targets,        open, nobody",
        "'',   GET,    /v1/factories/open/versions,        open, nobody",
        "'',   GET,    /v1/factories,                      '',   nobody",
        "bad,  GET,    /tuf/open/metadata/timestamp.json,  open, nobody",
        "bad,  DELETE, /ota/factories/open/targets,        open, nobody",
    })
    void whoMayDoWhat(String token, String method, String path, String factory, String expected) {
        var presented = token.isEmpty() ? List.<AccessToken>of() : List.of(AccessToken.of(token));
        var request =
                new Authorisation.Request(method, path, Optional.of(factory).filter(name -> !name.isEmpty()));

        var decision = access.decide(presented, request);

        var who = decision instanceof Decision.Allowed(Caller caller) ? caller.name() : "nobody";
        assertThat(who).isEqualTo(expected);
    }
}
