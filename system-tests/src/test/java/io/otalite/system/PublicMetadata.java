package io.otalite.system;

import dev.sigstore.tuf.Fetcher;
import dev.sigstore.tuf.FileExceedsMaxLengthException;
import java.net.URI;

/** The metadata of a factory over HTTP, without any token, for the independent TUF client. */
final class PublicMetadata implements Fetcher {
    private static final int NOT_FOUND = 404;

    private final RestClient anonymous;
    private final URI source;

    PublicMetadata(URI api, String factory) {
        anonymous = RestClient.withoutToken(api);
        source = api.resolve("/tuf/%s/metadata/".formatted(factory));
    }

    @Override
    public String getSource() {
        return source.toString();
    }

    /** What this client wants for a file that is not there is null. */
    @Override
    public byte[] fetchResource(String name, int maxLength) throws FileExceedsMaxLengthException {
        var answer = anonymous.get(source.getPath() + name);
        if (answer.status() == NOT_FOUND) {
            return null;
        }
        if (answer.content().size() > maxLength) {
            throw new FileExceedsMaxLengthException(name, maxLength);
        }
        return answer.content().toArray();
    }
}
