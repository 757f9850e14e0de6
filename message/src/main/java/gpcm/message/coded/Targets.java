package gpcm.message.coded;

import gpcm.message.CanonicalId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;

/** What references inside one document lead to. */
final class Targets {
  private static final int MOST_OF_ONE_URL = 8;

  private final Map<String, List<Resource>> byUrl = new HashMap<>();

  Targets(Bundle document) {
    for (BundleEntryComponent entry : document.getEntry()) {
      if (entry.hasFullUrl() && entry.hasResource()) {
        List<Resource> same =
            byUrl.computeIfAbsent(CanonicalId.of(entry.getFullUrl()), url -> new ArrayList<>(1));
        if (same.size() < MOST_OF_ONE_URL) {
          same.add(entry.getResource());
        }
      }
    }
  }

  /** All that it leads to: entries of one document may share a URL. */
  List<Resource> all(Reference reference) {
    return Texts.stated(reference.getReference())
        .map(url -> byUrl.getOrDefault(CanonicalId.of(url), List.of()))
        .orElse(List.of());
  }

  Optional<Resource> of(Reference reference) {
    return all(reference).stream().findFirst();
  }

  <T extends Resource> Optional<T> of(Reference reference, Class<T> type) {
    return all(reference).stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
