package io.otalite.system.judge;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a judge of another language comes about: its sources are in {@code src/test/judges/<name>}, their packages are pinned
 * there.
 *
 * @param fetched the library, as its package manager writes it
 * @param tools the commands that have to be there, each with the arguments with which it does nothing
 * @param install what fetches and builds, in the folder of the judge
 * @param run what answers
 */
record Recipe(
        String name, String version, String fetched, List<List<String>> tools, List<String> install, List<String> run) {

    /** For all commands: what is asked for is taken, and no other version of the tool itself is fetched. */
    static final Map<String, String> ENVIRONMENT = Map.of(
            "GOTOOLCHAIN", "local", "GOFLAGS", "-mod=readonly", "CGO_ENABLED", "0", "PYTHONDONTWRITEBYTECODE", "1");

    private static final Recipe TUF_JS = new Recipe(
            "tuf-js",
            "5.0.1",
            "tuf-js@5.0.1",
            List.of(List.of("node", "--version"), List.of("npm", "--version")),
            words(
                    "npm ci --no-audit --no-fund --ignore-scripts --loglevel=error --fetch-retries=0 --fetch-timeout=20000"),
            words("node judge.js"));

    private static final Recipe PYTHON_TUF = new Recipe(
            "python-tuf",
            "7.0.1",
            "tuf==7.0.1",
            List.of(List.of("python3", "-m", "pip", "--version")),
            words("python3 -m pip install --quiet --no-input --disable-pip-version-check --root-user-action=ignore"
                    + " --retries 0 --timeout 20 --only-binary :all: --upgrade --target packages -r requirements.txt"),
            words("python3 judge.py"));

    private static final Recipe GO_TUF = new Recipe(
            "go-tuf",
            "v2.4.2",
            "github.com/theupdateframework/go-tuf/v2@v2.4.2",
            List.of(List.of("go", "version")),
            words("go build -o judge ."),
            words("./judge"));

    static Stream<Recipe> all() {
        return Stream.of(TUF_JS, PYTHON_TUF, GO_TUF);
    }

    private static List<String> words(String command) {
        return List.of(command.split(" ", -1));
    }
}
