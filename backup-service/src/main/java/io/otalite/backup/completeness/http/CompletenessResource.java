package io.otalite.backup.completeness.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.otalite.backup.completeness.Completeness;
import io.otalite.backup.completeness.CompletenessReport;
import io.otalite.backup.completeness.FactoryReport;
import io.otalite.backup.completeness.VersionRange;
import io.otalite.events.FactoryName;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.TufException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Says whether anything is missing from a factory's archive. */
@Path("/v1/factories/{factory}/completeness")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Completeness")
public class CompletenessResource {
    private final Completeness completeness;

    CompletenessResource(Completeness completeness) {
        this.completeness = completeness;
    }

    @GET
    @Operation(
            summary =
                    "Gaps, broken links and conflicts in every dialect the factory has, or in the one asked for, from what the bucket lists; deep=true also reads and hashes every object")
    public Answer completeness(
            @PathParam("factory") String factory,
            @QueryParam("dialect") @Nullable String dialect,
            @QueryParam("deep") @DefaultValue("false") boolean deep) {
        var name = name(factory);
        var report =
                dialect == null ? completeness.examine(name, deep) : completeness.examine(name, dialect(dialect), deep);
        if (report.dialects().isEmpty()) {
            throw unknownFactory(dialect == null ? factory : "%s in the dialect %s".formatted(factory, dialect));
        }
        return Answer.of(report);
    }

    private static FactoryName name(String factory) {
        try {
            return new FactoryName(factory);
        } catch (TufException noSuchName) {
            throw unknownFactory(factory);
        }
    }

    private static Dialect dialect(String id) {
        try {
            return Dialect.fromId(id);
        } catch (TufException unknown) {
            var detail = "There is no metadata dialect \"%s\"; known are %s".formatted(id, Dialect.all());
            throw new ProblemException(400, "unknown_dialect", "Unknown dialect", detail, Map.of("dialect", detail));
        }
    }

    private static ProblemException unknownFactory(String factory) {
        return new ProblemException(
                404,
                "unknown_factory",
                "Unknown factory",
                "Nothing of a factory %s has been archived. A factory appears with its first root.".formatted(factory));
    }

    /** The report as REST shows it. */
    public record Answer(
            String factory,

            @Schema(description = "Nothing is missing, broken, contradicted or damaged in any dialect listed here")
            boolean complete,

            @Schema(
                    description =
                            "The highest version that is archived in every dialect listed here, 0 when one has none")
            long newest,

            List<InDialect> dialects,
            boolean deep) {
        static Answer of(FactoryReport report) {
            return new Answer(
                    report.factory().value(),
                    report.complete(),
                    report.newest(),
                    report.dialects().stream().map(InDialect::of).toList(),
                    report.deep());
        }
    }

    /** What was found in one dialect. */
    public record InDialect(
            String dialect,

            @Schema(description = "Nothing is missing, broken, contradicted or damaged up to the newest version")
            boolean complete,

            @Schema(description = "How many are archived") long versions,

            @Schema(description = "The highest archived version, 0 when there is none")
            long newest,

            @Schema(description = "Missing versions, at most 100 ranges")
            List<VersionRange> gaps,

            @JsonProperty("broken_links")
            @Schema(description = "Versions that name another predecessor than the one archived")
            List<Long> brokenLinks,

            @Schema(description = "Quarantined records that offered another content for a version")
            List<String> conflicts,

            @Schema(description = "Versions whose bytes are not those archived; found by a deep check only")
            List<Long> damaged) {
        static InDialect of(CompletenessReport report) {
            return new InDialect(
                    report.dialect().id(),
                    report.complete(),
                    report.versions(),
                    report.newest(),
                    report.gaps(),
                    report.brokenLinks(),
                    report.conflicts(),
                    report.damaged());
        }
    }
}
