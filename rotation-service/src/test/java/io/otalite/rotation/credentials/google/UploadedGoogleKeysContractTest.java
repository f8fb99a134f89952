package io.otalite.rotation.credentials.google;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.CredentialIssuerContractTest;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.ObjectRef;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class UploadedGoogleKeysContractTest extends CredentialIssuerContractTest {
    @TempDir
    static Path home;

    private static GoogleScene google;

    @BeforeAll
    static void start() {
        google = new GoogleScene(home);
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @Override
    protected CredentialIssuer issuer() {
        google.reset();
        return google.issuer(Map.of("origin", "upload"));
    }

    @Override
    protected CredentialIssuer unreachable() {
        return google.unreachable();
    }

    @Override
    protected Subject subject() {
        return google.subject();
    }

    @Override
    protected Map<ObjectRef, Set<String>> places() {
        return google.places();
    }

    @Override
    protected void loseTheNextAnswer() {
        google.fault("\"method\":\"POST\",\"path\":\"/v1/*\",\"effect\":\"drop-after\"");
    }

    @Override
    protected boolean letsIn(Issued credential) {
        return GoogleScene.letsIn(credential);
    }

    @Override
    protected Issued inUse() {
        return google.inUse();
    }

    @Override
    protected Set<String> good() {
        return google.good();
    }

    @Override
    protected void use(Issued credential) {
        google.use(credential);
    }

    @Override
    protected Class<? extends Usage> whenUsed() {
        return Usage.Used.class;
    }

    @Override
    protected Class<? extends Usage> whenNotUsed() {
        return Usage.Silent.class;
    }
}
