package gpcm.attachments;

import gpcm.fhir.AttachmentContent;
import java.io.IOException;
import java.util.Optional;

/** A look into content that begins as its type does: whether it is one, and may be opened. */
interface LookInside {
  /** For types of which nothing can be seen but how they begin. */
  LookInside NONE = content -> Optional.empty();

  /** What speaks against the content. */
  Optional<ContentFault> fault(AttachmentContent content) throws IOException;

  static LookInside of(String type) {
    return switch (type) {
      case "application/pdf" -> new PdfLook();
      case "image/jpeg", "image/png", "image/gif", "image/tiff" ->
          new PictureLook(type.substring("image/".length()));
      case "application/msword" -> new OleLook("WordDocument", "a Word document");
      case "application/vnd.ms-excel" -> new OleLook("Workbook", "an Excel workbook");
      case "application/vnd.ms-powerpoint" ->
          new OleLook("PowerPoint Document", "a PowerPoint presentation");
      // Rich text is text as well, and whoever saves it gets rich text.
      case "application/rtf", "text/rtf", "text/plain" -> new RtfLook();
      default ->
          type.startsWith("application/vnd.openxmlformats-officedocument.")
              ? new OfficeXmlLook(type)
              : NONE;
    };
  }
}
