package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.NOW;
import static io.otalite.tuf.TestRepository.key;
import static io.otalite.tuf.TestRepository.targets;
import static io.otalite.tuf.TestRepository.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.conformance.Covers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TargetSearchTest {

    private final DelegatingRepository repository = new DelegatingRepository(Dialect.TUF);

    /** The delegation graphs of the public tuf-conformance suite: in which order roles are asked for what nobody has. */
    @ParameterizedTest(name = "{0}")
    @Covers({"5.6.7.1", "5.6.7.2"})
    @CsvSource(delimiter = '|', textBlock = """
                    one delegation                            | targets>A                                                      | A
                    one level                                 | targets>A targets>B                                            | A B
                    two levels                                | targets>A targets>B B>C                                        | A B C
                    two levels, depth first                   | targets>A targets>B A>C A>D                                    | A C D B
                    three levels, depth first                 | targets>A targets>B A>C C>D                                    | A C D B
                    two levels, terminating                   | targets>A targets>B A>C! A>D                                   | A C
                    three levels, terminating                 | targets>A targets>B A>C! C>D                                   | A C D
                    two levels, a branch that does not match  | targets>A:*.py targets>B A>C                                   | B
                    three levels, one that does not match     | targets>A targets>B A>C:*.py C>D                               | A B
                    a cycle                                   | targets>A targets>B B>C C>D D>B                                | A B C D
                    two roles delegate to a third             | targets>A targets>B B>C A>C                                    | A C B
                    two roles to a third, different paths     | targets>A targets>B B>C A>C:*.py                               | A B C
                    terminating that does not match           | targets>A!:*.py targets>B                                      | B
                    siblings before a terminating one         | targets>A targets>B! targets>C A>D                             | A D B
                    a role that delegates to itself           | targets>A A>A targets>B                                        | A B
                    """)
    void rolesAreAskedInOrder(String scenario, String graph, String order) {
        repository.delegate(graph).publish();

        SearchResult result = repository.find("missingpath");

        assertThat(result).isEqualTo(new SearchResult.Absent());
        assertThat(repository.asked)
                .containsExactlyElementsOf(Stream.of(order.split(" ", -1))
                        .map(role -> "1." + role + ".json")
                        .toList());
    }

    @ParameterizedTest(name = "{0}")
    @Covers("5.6.7.2")
    @CsvSource(delimiter = '|', nullValues = "nobody", textBlock = """
                    targetfile          | targets | ''
                    README.md           | A       | A
                    releases/x/x_v1     | C       | B C
                    releases/y/y_v1.zip | D       | B D
                    releases/z/z_v1.zip | nobody  | B
                    releases/README.md  | nobody  | ''
                    readme.MD           | nobody  | ''
                    """)
    void aTargetIsFoundWhereTheWholeChainAllowsIt(String name, String role, String order) {
        repository
                .delegate("targets>A:*.doc,*.md targets>B:releases/*/* B>C:releases/x/* B>D:releases/y/*.zip")
                .list("targets", "targetfile")
                .list("A", "README.md", "releases/README.md", "readme.MD")
                .list("C", "releases/x/x_v1")
                .list("D", "releases/y/y_v1.zip", "releases/z/z_v1.zip")
                .publish();

        SearchResult result = repository.find(name);

        if (role == null) {
            assertThat(result).isEqualTo(new SearchResult.Absent());
        } else {
            assertThat(result).isInstanceOfSatisfying(SearchResult.Found.class, found -> {
                assertThat(found.role()).isEqualTo(role);
                assertThat(found.target()).isEqualTo(targets(name).get(new TargetName(name)));
            });
        }
        assertThat(String.join(" ", repository.asked).replaceAll("1\\.(.)\\.json", "$1"))
                .isEqualTo(order);
    }

    @Test
    void theDelegatorsOwnTargetComesFirst() {
        repository.delegate("targets>A").list("targets", "a").list("A", "a").publish();

        assertThat(repository.find("a"))
                .isInstanceOfSatisfying(
                        SearchResult.Found.class,
                        found -> assertThat(found.role()).isEqualTo("targets"));
    }

    @Test
    void theFirstRoleThatHasATargetAnswers() {
        repository
                .delegate("targets>A targets>B A>C")
                .list("B", "a")
                .list("C", "a")
                .publish();

        assertThat(repository.find("a"))
                .isInstanceOfSatisfying(
                        SearchResult.Found.class,
                        found -> assertThat(found.role()).isEqualTo("C"));
    }

    @Test
    @Covers({"F10", "5.6.7.2"})
    void hashBinsAreAskedByTheHashOfTheName() {
        // The SHA-256 of "a" begins with ca97.
        repository
                .delegate("targets", "other", false, new DelegatedPaths.HashPrefixes(List.of("c0", "cb")))
                .delegate("targets", "bin", false, new DelegatedPaths.HashPrefixes(List.of("00", "ca9")))
                .list("bin", "a")
                .publish();

        assertThat(repository.find("a")).isInstanceOf(SearchResult.Found.class);
        assertThat(repository.asked).containsExactly("1.bin.json");
    }

    @Test
    @Covers("5.6.7.1")
    void noMoreRolesAreAskedThanTheLimit() {
        for (int i = 0; i <= TargetSearch.MAX_ROLES; i++) {
            repository.delegate("targets>r" + i);
        }
        repository
                .list("r" + (TargetSearch.MAX_ROLES - 1), "last")
                .list("r" + TargetSearch.MAX_ROLES, "beyond")
                .publish();

        SearchResult last = repository.find("last");
        SearchResult beyond = repository.find("beyond");

        assertThat(last).isInstanceOf(SearchResult.Found.class);
        assertThat(beyond).isEqualTo(new SearchResult.Absent());
        assertThat(repository.asked).hasSize(2 * TargetSearch.MAX_ROLES);
    }

    @ParameterizedTest
    @Covers("W15")
    @CsvSource({
        "a b, 1.a%20b.json",
        "a?b#c, 1.a%3Fb%23c.json",
        "../a, 1...%2Fa.json",
        "/a, 1.%2Fa.json",
        "ü, 1.%C3%BC.json",
        "a%2Fb, 1.a%252Fb.json",
        "-._~, 1.-._~.json",
    })
    void aRolesNameNeverGetsOutOfItsFileName(String role, String file) {
        var everything = new DelegatedPaths.Patterns(List.of(new PathPattern("*")));
        repository.delegate("targets", role, false, everything).list(role, "a").publish();

        assertThat(repository.find("a")).isInstanceOf(SearchResult.Found.class);
        assertThat(repository.asked).containsExactly(file);
    }

    @Test
    void inAktualizrsDialectDelegatedFilesAreInAFolderWithoutVersion() {
        var ats = new DelegatingRepository(Dialect.ATS)
                .delegate("targets>A A>B")
                .list("B", "a")
                .publish();

        assertThat(ats.find("a")).isInstanceOf(SearchResult.Found.class);
        assertThat(ats.asked).containsExactly("delegations/A.json", "delegations/B.json");
    }

    /** What makes a search end without an answer. */
    @ParameterizedTest(name = "{0}")
    @Covers({"F9", "5.6.1", "5.6.2", "5.6.3", "5.6.4", "5.6.5"})
    @MethodSource
    void aRoleThatCannotBeAskedEndsTheSearch(
            String scenario, Consumer<DelegatingRepository> fault, String section, Reason reason) {
        repository
                .delegate("targets>A targets>B")
                .list("A", "other")
                .list("B", "a")
                .publish();
        fault.accept(repository);

        assertThat(repository.find("a")).isInstanceOfSatisfying(SearchResult.Refused.class, refused -> {
            assertThat(refused.reason()).as(refused.message()).isEqualTo(reason);
            assertThat(refused.section()).as(refused.message()).isEqualTo(section);
        });
    }

    static Stream<Arguments> aRoleThatCannotBeAskedEndsTheSearch() {
        return Stream.of(
                fault(
                        "not listed",
                        r -> r.list(Map.of("targets.json", described(r, "1.targets.json"))),
                        "5.6.1",
                        Reason.MISSING),
                fault("not served", r -> r.files.remove("1.A.json"), "5.6.1", Reason.MISSING),
                fault(
                        "too large",
                        r -> r.list(anyBytes(r)).files.put("1.A.json", Bytes.copyOf(new byte[5_000_001])),
                        "5.6.1",
                        Reason.TOO_LARGE),
                fault(
                        "other bytes",
                        r -> r.files.put("1.A.json", r.files.files.get("1.B.json")),
                        "5.6.2",
                        Reason.MISMATCH),
                fault("unsigned", r -> signed(r, r.content("A"), List.of()), "5.6.3", Reason.SIGNATURE_THRESHOLD),
                fault(
                        "signed by another role",
                        r -> signed(r, r.content("A"), List.of(key("B"))),
                        "5.6.3",
                        Reason.SIGNATURE_THRESHOLD),
                fault(
                        "signed by the top-level key",
                        r -> signed(r, r.content("A"), r.files.signers().of(RoleName.TARGETS)),
                        "5.6.3",
                        Reason.SIGNATURE_THRESHOLD),
                fault(
                        "another version",
                        r -> signed(r, new Targets(version(2), r.content("A").expires(), targets()), List.of(key("A"))),
                        "5.6.4",
                        Reason.MISMATCH),
                fault(
                        "expired",
                        r -> signed(r, new Targets(version(1), NOW, targets()), List.of(key("A"))),
                        "5.6.5",
                        Reason.EXPIRED),
                fault(
                        "another role's file",
                        r -> r.list(anyBytes(r)).files.put("1.A.json", r.files.files.get("timestamp.json")),
                        "4.5",
                        Reason.WRONG_TYPE),
                fault(
                        "no metadata",
                        r -> r.list(anyBytes(r)).files.put("1.A.json", Bytes.utf8("")),
                        "4.5",
                        Reason.MALFORMED));
    }

    private static Arguments fault(
            String scenario, Consumer<DelegatingRepository> fault, String section, Reason reason) {
        return Arguments.of(scenario, fault, section, reason);
    }

    private static FileMeta described(DelegatingRepository repository, String file) {
        return FileMeta.of(version(1), repository.files.files.get(file));
    }

    /** Lists the role A by its version only. */
    private static Map<String, FileMeta> anyBytes(DelegatingRepository repository) {
        return new TreeMap<>(Map.of(
                "targets.json", described(repository, "1.targets.json"),
                "A.json", new FileMeta(version(1), OptionalLong.empty(), Hashes.NONE),
                "B.json", described(repository, "1.B.json")));
    }

    private static void signed(
            DelegatingRepository repository, Targets content, List<? extends MetadataSigner> signers) {
        repository.list(anyBytes(repository)).files.put("1.A.json", MetadataWriter.sign(Dialect.TUF, content, signers));
    }

    @Test
    @Covers({"W2", "5.7.3"})
    void aTargetIsFetchedByItsHash() {
        var search = repository.list("targets", "dir/a").publish().search();
        var found = (SearchResult.Found) search.find(new TargetName("dir/a"));
        Bytes content = Bytes.utf8("content of dir/a");
        String path = "dir/" + content.sha256() + ".a";

        assertThat(search.fetch(found, only(path, content))).isEqualTo(new Download.Verified(content));
        assertRefused(search.fetch(found, only("dir/a", content)), Reason.MISSING);
        assertRefused(search.fetch(found, only(path, Bytes.utf8("Content of dir/a"))), Reason.MISMATCH);
        assertRefused(search.fetch(found, only(path, Bytes.utf8("content of dir/"))), Reason.MISMATCH);
        assertRefused(search.fetch(found, only(path, Bytes.utf8("content of dir/a "))), Reason.TOO_LARGE);
        var longer = new Target(
                content.size() + 1L, found.target().hashes(), found.target().custom(), UnknownMembers.NONE);
        assertRefused(
                search.fetch(new SearchResult.Found(found.name(), longer, found.role()), only(path, content)),
                Reason.MISMATCH);
    }

    @Test
    @Covers("5.7.3")
    void whereSnapshotsAreNotConsistentATargetIsFetchedByItsName() {
        var ats = new DelegatingRepository(Dialect.ATS).list("targets", "dir/a").publish();
        var found = (SearchResult.Found) ats.find("dir/a");
        Bytes content = Bytes.utf8("content of dir/a");

        assertThat(ats.search().fetch(found, only("dir/a", content))).isEqualTo(new Download.Verified(content));
    }

    private static Function<String, Optional<Bytes>> only(String path, Bytes content) {
        return asked -> asked.equals(path) ? Optional.of(content) : Optional.empty();
    }

    private static void assertRefused(Download download, Reason reason) {
        assertThat(download).isInstanceOfSatisfying(Download.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.section()).isEqualTo("5.7.3");
        });
    }
}
