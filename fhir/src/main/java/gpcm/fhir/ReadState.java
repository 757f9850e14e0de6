package gpcm.fhir;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.DecimalType;
import org.hl7.fhir.dstu3.model.PrimitiveType;

/** What one reading of one message has gathered so far, whichever format it reads. One thread. */
final class ReadState {
  /**
   * More deviations than this say nothing new about a message, and are counted in nobody's favour.
   */
  private static final int MOST_DEVIATIONS = 1_000;

  private final ReadLimits limits;
  private final AttachmentSink sink;
  private final ReadPath path = new ReadPath();
  private final List<FhirDeviation> deviations = new ArrayList<>();
  private final IdentityHashMap<Binary, AttachmentContent> contents = new IdentityHashMap<>();
  private final List<IncomingAttachment> incoming = new ArrayList<>();
  private Optional<Bundle> root = Optional.empty();

  /** A place in the source. */
  record Place(int line, int column) {}

  ReadState(ReadLimits limits, AttachmentSink sink) {
    this.limits = limits;
    this.sink = sink;
  }

  ReadLimits limits() {
    return limits;
  }

  ReadPath path() {
    return path;
  }

  /** What a reading that met no refusal gives. */
  ReadBundle finished() {
    return new ReadBundle(root.orElseThrow(), contents, List.copyOf(deviations));
  }

  Optional<Bundle> root() {
    return root;
  }

  void root(Bundle bundle) {
    root = Optional.of(bundle);
  }

  void deviates(FhirDeviation.Kind kind, String found, String expected, Supplier<Place> where) {
    if (deviations.size() < MOST_DEVIATIONS) {
      // Finding the place walks over the window, so it is only done for a deviation that is kept.
      Place place = where.get();
      deviations.add(
          new FhirDeviation(kind, path.toString(), found, expected, place.line, place.column));
    }
  }

  /**
   * Puts a value into a primitive; tells whether its type takes it. The text stays in the model
   * either way.
   */
  static boolean fill(PrimitiveType<?> primitive, String value) {
    boolean fits = PrimitiveForms.fits(primitive.fhirType(), value);
    if (!fits && primitive instanceof DecimalType) {
      // The model would write 1e999999999 out in full.
      return false;
    }
    try {
      primitive.setValueAsString(value);
      return fits;
    } catch (RuntimeException e) {
      // The model has no common exception for "not of this type": each type throws what its parsing
      // happens to throw.
      return false;
    }
  }

  IncomingAttachment open() throws IOException {
    if (incoming.size() == limits.attachments()) {
      throw new UnreadableFhirException(
          "the message has more than the "
              + limits.attachments()
              + " attachments that are accepted",
          true,
          0,
          0);
    }
    IncomingAttachment attachment =
        new IncomingAttachment(sink.open(incoming.size()), limits.attachmentBytes());
    incoming.add(attachment);
    return attachment;
  }

  void close(Binary binary, IncomingAttachment attachment, Supplier<Place> place)
      throws IOException {
    if (attachment.broken()) {
      attachment.abandon();
      deviates(
          FhirDeviation.Kind.INVALID_BASE64, "other characters, or a wrong end", "base64", place);
      return;
    }
    if (attachment.size() == 0) {
      attachment.abandon();
      deviates(FhirDeviation.Kind.EMPTY_CONTENT, "no content", "base64 of the document", place);
      return;
    }
    AttachmentContent content = attachment.complete();
    contents.put(binary, content);
    binary.setContent(content.placeholder());
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
