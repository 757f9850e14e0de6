package gpcm.node.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is at one organisation. A person may hold several. */
public enum Role {
  /** Works the list of what was received. */
  CLERK,
  /** Reviews and decides clinically. */
  CLINICIAN,
  /** Sends documents and follows them up. */
  SENDER,
  /** Keeps the node running; sees no clinical content. */
  OPERATOR,
  /** Reads the audit log; changes nothing. */
  AUDITOR,
  /** Settings of the organisation and who holds which role; opens no document. */
  ADMINISTRATOR;

  /** The role in lower case, as it stands in configuration and database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role that is written {@code word}, if there is one. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
