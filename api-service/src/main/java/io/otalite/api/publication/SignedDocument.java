package io.otalite.api.publication;

import io.otalite.events.DocumentIdentity;
import io.otalite.tuf.Bytes;

/** A document that nobody will ever change: its bytes are what is hashed, served and archived. */
public record SignedDocument(DocumentIdentity identity, Bytes content) {}
