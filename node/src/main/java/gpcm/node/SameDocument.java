package gpcm.node;

import gpcm.message.Attachment;
import gpcm.message.SendDocument;
import java.util.List;
import org.hl7.fhir.dstu3.model.Bundle;

/** Whether two messages carry the same document, whatever message it travels in. */
final class SameDocument {
  private SameDocument() {}

  static boolean test(SendDocument one, SendDocument other) {
    return equal(one.document().orElse(null), other.document().orElse(null))
        && attachments(one).equals(attachments(other));
  }

  private static boolean equal(Bundle one, Bundle other) {
    return one == null ? other == null : other != null && one.equalsDeep(other);
  }

  private static List<String> attachments(SendDocument document) {
    return document.attachments().stream().map(SameDocument::described).toList();
  }

  private static String described(Attachment attachment) {
    return attachment.contentType() + " " + attachment.content().sha256();
  }
}
