package io.otalite.rotation.credentials.google;

import com.google.api.services.iam.v1.Iam;
import com.google.api.services.iam.v1.model.CreateServiceAccountKeyRequest;
import com.google.api.services.iam.v1.model.DisableServiceAccountKeyRequest;
import com.google.api.services.iam.v1.model.EnableServiceAccountKeyRequest;
import com.google.api.services.iam.v1.model.ServiceAccount;
import com.google.api.services.iam.v1.model.ServiceAccountKey;
import com.google.api.services.iam.v1.model.UploadServiceAccountKeyRequest;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Standing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;

/**
 * The user-managed keys of the accounts of one project. Always under the name of that project: under the wildcard Google answers 403
 * for an account that does not exist.
 */
final class IamKeys {
    /** Of user-managed keys an account may have so many, disabled ones included. */
    static final int MOST_KEYS = 10;

    private final GoogleAccess google;

    IamKeys(GoogleAccess google) {
        this.google = google;
    }

    private interface Call<T> {
        T on(Iam.Projects.ServiceAccounts accounts) throws IOException;
    }

    private <T> T call(String what, Call<T> call) {
        try {
            return call.on(google.accounts().open());
        } catch (IOException failure) {
            throw Failures.of(failure, what);
        }
    }

    private String name(String account) {
        return "projects/%s/serviceAccounts/%s".formatted(google.project(), account);
    }

    private String name(String account, String id) {
        return name(account) + "/keys/" + id;
    }

    /** @throws IssuerRefusedException if there is no such account */
    ServiceAccount account(String account) {
        return call("look at the account " + account, accounts -> {
            try {
                return accounts.get(name(account)).execute();
            } catch (IOException failure) {
                if (Failures.is(failure, HttpURLConnection.HTTP_NOT_FOUND)) {
                    throw new IssuerRefusedException(
                            "The project %s has no account %s".formatted(google.project(), account));
                }
                throw failure;
            }
        });
    }

    List<ServiceAccountKey> list(String account) {
        var keys = call(
                "list the keys of " + account,
                accounts -> accounts.keys()
                        .list(name(account))
                        .setKeyTypes(List.of("USER_MANAGED"))
                        .execute()
                        .getKeys());
        return keys == null ? List.of() : keys;
    }

    static String idOf(ServiceAccountKey key) {
        return key.getName().substring(key.getName().lastIndexOf('/') + 1);
    }

    /** Empty when there is no such key, or not yet. */
    Optional<ServiceAccountKey> find(String account, String id) {
        return call(
                "look at the key %s of %s".formatted(id, account),
                accounts -> found(accounts.keys().get(name(account, id))));
    }

    private static Optional<ServiceAccountKey> found(Iam.Projects.ServiceAccounts.Keys.Get get) throws IOException {
        try {
            return Optional.of(get.execute());
        } catch (IOException failure) {
            if (Failures.is(failure, HttpURLConnection.HTTP_NOT_FOUND)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** The public half that Google keeps; empty when there is no such key, or not yet. */
    Optional<PublicKey> publicKey(String account, String id) {
        return call(
                        "look at the key %s of %s".formatted(id, account),
                        accounts ->
                                found(accounts.keys().get(name(account, id)).setPublicKeyType("TYPE_X509_PEM_FILE")))
                .map(key -> publicKey(key.decodePublicKeyData()));
    }

    private static PublicKey publicKey(byte[] pem) {
        try {
            // Text may stand before the certificate.
            var begin = new String(pem, StandardCharsets.ISO_8859_1).indexOf("-----BEGIN");
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem, Math.max(0, begin), pem.length))
                    .getPublicKey();
        } catch (CertificateException unreadable) {
            throw new IssuerUnavailableException("The certificate of a key that Google gives cannot be read");
        }
    }

    /** @return with the key file, which Google gives this once */
    ServiceAccountKey create(String account) {
        return make(
                account,
                accounts -> accounts.keys()
                        .create(
                                name(account),
                                new CreateServiceAccountKeyRequest()
                                        .setKeyAlgorithm("KEY_ALG_RSA_2048")
                                        .setPrivateKeyType("TYPE_GOOGLE_CREDENTIALS_FILE"))
                        .execute());
    }

    /** @param certificate X.509 in PEM */
    ServiceAccountKey upload(String account, byte[] certificate) {
        return make(account, accounts -> {
            try {
                return accounts.keys()
                        .upload(name(account), new UploadServiceAccountKeyRequest().encodePublicKeyData(certificate))
                        .execute();
            } catch (IOException failure) {
                if (Failures.is(failure, HttpURLConnection.HTTP_CONFLICT)) {
                    throw new IssuerUnavailableException(
                            "The new key of %s is uploaded, and Google does not list it yet".formatted(account));
                }
                throw failure;
            }
        });
    }

    /** Google's answer to one key too many does not say so. */
    private ServiceAccountKey make(String account, Call<ServiceAccountKey> call) {
        try {
            return call("make a key of " + account, call);
        } catch (IssuerRefusedException refused) {
            var keys = list(account).size();
            throw keys < MOST_KEYS
                    ? refused
                    : new IssuerRefusedException(
                            "%s has %d user-managed keys, and no account may have more".formatted(account, keys));
        }
    }

    /**
     * @return false if Google has no such key, or not yet, and it was to be gone
     * @throws IssuerRefusedException if it was to be anything else
     */
    boolean change(String account, String id, Standing standing) {
        var name = name(account, id);
        var verb = switch (standing) {
            case ENABLED -> "enable";
            case DISABLED -> "disable";
            case GONE -> "delete";
        };
        return call("%s the key %s of %s".formatted(verb, id, account), accounts -> {
            try {
                change(accounts.keys(), name, standing);
                return true;
            } catch (IOException failure) {
                if (!Failures.is(failure, HttpURLConnection.HTTP_NOT_FOUND)) {
                    throw failure;
                }
                if (standing == Standing.GONE) {
                    return false;
                }
                throw new IssuerRefusedException("There is no key %s of %s to %s".formatted(id, account, verb));
            }
        });
    }

    private static void change(Iam.Projects.ServiceAccounts.Keys keys, String name, Standing standing)
            throws IOException {
        var unused = switch (standing) {
            case ENABLED ->
                keys.enable(name, new EnableServiceAccountKeyRequest()).execute();
            case DISABLED ->
                keys.disable(name, new DisableServiceAccountKeyRequest()).execute();
            case GONE -> keys.delete(name).execute();
        };
    }
}
