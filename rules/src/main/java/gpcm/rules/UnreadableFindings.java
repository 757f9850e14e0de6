package gpcm.rules;

import gpcm.message.ResponseCode;

/** What is said of bytes that are no message to a receiver, whoever looks at them. */
public final class UnreadableFindings {
  private static final String REQUIREMENT = "GPCM-C-02";

  private UnreadableFindings() {}

  /**
   * Something that a receiver cannot read (10009).
   *
   * @param path where reading ended
   * @param found what stands there; for staff only
   */
  public static Finding unreadable(String path, String found) {
    return Finding.must(
        REQUIREMENT,
        ResponseCode.UNREADABLE,
        path,
        found,
        "a FHIR STU3 message bundle in XML",
        "Send well-formed XML in UTF-8 whose root is a Bundle of type message");
  }

  /**
   * A message in FHIR JSON: for tools and people. MESH carries XML, and receivers read nothing
   * else.
   */
  public static Finding json() {
    return unreadable("Bundle", "a message in FHIR JSON, which is not what travels");
  }
}
