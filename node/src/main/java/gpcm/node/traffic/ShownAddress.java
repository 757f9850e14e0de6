package gpcm.node.traffic;

import gpcm.mesh.MeshAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address of MESH as it may be shown to those who see no patient data. One by which MESH finds
 * the registered practice of a patient is made of their NHS number, date of birth and surname: of
 * that, and of whatever is no mailbox, it is told what kind of address it is.
 *
 * @param kind what kind
 * @param mailbox the mailbox, of that kind alone
 */
public record ShownAddress(Kind kind, Optional<String> mailbox) {
  private static final Pattern MAILBOX = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9]{1,20}");

  /** What an address may be. */
  public enum Kind {
    /** A mailbox. */
    MAILBOX,
    /** The practice that MESH finds by the patient. */
    PATIENT_ROUTED,
    /** There is none. */
    NONE,
    /** It comes from, or goes to, where a confidential document or a version of it came from. */
    CONCEALED,
    /** It comes from where a message came from that may be confidential: it has not been read. */
    NOT_READ,
    /** Something else, which may say anything. */
    OTHER;

    /** The name in the API, such as {@code patient-routed}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static final ShownAddress CONCEALED = new ShownAddress(Kind.CONCEALED, Optional.empty());
  private static final ShownAddress NOT_READ = new ShownAddress(Kind.NOT_READ, Optional.empty());

  /**
   * What may be shown of an address where a reason may forbid it.
   *
   * @param untoldOrNull the {@link Kind#text()} that is told instead; null when nothing forbids it
   * @param text as {@link #of}
   */
  static ShownAddress told(String untoldOrNull, String text) {
    return switch (untoldOrNull) {
      case null -> of(text);
      case "concealed" -> CONCEALED;
      case "not-read" -> NOT_READ;
      default -> throw new IllegalArgumentException(untoldOrNull);
    };
  }

  /**
   * What may be shown of an address.
   *
   * @param text as MESH has it; null or empty where there is none
   */
  public static ShownAddress of(String text) {
    if (text == null || text.isBlank()) {
      return new ShownAddress(Kind.NONE, Optional.empty());
    }
    if (MeshAddress.isPatient(text)) {
      return new ShownAddress(Kind.PATIENT_ROUTED, Optional.empty());
    }
    return MAILBOX.matcher(text.strip()).matches()
        ? new ShownAddress(Kind.MAILBOX, Optional.of(text.strip()))
        : new ShownAddress(Kind.OTHER, Optional.empty());
  }
}
