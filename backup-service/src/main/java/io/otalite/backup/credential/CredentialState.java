package io.otalite.backup.credential;

/** In which state the mounted key is. The code is stable: health data and REST show it. */
public sealed interface CredentialState {
    String code();

    /** For an operator: what is known and, if it is not good, what is wrong. */
    String detail();

    /** No file, or one that cannot be read. */
    record Missing(String detail) implements CredentialState {
        @Override
        public String code() {
            return "missing";
        }
    }

    /** A file that is no service-account key this service may use. */
    record Malformed(String detail) implements CredentialState {
        @Override
        public String code() {
            return "malformed";
        }
    }

    /** A key of somebody else. */
    record WrongAccount(KeyIdentity key, String detail) implements CredentialState {
        @Override
        public String code() {
            return "wrong-account";
        }
    }

    /** The issuer does not give a token for this key. */
    record Refused(KeyIdentity key, String detail) implements CredentialState {
        @Override
        public String code() {
            return "refused";
        }
    }

    /** The bucket does not let this key's account in. */
    record NotAdmitted(KeyIdentity key, String detail) implements CredentialState {
        @Override
        public String code() {
            return "not-admitted";
        }
    }

    /** Nobody could be asked about this key yet. */
    record Unproven(KeyIdentity key, String detail) implements CredentialState {
        @Override
        public String code() {
            return "unproven";
        }
    }

    /** The key works. */
    record Proven(KeyIdentity key) implements CredentialState {
        @Override
        public String code() {
            return "proven";
        }

        @Override
        public String detail() {
            return "Key " + key.keyId() + " of " + key.account() + " works";
        }
    }
}
