package gpcm.fhir;

import java.util.IdentityHashMap;
import java.util.List;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * A Bundle as it was read: the model, the attachments that were kept apart from it, and what a
 * strict reading forbids. Safe for use by several threads as long as nobody changes model or map.
 *
 * @param bundle the model; a Binary whose content is kept apart holds {@link
 *     AttachmentContent#placeholder()} in its place
 * @param contents the attachments by the Binary they stand in
 * @param deviations in the order of the source; at most a thousand
 */
public record ReadBundle(
    Bundle bundle,
    IdentityHashMap<Binary, AttachmentContent> contents,
    List<FhirDeviation> deviations) {}
