package gpcm.rules;

/**
 * What a rule looks at: one part of the message, or each resource of one type inside the document.
 *
 * @param name for people and for the table, such as {@code MessageHeader} or {@code Encounter}
 */
record Part(String name) {
  /** The whole message, once. */
  static final Part MESSAGE = new Part("Bundle (message)");

  /** The MessageHeader, once. */
  static final Part HEADER = new Part("MessageHeader");

  /** The document bundle, once. */
  static final Part DOCUMENT = new Part("Bundle (document)");

  /** Each resource of the document, whatever its type. */
  static final Part ANY_RESOURCE = new Part("each resource");

  static Part each(String resourceType) {
    return new Part(resourceType);
  }
}
