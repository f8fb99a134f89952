package io.otalite.rotation.images.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.otalite.rotation.images.ImageCheck;
import io.otalite.rotation.images.ImageName;
import io.otalite.rotation.images.ImageRegistry;
import io.otalite.rotation.images.PullCredentials;
import io.otalite.rotation.images.PullCredentials.Login;
import io.otalite.rotation.images.registry.BoundedHttp.Ask;
import io.otalite.tuf.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Image registries as the OCI distribution specification describes them. */
public final class HttpImageRegistry implements ImageRegistry, AutoCloseable {
    private static final String MANIFESTS = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.v1+prettyjws",
            "*/*");

    /** The limit that the specification suggests to registries for a manifest. */
    private static final int LARGEST_MANIFEST = 4 * 1024 * 1024;

    private static final int LARGEST_TOKEN = 256 * 1024;
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern DIGEST = Pattern.compile("[a-z0-9]+:[a-f0-9]{32,128}");

    private final Duration timeout;
    private final BoundedHttp http;

    /**
     * @param timeout for a whole check
     * @param insecure registries that are asked without TLS, {@code host} or {@code host:port}
     */
    public HttpImageRegistry(Duration timeout, Set<String> insecure) {
        this.timeout = timeout;
        this.http = new BoundedHttp(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT, insecure);
    }

    @Override
    public ImageCheck check(ImageName image, List<PullCredentials> credentials) {
        var deadline = System.nanoTime() + timeout.toNanos();
        var logins = PullCredentials.matching(credentials, image);
        if (logins.isEmpty()) {
            return ask(image, Optional.empty(), deadline);
        }
        var answers = new ArrayList<ImageCheck>();
        for (var login : logins) {
            var answer = ask(image, Optional.of(login), deadline);
            if (answer instanceof ImageCheck.Present) {
                return answer;
            }
            answers.add(answer);
        }
        return conclusion(answers);
    }

    /**
     * None of several logins found the image. One that got no answer or was refused might have; many a registry answers that there is
     * nothing to whom may not see it. So absent is what all of them say.
     */
    private static ImageCheck conclusion(List<ImageCheck> answers) {
        return first(answers, ImageCheck.Unreachable.class)
                .or(() -> first(answers, ImageCheck.Denied.class))
                .orElse(answers.getFirst());
    }

    private static Optional<ImageCheck> first(List<ImageCheck> answers, Class<? extends ImageCheck> kind) {
        return answers.stream().filter(kind::isInstance).findFirst();
    }

    private ImageCheck ask(ImageName image, Optional<Login> login, long deadline) {
        try {
            return new Conversation(image, login, deadline).check();
        } catch (NoAnswerException silent) {
            return new ImageCheck.Unreachable(silent.reason());
        }
    }

    @Override
    public void close() {
        http.close();
    }

    /** One image, asked for by one login or by nobody. */
    private final class Conversation {
        private final ImageName image;
        private final Optional<Login> login;
        private final long deadline;
        private Optional<String> authorization = Optional.empty();

        Conversation(ImageName image, Optional<Login> login, long deadline) {
            this.image = image;
            this.login = login;
            this.deadline = deadline;
        }

        ImageCheck check() throws NoAnswerException {
            var answer = manifest("HEAD");
            if (answer.statusCode() == 401) {
                requireOwn(answer);
                var challenge = Challenge.of(answer.headers());
                if (challenge.isEmpty()) {
                    return denied(401);
                }
                var refusal = authorise(challenge.get(), answer.uri());
                if (refusal.isPresent()) {
                    return refusal.get();
                }
                answer = manifest("HEAD");
            }
            return switch (answer.statusCode()) {
                case 200 -> present(answer);
                case 401, 403 -> denied(answer.statusCode());
                // HEAD has no body to tell why there is nothing; and some registries do not know it.
                case 404, 405, 501 -> judge(manifest("GET"));
                default -> unanswered(answer.statusCode());
            };
        }

        /** A login is for the registry that the pod names, not for whom that registry points to. */
        private void requireOwn(HttpResponse<byte[]> answer) throws NoAnswerException {
            if (answer.uri().getRawAuthority().equals(host())) {
                return;
            }
            throw new NoAnswerException("%s redirects to %s, which asks for a login of its own"
                    .formatted(image.registry(), BoundedHttp.host(answer.uri())));
        }

        private String host() {
            return image.registry().equals("docker.io") ? "registry-1.docker.io" : image.registry();
        }

        private ImageCheck judge(HttpResponse<byte[]> got) throws NoAnswerException {
            return switch (got.statusCode()) {
                case 200 -> present(got);
                case 401, 403 -> denied(got.statusCode());
                case 404 -> absent(got);
                default -> unanswered(got.statusCode());
            };
        }

        /** Believes a digest that is named; who names none has to show the manifest, for a login page is answered with 200, too. */
        private ImageCheck present(HttpResponse<byte[]> answer) throws NoAnswerException {
            var named = answer.headers().firstValue("Docker-Content-Digest").filter(HttpImageRegistry::isDigest);
            if (named.isPresent()) {
                return presentAs(named.get());
            }
            var body = answer.request().method().equals("GET") ? answer : manifest("GET");
            if (body.statusCode() != 200) {
                return unanswered(body.statusCode());
            }
            if (!parsed(body.body()).path("schemaVersion").isInt()) {
                throw new NoAnswerException("%s answers, and not with a manifest".formatted(image.registry()));
            }
            return image.digest().filter(asked -> !asked.startsWith("sha256:")).isPresent()
                    ? new ImageCheck.Present(image.manifest())
                    : presentAs("sha256:" + Sha256.of(body.body()));
        }

        private ImageCheck presentAs(String digest) throws NoAnswerException {
            if (image.digest().filter(asked -> !asked.equals(digest)).isPresent()) {
                throw new NoAnswerException(
                        "%s answers with another digest than it was asked for".formatted(image.registry()));
            }
            return new ImageCheck.Present(digest);
        }

        /** A 404 of something that is no registry, a proxy without a route for one, says nothing of the image. */
        private ImageCheck absent(HttpResponse<byte[]> got) {
            var isRegistry =
                    got.headers().firstValue("Docker-Distribution-Api-Version").isPresent()
                            || parsed(got.body()).path("errors").isArray();
            return isRegistry
                    ? new ImageCheck.Absent(
                            "%s has no %s in %s".formatted(image.registry(), image.manifest(), image.repository()))
                    : new ImageCheck.Unreachable(
                            "%s answers HTTP 404, and not as a registry would".formatted(image.registry()));
        }

        private ImageCheck denied(int status) {
            return new ImageCheck.Denied("%s refuses to show %s: HTTP %d to %s"
                    .formatted(
                            image.registry(),
                            image.repository(),
                            status,
                            login.map(known -> "the login for " + known.location())
                                    .orElse("a request without login")));
        }

        private ImageCheck unanswered(int status) {
            return new ImageCheck.Unreachable("%s answers HTTP %d".formatted(image.registry(), status));
        }

        private HttpResponse<byte[]> manifest(String method) throws NoAnswerException {
            var host = host();
            var uri = http.address("%s://%s/v2/%s/manifests/%s"
                    .formatted(http.isPlain(host) ? "http" : "https", host, image.repository(), image.manifest()));
            return http.send(new Ask(method, uri, MANIFESTS, authorization, LARGEST_MANIFEST), deadline);
        }

        /** Answers the challenge; returns what to say of the image where that fails for good. */
        private Optional<ImageCheck> authorise(Challenge challenge, URI asked) throws NoAnswerException {
            return switch (challenge) {
                case Challenge.Basic _ when login.isEmpty() -> Optional.of(denied(401));
                case Challenge.Basic _ -> {
                    authorization = basic();
                    yield Optional.empty();
                }
                case Challenge.Bearer bearer -> fetchToken(bearer, asked);
            };
        }

        private Optional<ImageCheck> fetchToken(Challenge.Bearer bearer, URI asked) throws NoAnswerException {
            var scope = bearer.scope().orElse("repository:%s:pull".formatted(image.repository()));
            var query = "scope=" + encoded(scope)
                    + bearer.service().map(name -> "&service=" + encoded(name)).orElse("");
            var address = http.address(asked, bearer.realm() + (bearer.realm().contains("?") ? "&" : "?") + query);
            var answer = http.send(new Ask("GET", address, "application/json", basic(), LARGEST_TOKEN), deadline);
            return switch (answer.statusCode()) {
                case 200 -> {
                    authorization = Optional.of("Bearer " + token(answer));
                    yield Optional.empty();
                }
                case 401, 403 -> Optional.of(denied(answer.statusCode()));
                default ->
                    throw new NoAnswerException("%s, which gives tokens for %s, answers HTTP %d"
                            .formatted(BoundedHttp.host(address), image.registry(), answer.statusCode()));
            };
        }

        private String token(HttpResponse<byte[]> answer) throws NoAnswerException {
            var body = parsed(answer.body());
            var token = body.path("token").asText(body.path("access_token").asText(""));
            if (!token.matches("[\\x21-\\x7e]+")) {
                throw new NoAnswerException("%s, which gives tokens for %s, answers without a token"
                        .formatted(BoundedHttp.host(answer.uri()), image.registry()));
            }
            return token;
        }

        private Optional<String> basic() {
            return login.map(known -> "Basic "
                    + Base64.getEncoder()
                            .encodeToString((known.user() + ":" + known.password()).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** What is no JSON has no members, either; the parser's message, which may quote a token, is dropped. */
    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
