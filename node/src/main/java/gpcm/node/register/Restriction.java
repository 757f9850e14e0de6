package gpcm.node.register;

import java.util.List;
import java.util.Locale;

/** Whether a register calls somebody's record restricted, as PDS does with R and V. */
public enum Restriction {
  /** Where they live, and with which practice they are, is told to nobody. */
  RESTRICTED,
  /** It is not restricted, or is no longer. */
  UNRESTRICTED,
  /** The register does not say: what was known of it before holds. */
  UNSAID;

  /**
   * As the field {@code restricted} of a file or a database has it.
   *
   * @throws IllegalArgumentException when it holds something else, without its value
   */
  static Restriction of(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "yes" -> RESTRICTED;
      case "no" -> UNRESTRICTED;
      case "" -> UNSAID;
      default ->
          throw new IllegalArgumentException("the field restricted must be yes or no, or empty");
    };
  }

  /**
   * The condition on a row of {@code worklist_entry} called {@code alias} that the record of its
   * patient is known to be restricted. Each row is looked up by itself: of an {@code exists} the
   * database would read all records at once for the few rows of a page.
   */
  public static String sql(String alias) {
    return "((select true from restricted_record rr where rr.organisation = %1$s.organisation and rr.nhs_number = replace(%1$s.patient_nhs_number, ' ', '')) is not null)"
        .formatted(alias);
  }

  /**
   * The same of a row of {@code document} called {@code alias}: that it is the copy of a received
   * document that was sent on, and the record of that one's patient is known to be restricted.
   */
  public static String ofSent(String alias) {
    return "((select true from escalation x join worklist_entry xe on xe.id = x.entry and xe.organisation = x.organisation where x.document = %1$s.id and x.organisation = %1$s.organisation and %2$s) is not null)"
        .formatted(alias, sql("xe"));
  }

  /**
   * Of several entries that may be of one person: one that is restricted is enough, and none is
   * only when each of them says so.
   */
  public static Restriction together(List<Restriction> each) {
    if (each.contains(RESTRICTED)) {
      return RESTRICTED;
    }
    return each.isEmpty() || each.contains(UNSAID) ? UNSAID : UNRESTRICTED;
  }
}
