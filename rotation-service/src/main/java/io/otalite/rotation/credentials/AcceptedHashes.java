package io.otalite.rotation.credentials;

import java.util.List;

/** The list that a verifier of tokens goes by: an entry of a Secret, one SHA-256 in lower-case hexadecimal a line. Thread-safe. */
public interface AcceptedHashes {
    /**
     * Where a list stands.
     *
     * @param entry of the Secret
     */
    record Place(String namespace, String secret, String entry) {
        /** For people: {@code namespace/secret/entry}. */
        @Override
        public String toString() {
            return namespace + '/' + secret + '/' + entry;
        }
    }

    /**
     * What stands there.
     *
     * @param accepted in the order of the lines
     * @param setAside hashes that were taken off and may be put back
     * @param version of the Secret
     */
    record Listed(List<String> accepted, List<String> setAside, String version) {
        public Listed {
            accepted = List.copyOf(accepted);
            setAside = List.copyOf(setAside);
        }
    }

    /**
     * Reads the list from where it is stored, past every cache.
     *
     * @throws IssuerUnavailableException if nobody answers
     * @throws IssuerRefusedException if there is no such entry, it may not be read, or it holds something else
     */
    Listed read(Place place);

    /**
     * Replaces the list, if the Secret still has the version that was read.
     *
     * @throws IssuerUnavailableException if somebody was faster, nobody answers, or what came of it is not known
     * @throws IssuerRefusedException if it may not be written
     */
    void write(Place place, Listed next);
}
