package gpcm.node.confirming;

import gpcm.node.content.StoredContent;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One of the things that something is asked for.
 *
 * @param kind what it is
 * @param id this node's id of it
 * @param content the bytes that are asked for
 * @param outcome what became of it when it was confirmed, in a word
 */
public record AskedItem(
    Kind kind, UUID id, Optional<StoredContent> content, Optional<String> outcome) {
  /** What it may be. */
  public enum Kind {
    /** A document of the outbox. */
    SENT,
    /** An entry of the worklist. */
    RECEIVED,
    /** A received message that is no entry of the worklist, such as one that cannot be read. */
    UNFILED,
    /** An answer to a received message. */
    ANSWER,
    /** An act on many documents of the outbox. */
    BULK;

    /** The name in the database and the API. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** A document to be sent again. */
  public static AskedItem document(UUID id) {
    return new AskedItem(Kind.SENT, id, Optional.empty(), Optional.empty());
  }

  /** An act on many documents, each to be sent again. */
  public static AskedItem bulk(UUID id) {
    return new AskedItem(Kind.BULK, id, Optional.empty(), Optional.empty());
  }

  /** A message, by the bytes that it has now. */
  public static AskedItem message(Kind kind, UUID id, StoredContent content) {
    return new AskedItem(kind, id, Optional.of(content), Optional.empty());
  }
}
