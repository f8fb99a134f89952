package io.otalite.api.publication.http;

import io.otalite.api.publication.Precondition;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a client demands of the present Targets before its change may be applied. */
final class Conditions {
    private Conditions() {}

    /** @param checksumHeader the header in which clients of the ATS family send the checksum, without quotes */
    static Precondition of(ContainerRequestContext context, String checksumHeader) {
        var checksum = context.getHeaderString(checksumHeader);
        if (checksum != null) {
            return new Precondition.OneOf(Set.of(checksum.strip()));
        }
        var ifMatch = context.getHeaderString("If-Match");
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return new Precondition.None();
        }
        // A weak tag never matches (RFC 9110 13.1.1): its prefix stays, and no checksum has it.
        return new Precondition.OneOf(Arrays.stream(ifMatch.split(",", -1))
                .map(tag -> tag.strip().replaceAll("^\"|\"$", ""))
                .collect(Collectors.toUnmodifiableSet()));
    }
}
