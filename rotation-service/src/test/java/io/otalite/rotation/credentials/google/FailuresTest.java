package io.otalite.rotation.credentials.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.testing.http.MockHttpTransport;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    private static final String WHAT = "make a key of backup";

    @Test
    void aPolicyOfTheOrganisationIsNamed() throws IOException {
        // Given
        var failure = answer(400, """
                {"error": {"code": 400, "message": "Key creation is not allowed", "status": "FAILED_PRECONDITION",
                  "details": [{"@type": "type.googleapis.com/google.rpc.PreconditionFailure", "violations": [
                    {"type": "constraints/iam.disableServiceAccountKeyUpload", "subject": "projects/ota"}]}]}}""");

        // When
        var meaning = Failures.of(failure, WHAT);

        // Then
        assertThat(meaning)
                .isInstanceOf(IssuerRefusedException.class)
                .hasMessage("The organisation does not allow to make a key of backup:"
                        + " constraints/iam.disableServiceAccountKeyUpload projects/ota");
    }

    @ParameterizedTest
    @CsvSource({
        "400,true",
        "401,false",
        "403,true",
        "404,true",
        "408,false",
        "409,true",
        "429,false",
        "500,false",
        "503,false"
    })
    void whatGoogleSaysForGoodIsARefusal(int status, boolean refused) throws IOException {
        // Given
        var failure = answer(status, "{\"error\": {\"code\": %d, \"message\": \"no\"}}".formatted(status));

        // When
        var meaning = Failures.of(failure, WHAT);

        // Then
        assertThat(meaning).isInstanceOf(refused ? IssuerRefusedException.class : IssuerUnavailableException.class);
    }

    @Test
    void whatSomebodyInBetweenSaysIsNoRefusal() throws IOException {
        // Given
        var failure = answer(403, "<html>proxy</html>");

        // When
        var meaning = Failures.of(failure, WHAT);

        // Then
        assertThat(meaning).isInstanceOf(IssuerUnavailableException.class).hasMessageNotContaining("proxy");
    }

    @Test
    void aLostConnectionIsNoRefusal() {
        assertThat(Failures.of(new SocketException("Unexpected end of file"), WHAT))
                .isInstanceOf(IssuerUnavailableException.class)
                .hasMessage("The attempt to make a key of backup failed: Google cannot be reached (SocketException)");
    }

    private static GoogleJsonResponseException answer(int status, String body) throws IOException {
        var response = new MockLowLevelHttpResponse()
                .setStatusCode(status)
                .setContentType(body.startsWith("{") ? "application/json" : "text/html")
                .setContent(body);
        var request = new MockHttpTransport.Builder()
                .setLowLevelHttpResponse(response)
                .build()
                .createRequestFactory()
                .buildGetRequest(new GenericUrl("http://127.0.0.1"))
                .setThrowExceptionOnExecuteError(false);
        return GoogleJsonResponseException.from(GsonFactory.getDefaultInstance(), request.execute());
    }
}
