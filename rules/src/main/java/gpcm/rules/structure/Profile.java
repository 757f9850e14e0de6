package gpcm.rules.structure;

import java.util.Set;

/**
 * What a profile asks of a type beyond the type itself.
 *
 * @param name the end of its url, which findings carry
 * @param contexts of an extension: where it may stand
 */
record Profile(String url, String name, String type, Set<String> contexts, ElementFacts facts) {
  static String nameOf(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
