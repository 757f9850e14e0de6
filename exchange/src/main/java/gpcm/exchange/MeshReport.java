package gpcm.exchange;

/**
 * What a MESH error report means in plain words, and what a person should do about it (section 8 of
 * the specification digest; GPCM-SD-033).
 *
 * @param code the report's status code
 * @param reason why MESH could not deliver
 * @param whatToDo the next step
 */
public record MeshReport(String code, String reason, String whatToDo) {

  /**
   * What a code means.
   *
   * @param description MESH's own words, said of a code that has none here
   */
  public static MeshReport of(String code, String description) {
    return switch (code) {
      case "EPL-150" ->
          new MeshReport(
              code,
              "More than one mailbox matches the patient's registered practice.",
              "Find out which mailbox the practice uses and report the double registration to the"
                  + " MESH service desk; tell the practice by other means meanwhile.");
      case "EPL-151" ->
          new MeshReport(
              code,
              "No mailbox was found for the patient's registered practice.",
              "Check where the patient is registered. If the practice has no mailbox for this"
                  + " workflow, send the report by other means.");
      case "EPL-152" ->
          new MeshReport(
              code,
              "The NHS number is not valid.",
              "Check the patient's NHS number, correct the record and submit the consultation"
                  + " again.");
      case "EPL-153" ->
          new MeshReport(
              code,
              "The NHS number is not known to the Personal Demographics Service.",
              "Trace the patient, correct the record and submit the consultation again.");
      case "EPL-154" ->
          new MeshReport(
              code,
              "The NHS number belongs to a patient with another date of birth or surname.",
              "Make sure that this is the right patient. Correct the demographics and submit the"
                  + " consultation again.");
      case "14" ->
          new MeshReport(
              code,
              "The practice did not collect the message within five days.",
              "Ask the practice to look after its mailbox, then submit the consultation again.");
      default ->
          new MeshReport(
              code,
              "MESH could not deliver the message: " + description,
              "Look the code up in the MESH guide, mend the cause and submit the consultation"
                  + " again.");
    };
  }
}
