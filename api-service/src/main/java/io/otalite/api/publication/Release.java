package io.otalite.api.publication;

import io.otalite.events.Event;
import java.util.List;
import java.util.Optional;

/**
 * Everything that becomes visible at once.
 *
 * @param heads what the factory serves from then on
 * @param record what is remembered of it; empty when no Targets were published, only something was signed anew
 * @param documents in every dialect and set
 * @param events in the order in which they are announced; the document of each is among the documents
 */
public record Release(
        Heads heads, Optional<PublicationRecord> record, List<SignedDocument> documents, List<Event> events) {
    public Release {
        documents = List.copyOf(documents);
        events = List.copyOf(events);
    }
}
