package io.otalite.rest;

import java.util.Map;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public ProblemException(int status, String code, String title, String detail) {
        this(status, code, title, detail, Map.of());
    }

    public ProblemException(int status, String code, String title, String detail, Map<String, String> errors) {
        super(detail);
        this.problem = Problem.of(status, code, title, detail, errors);
    }

    public Problem problem() {
        return problem;
    }
}
