package io.otalite.emulator.google.http;

import java.util.Map;

/** A call that is refused, in the error form of Google's APIs: status, reason and message in a JSON body. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String REALM = "Bearer realm=\"https://accounts.google.com/\"";
    private static final String ABORTED = "aborted";
    private static final String FAILED_PRECONDITION = "failedPrecondition";
    /** Of the reasons whose name does not follow from the status. */
    private static final Map<String, String> REASON_NAMES =
            Map.of(ABORTED, "ABORTED", FAILED_PRECONDITION, "FAILED_PRECONDITION");

    private static final Map<Integer, String> STATUS_NAMES = Map.of(
            400, "INVALID_ARGUMENT",
            401, "UNAUTHENTICATED",
            403, "PERMISSION_DENIED",
            404, "NOT_FOUND",
            409, "ALREADY_EXISTS",
            412, "FAILED_PRECONDITION",
            429, "RESOURCE_EXHAUSTED",
            500, "INTERNAL",
            503, "UNAVAILABLE");

    private final int status;
    private final String reason;
    private final Map<String, String> headers;

    private ApiException(int status, String reason, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
        this.headers = Map.copyOf(headers);
    }

    public static ApiException of(int status, String reason, String message) {
        return new ApiException(status, reason, message, Map.of());
    }

    public static ApiException invalid(String message) {
        return of(400, "invalid", message);
    }

    public static ApiException notFound(String message) {
        return of(404, "notFound", message);
    }

    public static ApiException conflict(String message) {
        return of(409, "conflict", message);
    }

    /** Somebody else changed it since the caller has read it. */
    public static ApiException aborted(String message) {
        return of(409, ABORTED, message);
    }

    /** It is there already. */
    public static ApiException alreadyExists(String message) {
        return of(409, "alreadyExists", message);
    }

    /** The state of the resource does not allow it. */
    public static ApiException failedPrecondition(String message) {
        return of(400, FAILED_PRECONDITION, message);
    }

    public static ApiException forbidden(String message) {
        return of(403, "forbidden", message);
    }

    public static ApiException tooLarge(long limit) {
        return of(413, "uploadTooLarge", "The content is larger than the limit of %d bytes.".formatted(limit));
    }

    public static ApiException conditionNotMet() {
        return of(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
    }

    /** A conditional read whose condition says that the caller has the newest version already; it has no body. */
    public static ApiException notModified() {
        return of(304, "notModified", "Not modified");
    }

    /** No credential at all: renewing a token would not help, so the challenge does not ask for it. */
    public static ApiException anonymous() {
        return new ApiException(
                401,
                "required",
                "Anonymous caller does not have access. Send a bearer token.",
                Map.of("WWW-Authenticate", REALM));
    }

    /** A token that does not count; {@code invalid_token} is what makes Google's clients ask for a new one. */
    public static ApiException invalidToken() {
        return new ApiException(
                401,
                "authError",
                "Invalid Credentials",
                Map.of("WWW-Authenticate", REALM + ", error=\"invalid_token\""));
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    public Response response() {
        if (status == 304) {
            return Response.empty(status);
        }
        var body = Json.object();
        var error = body.putObject("error");
        error.put("code", status).put("message", getMessage());
        error.putArray("errors")
                .addObject()
                .put("domain", "global")
                .put("reason", reason)
                .put("message", getMessage());
        var name = REASON_NAMES.getOrDefault(reason, STATUS_NAMES.get(status));
        if (name != null) {
            error.put("status", name);
        }
        var response = Response.json(status, body);
        for (var header : headers.entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }
}
