package gpcm.message;

import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * Finds what references inside one bundle point at. Where entries share a fullUrl, the one whose
 * type fits the place is meant (digest, section 9).
 */
final class BundleReferences {
  private final Bundle bundle;

  BundleReferences(Bundle bundle) {
    this.bundle = bundle;
  }

  /** The first entry of this type that the reference points at. */
  <T extends Resource> Optional<T> resolve(Reference reference, Class<T> type) {
    Optional<String> target = Stated.text(reference.getReference());
    return target.isEmpty() ? Optional.empty() : resolve(target.get(), type);
  }

  /** The first entry of this type with this fullUrl. */
  <T extends Resource> Optional<T> resolve(String target, Class<T> type) {
    for (BundleEntryComponent entry : bundle.getEntry()) {
      if (type.isInstance(entry.getResource()) && same(target, entry.getFullUrl())) {
        return Optional.of(type.cast(entry.getResource()));
      }
    }
    return Optional.empty();
  }

  // Most are written alike; only a UUID is the same in another case.
  private static boolean same(String target, String fullUrl) {
    return target.equals(fullUrl)
        || (target.equalsIgnoreCase(fullUrl) && CanonicalId.same(target, fullUrl));
  }
}
