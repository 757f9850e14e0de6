package gpcm.message;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
  /** So few as most bundles have are looked through sooner than an index of them is made. */
  private static final int FEW = 40;

  private final Bundle bundle;
  private final Map<String, Map<Class<?>, Resource>> byUrl = new HashMap<>();

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
    if (bundle.getEntry().size() > FEW) {
      return index().getOrDefault(key(target), Map.of()).values().stream()
          .filter(type::isInstance)
          .map(type::cast)
          .findFirst();
    }
    for (BundleEntryComponent entry : bundle.getEntry()) {
      if (type.isInstance(entry.getResource()) && same(target, entry.getFullUrl())) {
        return Optional.of(type.cast(entry.getResource()));
      }
    }
    return Optional.empty();
  }

  /** The first resource of each type, for each fullUrl. */
  private Map<String, Map<Class<?>, Resource>> index() {
    if (byUrl.isEmpty()) {
      for (BundleEntryComponent entry : bundle.getEntry()) {
        if (entry.hasFullUrl() && entry.hasResource()) {
          byUrl
              .computeIfAbsent(key(entry.getFullUrl()), url -> new LinkedHashMap<>())
              .putIfAbsent(entry.getResource().getClass(), entry.getResource());
        }
      }
    }
    return byUrl;
  }

  // Most are written alike; only a UUID is the same in another case.
  private static boolean same(String target, String fullUrl) {
    return target.equals(fullUrl)
        || (target.equalsIgnoreCase(fullUrl) && CanonicalId.same(target, fullUrl));
  }

  private static String key(String url) {
    return CanonicalId.uuid(url).isPresent() ? url.toLowerCase(Locale.ROOT) : url;
  }
}
