package gpcm.message.coded;

import java.util.List;

/**
 * One coded entry of a document, as its sender wrote it. All texts are bounded; what was cut is
 * whole in the original. {@link #toString()} says nothing of it.
 *
 * @param kind what it tells of
 * @param resourceType the type of its FHIR resource
 * @param resourceId the id of its FHIR resource; empty when it has none
 * @param concept what is coded
 * @param value what was found; empty where the code alone says it
 * @param unit the unit of the value
 * @param from since or at what date, as it was written; empty when it is not said
 * @param until until what date
 * @param recorded when it was recorded
 * @param status its status in the sender's system, such as {@code active}
 * @param saidBy who says so
 * @param author who that is, by name
 * @param section the titles of the section, and of the list in it, where it stands
 * @param details what more it says
 * @param original its resource as JSON, followed by those that only belong to it (a medication's
 *     product), as one array; empty when it is larger than {@link CodedContents#LARGEST_ORIGINAL}
 * @param fingerprint the same for what says the same in another version of the document, whatever
 *     ids its resources have there; different within one document
 */
public record CodedContent(
    CodedKind kind,
    String resourceType,
    String resourceId,
    CodedConcept concept,
    String value,
    String unit,
    String from,
    String until,
    String recorded,
    String status,
    SaidBy saidBy,
    String author,
    String section,
    List<CodedDetail> details,
    String original,
    String fingerprint) {

  public CodedContent {
    details = List.copyOf(details);
  }

  @Override
  public String toString() {
    return "CodedContent[" + kind + " " + resourceType + "]";
  }
}
