package gpcm.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.DecimalType;
import org.hl7.fhir.dstu3.model.PrimitiveType;

/** What one reading of one message has gathered so far, whichever format it reads. One thread. */
final class Intake {
  /**
   * More findings than this say nothing new about a message, and are counted in nobody's favour.
   */
  private static final int MOST_FINDINGS = 1_000;

  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,60})(\\.[0-9]{1,60})?");

  private final Limits limits;
  private final AttachmentSink sink;
  private final ElementPath path = new ElementPath();
  private final List<SourceFinding> findings = new ArrayList<>();
  private final IdentityHashMap<Binary, Content> contents = new IdentityHashMap<>();
  private final List<IncomingAttachment> incoming = new ArrayList<>();
  private Optional<Bundle> root = Optional.empty();

  /** A place in the source. */
  record Place(int line, int column) {}

  Intake(Limits limits, AttachmentSink sink) {
    this.limits = limits;
    this.sink = sink;
  }

  Limits limits() {
    return limits;
  }

  ElementPath path() {
    return path;
  }

  List<SourceFinding> findings() {
    return findings;
  }

  IdentityHashMap<Binary, Content> contents() {
    return contents;
  }

  Optional<Bundle> root() {
    return root;
  }

  void root(Bundle bundle) {
    root = Optional.of(bundle);
  }

  void find(SourceFinding.Kind kind, String found, String expected, Supplier<Place> where) {
    if (findings.size() < MOST_FINDINGS) {
      // Finding the place walks over the window, so it is only done for a finding that is kept.
      Place place = where.get();
      findings.add(
          new SourceFinding(kind, path.toString(), found, expected, place.line, place.column));
    }
  }

  /**
   * Puts a value into a primitive; tells whether its type takes it. The text stays in the model
   * either way.
   */
  static boolean fill(PrimitiveType<?> primitive, String value) {
    if (primitive instanceof DecimalType && !DECIMAL.matcher(value).matches()) {
      // The model would write 1e999999999 out in full.
      return false;
    }
    try {
      primitive.setValueAsString(value);
      return true;
    } catch (RuntimeException e) {
      // The model has no common exception for "not of this type": each type throws what its parsing
      // happens to throw.
      return false;
    }
  }

  IncomingAttachment open(Binary binary) throws IOException {
    if (incoming.size() == limits.attachments()) {
      throw new UnreadableMessageException(
          "the message has more than the "
              + limits.attachments()
              + " attachments that are accepted",
          true,
          0,
          0);
    }
    Optional<String> type =
        binary.hasContentType() ? Optional.of(binary.getContentType()) : Optional.empty();
    IncomingAttachment attachment =
        new IncomingAttachment(sink.open(incoming.size(), type), limits.attachmentBytes());
    incoming.add(attachment);
    return attachment;
  }

  void close(Binary binary, IncomingAttachment attachment, Supplier<Place> place)
      throws IOException {
    if (attachment.broken()) {
      attachment.abandon();
      find(
          SourceFinding.Kind.INVALID_BASE64,
          "other characters, or a wrong end",
          "base64 (GPCM-SD-021)",
          place);
      return;
    }
    if (attachment.size() == 0) {
      attachment.abandon();
      find(
          SourceFinding.Kind.INVALID_VALUE,
          "no content",
          "base64 of the document (GPCM-SD-021)",
          place);
      return;
    }
    Content content = attachment.complete();
    contents.put(binary, content);
    binary.setContent(stub(content));
  }

  /**
   * What the model holds in place of an attachment's bytes: something nobody can take for a
   * document.
   */
  static byte[] stub(Content content) {
    return ("[the content is held outside the model: " + content + "]")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Gives up what went into the sink, because the message is refused. */
  void abandon(Exception cause) {
    for (IncomingAttachment attachment : incoming) {
      try {
        attachment.abandon();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }
}
