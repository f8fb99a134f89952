package io.otalite.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.otalite.telemetry.LogContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The body of every refusal: problem details (RFC 9457) plus the members that the user API's command line prints.
 *
 * @param type a URI reference that identifies the kind of problem; derived from the code
 * @param title the same for all problems of one code
 * @param status the HTTP status
 * @param detail what was found, where, and how to mend it; its wording may change
 * @param code stable, for programs
 * @param message repeats the detail: fioctl prints this member
 * @param errors field or JSON pointer to what is wrong there; left out when empty
 * @param requestId what the log calls the request; left out where there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String message,
        Map<String, String> errors,
        @Nullable String requestId) {
    /** RFC 9457 section 3. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = Map.copyOf(errors);
    }

    public static Problem of(int status, String code, String title, String detail, Map<String, String> errors) {
        return new Problem(
                "urn:ota-lite:problem:" + code,
                title,
                status,
                detail,
                code,
                detail,
                errors,
                MDC.get(LogContext.REQUEST_ID));
    }
}
