package io.otalite.conformance;

import java.nio.file.Path;

/**
 * A test says that it holds a rule.
 *
 * @param source relative to the root of the repository
 * @param testClass its simple name
 * @param method empty when the whole class says so
 */
public record Coverage(String ruleId, Path source, String testClass, String method) {}
