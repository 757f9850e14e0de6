package gpcm.mesh;

import java.util.Locale;

/** Where a message goes: a mailbox, or the registered practice of a patient (automatic routing). */
public sealed interface MeshAddress permits MailboxAddress, PatientAddress {
  /** The value of {@code Mex-To}. */
  String text();

  /**
   * Reads a {@code Mex-To} value. A value with the {@code GPPROVIDER_} tag is a patient, everything
   * else a mailbox.
   *
   * @throws IllegalArgumentException when a tagged value isn't tag, NHS number, date of birth and
   *     surname
   */
  static MeshAddress parse(String text) {
    return isPatient(text) ? PatientAddress.parse(text) : new MailboxAddress(text);
  }

  /** True when the value carries the tag of automatic routing. */
  static boolean isPatient(String text) {
    return text.strip().toUpperCase(Locale.ROOT).startsWith(PatientAddress.TAG + "_");
  }
}
