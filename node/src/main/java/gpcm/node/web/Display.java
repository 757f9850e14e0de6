package gpcm.node.web;

import gpcm.consultation.Consultation;
import gpcm.consultation.NhsNumber;
import gpcm.exchange.DocumentState;
import gpcm.node.receiving.EntryHeading;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.sending.DocumentFile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How values are written for people on pages. Times are those of the United Kingdom, whatever the
 * zone of the machine.
 */
public final class Display {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH)
          .withZone(Consultation.UK_TIME);

  /** Standing alone: those within an id are no number of a patient. */
  private static final Pattern TEN_DIGITS =
      Pattern.compile("(?<![\\p{Alnum}-])[0-9]{10}(?![\\p{Alnum}-])");

  private Display() {}

  /** Ten digits in groups; anything else as it came. */
  public static String nhsNumber(String number) {
    return number.matches("\\d{10}")
        ? number.substring(0, 3) + " " + number.substring(3, 6) + " " + number.substring(6)
        : number;
  }

  /** The same of each NHS number within a text. */
  public static String spaced(String text) {
    return TEN_DIGITS
        .matcher(text)
        .replaceAll(
            found -> NhsNumber.isValid(found.group()) ? nhsNumber(found.group()) : found.group());
  }

  public static String date(LocalDate date) {
    return DATE.format(date);
  }

  /** A date as a document gives it; when it is none, as it came. */
  public static String date(String text) {
    try {
      return date(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return text;
    }
  }

  /** With a capital and a full stop. */
  static String sentence(String text) {
    String begun =
        text.isEmpty()
            ? text
            : text.substring(0, 1).toUpperCase(Locale.ENGLISH) + text.substring(1);
    return begun.isEmpty() || begun.matches("(?s).*[.?!]") ? begun : begun + ".";
  }

  /** As the value of a parameter in an address. */
  public static String parameter(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** In the largest unit that says enough. */
  public static String duration(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
      return duration.toSeconds() + " seconds";
    }
    return duration.compareTo(Duration.ofHours(2)) < 0
        ? duration.toMinutes() + " minutes"
        : duration.toHours() + " hours";
  }

  static String lane(QueueStatus.WorkKind lane) {
    return switch (lane) {
      case BUILD -> "Messages to make";
      case POST -> "Messages to post";
      case READ -> "Messages to read";
      case ANSWER -> "Acknowledgements to send";
      case POLL -> "Mailboxes to look into";
      case DEADLINE -> "Late acknowledgements to tell of";
    };
  }

  public static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    if (bytes >= 1_000_000_000) {
      return "%.1f GB".formatted(bytes / 1e9);
    }
    return bytes < 1_000_000 ? "%.0f KB".formatted(bytes / 1e3) : "%.1f MB".formatted(bytes / 1e6);
  }

  /** What sort of file it is, as people call it; the media type itself where they have no word. */
  static String fileType(String mediaType) {
    String type = mediaType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/pdf" -> "PDF";
      case "text/plain" -> "Text";
      case "image/png" -> "Picture (PNG)";
      case "image/jpeg" -> "Picture (JPEG)";
      case "image/gif" -> "Picture (GIF)";
      case "image/tiff" -> "Picture (TIFF)";
      case "text/html" -> "Web page (not shown here)";
      default -> mediaType;
    };
  }

  /** {@code infrastructure-acknowledged} becomes {@code Infrastructure acknowledged}. */
  public static String words(String name) {
    String spaced = name.replace('-', ' ');
    return spaced.isEmpty()
        ? spaced
        : spaced.substring(0, 1).toUpperCase(Locale.ENGLISH) + spaced.substring(1);
  }

  static String state(WorklistEntry entry) {
    return entry.state() == WorklistEntry.State.VOID
        ? "Void, do not rely on it"
        : words(entry.state().text());
  }

  /** Whether nobody is to work on it any more, because of what came after it. */
  static boolean isOld(WorklistEntry entry) {
    return entry.state() == WorklistEntry.State.VOID
        || entry.state() == WorklistEntry.State.REPLACED;
  }

  static String colour(WorklistEntry.State state) {
    return switch (state) {
      case TO_DO, TO_FILE -> "blue";
      case NEEDS_MATCHING, NOT_KNOWN_HERE -> "orange";
      case REPLACED -> "grey";
      case VOID -> "red";
    };
  }

  static String colour(DocumentState state) {
    return switch (state) {
      case WAITING, ACCEPTED, BUILT, SENT, INFRASTRUCTURE_ACKNOWLEDGED -> "blue";
      case UNCONFIRMED, HELD -> "orange";
      case WITHDRAWN, NOT_SENT, SUPERSEDED, OTHER_ROUTE, GIVEN_UP -> "grey";
      case COMPLETED -> "green";
      case REJECTED, FAILED, VOID -> "red";
      case OVERDUE -> "orange";
    };
  }

  /** Of an answer that is not there: whether it may still come. */
  static String noneYet(DocumentState state) {
    return switch (state) {
      case REJECTED, FAILED, VOID, WITHDRAWN, NOT_SENT, SUPERSEDED, OTHER_ROUTE, GIVEN_UP -> "none";
      case UNCONFIRMED,
          WAITING,
          HELD,
          ACCEPTED,
          BUILT,
          SENT,
          INFRASTRUCTURE_ACKNOWLEDGED,
          COMPLETED,
          OVERDUE ->
          "not yet";
    };
  }

  /** What kind of document it is, in words that hold nothing of what a MESH subject line says. */
  static String kind(WorklistEntry entry) {
    return oneDirection(EntryHeading.kind(entry.useCase(), entry.heading().title()));
  }

  /** Its kind and version. */
  static String headline(WorklistEntry entry) {
    return kind(entry)
        + (entry.heading().version().isPresent()
            ? ", version " + entry.heading().version().getAsInt()
            : "");
  }

  static String subject(WorklistEntry entry) {
    return entry.heading().subject().isBlank()
        ? "Document without a subject"
        : entry.heading().subject();
  }

  static String title(WorklistFile file) {
    return title(file.title(), file.ordinal());
  }

  static String title(DocumentFile file) {
    return title(file.title(), file.ordinal());
  }

  private static String title(String stated, int ordinal) {
    String title = oneDirection(stated);
    return title.isBlank() ? "Document " + (ordinal + 1) : title;
  }

  /**
   * Without signs that turn the direction of what follows. Where a title stands in a sentence or an
   * attribute, nothing else ends what they do.
   */
  public static String oneDirection(String text) {
    return text.replaceAll(
        "[\\x{061C}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]", "");
  }

  public static String recipientType(String code) {
    return switch (code) {
      case "FA" -> "For action";
      case "FI" -> "For information";
      default -> code.isEmpty() ? "Not stated" : code;
    };
  }

  /**
   * What a business acknowledgement's or infrastructure acknowledgement's code says, for the common
   * ones.
   */
  public static String code(String code) {
    return switch (code) {
      case "20013" -> "20013 processed";
      case "30001" -> "30001 patient known here";
      case "30002" -> "30002 patient not known here";
      case "30003" -> "30003 patient no longer here";
      case "30004" -> "30004 patient known here, recently deceased";
      default -> code;
    };
  }
}
