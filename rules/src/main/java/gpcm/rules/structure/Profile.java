package gpcm.rules.structure;

import java.util.Set;

/**
 * What a profile asks of a type beyond the type itself.
 *
 * @param name the end of its url, which findings carry
 * @param contexts of an extension: where it may stand
 * @param asked what it asks of who claims it
 * @param otherName the same of who claims it by another of its published names
 */
record Profile(
    String url, String name, String type, Set<String> contexts, Layer asked, Layer otherName) {
  static Profile of(String url, String type, Set<String> contexts, ElementFacts facts) {
    String name = nameOf(url);
    return new Profile(
        url, name, type, contexts, Layer.of(name, false, facts), Layer.of(name, true, facts));
  }

  static String nameOf(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
