package gpcm.node.web;

import gpcm.consultation.Consultation;
import gpcm.message.DocumentDetails;
import gpcm.message.DocumentDetails.Author;
import gpcm.node.handover.HandOverItem;
import gpcm.node.receiving.WorklistEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/**
 * What people ask of a document before they read it, in words; empty where the document does not
 * say it.
 *
 * @param born the patient's birth date and age
 * @param sex as the document gives it
 * @param seenAt when the patient was seen
 * @param writtenAt when the document was written
 * @param authors who wrote it, and as what
 * @param byPatient whether the patient or somebody of theirs is an author
 * @param followUps what the sender asks for
 * @param read whether the message could be read for it; else what is empty may stand in the
 *     document
 * @param handedOver what has become of it in the record system; empty where none is used
 */
record EntryFacts(
    String born,
    String sex,
    String seenAt,
    String writtenAt,
    List<String> authors,
    boolean byPatient,
    List<String> followUps,
    boolean read,
    String handedOver) {
  EntryFacts {
    authors = List.copyOf(authors);
    followUps = List.copyOf(followUps);
  }

  static EntryFacts of(
      WorklistEntry entry,
      Optional<DocumentDetails> details,
      Optional<List<HandOverItem>> handOver,
      Instant now) {
    return new EntryFacts(
        born(entry.patient().birthDate(), now),
        details.flatMap(DocumentDetails::gender).map(EntryFacts::sex).orElse(""),
        details.flatMap(DocumentDetails::seenAt).map(EntryFacts::time).orElse(""),
        details.flatMap(DocumentDetails::writtenAt).map(EntryFacts::time).orElse(""),
        details.stream()
            .flatMap(each -> each.authors().stream())
            .map(EntryFacts::author)
            .filter(words -> !words.isBlank())
            .toList(),
        details.stream().flatMap(each -> each.authors().stream()).anyMatch(EntryFacts::isPatient),
        details.map(DocumentDetails::followUps).orElse(List.of()),
        details.isPresent(),
        handOver
            .map(items -> HandOverWords.all(items, entry.heading().confidential(), now))
            .orElse(""));
  }

  private static String born(String birthDate, Instant now) {
    try {
      LocalDate born = LocalDate.parse(birthDate);
      int years = Period.between(born, LocalDate.ofInstant(now, Consultation.UK_TIME)).getYears();
      return years < 0
          ? Display.date(born)
          : Display.date(born) + " (" + (years == 1 ? "1 year" : years + " years") + ")";
    } catch (DateTimeException e) {
      return birthDate;
    }
  }

  private static String sex(String gender) {
    return switch (gender) {
      case "male" -> "Male";
      case "female" -> "Female";
      case "other" -> "Other";
      default -> "Not known";
    };
  }

  /** A time or a day as a document gives it; when it is neither, as it came. */
  private static String time(String text) {
    try {
      return Display.time(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Display.date(text.length() > 40 ? text.substring(0, 40) : text);
    }
  }

  private static boolean isPatient(Author author) {
    return author.kind() == Author.Kind.PATIENT || author.kind() == Author.Kind.RELATED_PERSON;
  }

  private static String author(Author author) {
    String as =
        switch (author.kind()) {
          case CLINICIAN -> author.role();
          case PATIENT -> "the patient";
          case RELATED_PERSON -> "for the patient";
          case DEVICE -> author.role().isEmpty() ? "a device" : author.role();
        };
    return author.name() + (author.name().isEmpty() || as.isEmpty() ? "" : ", ") + as;
  }
}
