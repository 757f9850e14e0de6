package gpcm.rules;

import java.util.List;

/**
 * What a rule looks at: one part of the message, or each resource of one type inside the document.
 *
 * @param name for people and for the table, such as {@code header} or {@code Encounter}
 * @param resourceType the type, when it is a resource of the document; otherwise empty
 */
record Part(String name, String resourceType) {
  /** The whole message, once. */
  static final Part MESSAGE = new Part("Bundle (message)", "");

  /** The MessageHeader, once. */
  static final Part HEADER = new Part("MessageHeader", "");

  /** The document bundle, once. */
  static final Part DOCUMENT = new Part("Bundle (document)", "");

  /** Each resource of the document, whatever its type. */
  static final Part ANY_RESOURCE = new Part("each resource", "");

  static Part each(String resourceType) {
    return new Part(resourceType, resourceType);
  }

  /** The resources of this part that are there. */
  List<Node> in(Scene scene) {
    if (this == MESSAGE) {
      return List.of(scene.message());
    }
    if (this == HEADER) {
      return scene.header().stream().toList();
    }
    if (this == DOCUMENT) {
      return scene.documentBundle().stream().toList();
    }
    return this == ANY_RESOURCE ? scene.inner() : scene.all(resourceType);
  }
}
