package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.ApiException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The resumable uploads of this run, the least recently used given up first. A restart forgets them all, with their bytes. */
final class ResumableUploads {
    private static final int MOST = 1000;

    private final SecureRandom random;
    private final Map<String, ResumableUpload> uploads = new LinkedHashMap<>(16, 0.75f, true);

    ResumableUploads(SecureRandom random) {
        this.random = random;
    }

    /** Keeps an upload and gives it the id under which its parts come; the id is a secret of its owner. */
    synchronized String add(ResumableUpload upload) throws IOException {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        var id = HexFormat.of().formatHex(bytes);
        uploads.put(id, upload);
        if (uploads.size() > MOST) {
            var oldest = uploads.entrySet().iterator().next();
            uploads.remove(oldest.getKey());
            oldest.getValue().close();
        }
        return id;
    }

    /** The upload; 404 when it is unknown or belongs to another account. */
    synchronized ResumableUpload get(String id, String account) {
        var upload = uploads.get(id);
        if (upload == null || !upload.account().equals(account)) {
            throw ApiException.notFound("No such upload.");
        }
        return upload;
    }
}
