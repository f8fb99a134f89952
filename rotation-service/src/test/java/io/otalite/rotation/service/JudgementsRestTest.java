package io.otalite.rotation.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Judgements over REST. */
@QuarkusTest
@WithTestResource(ClusterAndGoogle.class)
class JudgementsRestTest extends RestCalls {
    @Test
    void judgementsAreListedInOrder() {
        // When
        var list = json("/v1/judgements");

        // Then
        assertThat(workloads(list)).containsSubsequence("bank/blocked", "shop/blocked", "shop/web");
        assertThat(list.path("next_page_token").asText()).isEmpty();
        assertThat(list.has("observed")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            at_least=BLOCKED_START                | bank/blocked,shop/blocked
            at_least=blocked_start&namespace=shop | shop/blocked
            namespace=shop                        | shop/blocked,shop/web
            """)
    void judgementsAreFiltered(String query, String expected) {
        // When
        var list = json("/v1/judgements?" + query);

        // Then
        assertThat(workloads(list)).containsExactly(expected.split(","));
    }

    @Test
    void judgementsComeInPages() {
        // Given
        var pages = new ArrayList<List<String>>();
        var token = "";

        // When
        do {
            var page = json("/v1/judgements?page_size=1&at_least=BLOCKED_START&page_token=" + token);
            pages.add(workloads(page));
            token = page.path("next_page_token").asText();
        } while (!token.isEmpty());

        // Then
        assertThat(pages).containsExactly(List.of("bank/blocked"), List.of("shop/blocked"));
    }

    @Test
    void aJudgementNamesTheReasonAndHowToMendIt() {
        // When
        var one = json("/v1/judgements/shop/Deployment/blocked");

        // Then
        var reason = one.path("judgement").path("reasons").path(0);
        assertThat(reason.path("cause").asText()).isEqualTo("object_missing");
        assertThat(reason.path("target").path("name").asText()).isEqualTo("credentials");
        assertThat(reason.path("nearest").asText()).isEqualTo("credential");
        assertThat(reason.path("fix").has("command")).isTrue();
        assertThat(one.has("observed")).isTrue();
    }

    @Test
    void aTokenOfOneListIsNoGoodForAnother() {
        // Given
        var token = json("/v1/judgements?page_size=1").path("next_page_token").asText();

        // When
        var answer = get("/v1/judgements?page_size=1&namespace=shop&page_token=" + token);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }
}
