package gpcm.node.web;

import gpcm.consultation.Consultation;
import gpcm.message.DocumentDetails;
import gpcm.message.DocumentDetails.Author;
import gpcm.node.handover.HandOverItem;
import gpcm.node.handover.HandOverItem.Kind;
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
        handOver.map(items -> handedOver(items, entry.heading().confidential())).orElse(""));
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

  /**
   * The newest word of the document and of its coded entries. What a confidential document is
   * called there is not shown.
   */
  private static String handedOver(List<HandOverItem> items, boolean confidential) {
    Optional<HandOverItem> document =
        items.reversed().stream().filter(item -> item.kind() != Kind.CODED).findFirst();
    Optional<HandOverItem> coded =
        items.reversed().stream().filter(item -> item.kind() == Kind.CODED).findFirst();
    return document.map(item -> ofDocument(item, confidential)).orElse("Not offered to it yet.")
        + coded.map(item -> " Coded entries: " + state(item, confidential) + ".").orElse("");
  }

  private static String ofDocument(HandOverItem item, boolean confidential) {
    String state = state(item, confidential);
    return switch (item.kind()) {
      case DOCUMENT, CODED -> Display.sentence(state);
      case REPLACED -> "Withdrawn, since a newer version replaced it: " + state + ".";
      case VOID -> "Withdrawn, since it is void: " + state + ".";
    };
  }

  private static String state(HandOverItem item, boolean confidential) {
    String words = item.answer().map(HandOverItem.Answer::words).orElse("");
    String shown = confidential || words.isEmpty() ? "" : ": " + words;
    String on = item.answer().map(at -> " on " + Display.time(at.at())).orElse("");
    return switch (item.state()) {
      case OFFERED -> "offered on " + Display.time(item.offeredAt()) + ", not answered yet";
      case ACCEPTED -> "accepted" + on + shown;
      case REFUSED -> "refused" + on + shown;
      case SUPERSEDED -> "to be offered again once all of them are decided on";
    };
  }
}
