package gpcm.node.bulk;

import gpcm.node.sending.SentQuery;
import java.util.Optional;

/**
 * What is to be counted.
 *
 * @param kind what is to be done
 * @param query with which documents
 * @param asked the same as an address has it
 * @param by who wants it
 * @param key repeats one that was counted before; from whoever wants it
 */
public record BulkDraft(
    BulkKind kind, SentQuery query, String asked, BulkAct.By by, Optional<String> key) {}
