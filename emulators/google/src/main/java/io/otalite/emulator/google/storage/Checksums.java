package io.otalite.emulator.google.storage;

/**
 * Size and digests of a content as Google writes them.
 *
 * @param crc32c big-endian base64
 * @param md5 base64
 */
record Checksums(long size, String crc32c, String md5) {}
