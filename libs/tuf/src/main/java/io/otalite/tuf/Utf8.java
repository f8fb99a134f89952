package io.otalite.tuf;

import io.otalite.tuf.MalformedJsonException.Code;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Refuses what is not plain UTF-8 before a parser sees it: JSON parsers guess UTF-16 and UTF-32 from the first bytes,
 * skip byte order marks and let overlong forms pass.
 */
final class Utf8 {

    private Utf8() {}

    static void require(byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw new MalformedJsonException(
                    Code.BYTE_ORDER_MARK, 1, 1, "", "The document begins with a byte order mark");
        }
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                throw notUtf8(bytes, i);
            }
        }
        int malformed = firstMalformed(bytes);
        if (malformed >= 0) {
            throw notUtf8(bytes, malformed);
        }
    }

    private static int firstMalformed(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer scratch = CharBuffer.allocate(Math.min(8192, bytes.length + 1));
        CoderResult result;
        do {
            result = decoder.decode(in, scratch.clear(), true);
        } while (result.isOverflow());
        return result.isError() ? in.position() : -1;
    }

    private static MalformedJsonException notUtf8(byte[] bytes, int position) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < position; i++) {
            boolean newline = bytes[i] == '\n';
            line += newline ? 1 : 0;
            column = newline ? 1 : column + 1;
        }
        return new MalformedJsonException(Code.NOT_UTF_8, line, column, "", "A byte is not UTF-8");
    }
}
