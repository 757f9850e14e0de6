package gpcm.rules;

/**
 * What a rule looks at: one part of the message, or each resource of one type inside the document.
 *
 * @param name for people and for the table, such as {@code MessageHeader} or {@code Encounter}
 */
public record MessagePart(String name) {
  /** The whole message, once. */
  public static final MessagePart MESSAGE = new MessagePart("Bundle (message)");

  /** The MessageHeader, once. */
  public static final MessagePart HEADER = new MessagePart("MessageHeader");

  /** The document bundle, once. */
  public static final MessagePart DOCUMENT = new MessagePart("Bundle (document)");

  /** Each resource of the document, whatever its type. */
  public static final MessagePart ANY_RESOURCE = new MessagePart("each resource");

  /** What travels beside the message on MESH, once. */
  public static final MessagePart MESH = new MessagePart("MESH");

  /** Each resource of this type inside the document. */
  public static MessagePart each(String resourceType) {
    return new MessagePart(resourceType);
  }
}
