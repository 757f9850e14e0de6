package gpcm.rules.catalogue;

import gpcm.consultation.NameSpelling;
import gpcm.rules.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * Names as people compare them: letter case, accents, spaces and signs do not matter, letters of
 * every script do.
 */
final class PersonNames {
  private PersonNames() {}

  /**
   * Whether a name in words can be this person's: it has the whole family name and one of the given
   * names or its initial, in any order and with any title, or the text of the name where that has
   * no parts.
   */
  static boolean speakOf(Element person, String words) {
    List<String> said = words(words);
    boolean any = false;
    for (Element name : person.children("name")) {
      List<String> family = plain(name, "family");
      List<String> given = plain(name, "given");
      List<String> text = plain(name, "text");
      any |= !family.isEmpty() || !text.isEmpty();
      if (family.isEmpty()
          ? text.stream().anyMatch(one -> holds(said, one))
          : holds(said, family.getFirst())
              && (given.isEmpty() || given.stream().anyMatch(one -> holdsGiven(said, one)))) {
        return true;
      }
    }
    return !any; // without a name there is nothing to compare; a rule of its own asks for it
  }

  /** Whether a text has this name, as whole words. */
  static boolean says(String text, String name) {
    String plain = NameSpelling.folded(name);
    return !plain.isEmpty() && holds(words(text), plain);
  }

  private static boolean holdsGiven(List<String> said, String given) {
    return holds(said, given) || said.contains(given.substring(0, given.offsetByCodePoints(0, 1)));
  }

  /** Words in a row that make up this name: it may be written with spaces, hyphens or neither. */
  private static boolean holds(List<String> said, String name) {
    for (int from = 0; from < said.size(); from++) {
      int at = 0;
      for (int i = from; i < said.size() && name.startsWith(said.get(i), at); i++) {
        at += said.get(i).length();
        if (at == name.length()) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      String plain = NameSpelling.folded(word);
      if (!plain.isEmpty()) {
        words.add(plain);
      }
    }
    return words;
  }

  private static List<String> plain(Element name, String part) {
    List<String> plain = new ArrayList<>(2);
    for (Element value : name.children(part)) {
      String text = NameSpelling.folded(ElementValues.text(value));
      if (!text.isEmpty()) {
        plain.add(text);
      }
    }
    return plain;
  }
}
