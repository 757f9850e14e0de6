package gpcm.rules.catalogue;

import gpcm.consultation.NameSpelling;
import gpcm.rules.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names as people compare them: letter case, accents, spaces and signs do not matter, letters of
 * every script do.
 */
final class PersonNames {
  private static final int MOST_WORDS = 50;
  private static final int MOST_NAMES = 20;
  private static final int WORDS_OF_A_NAME = 20;
  private static final String COMMA = ",";
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[\\s\\p{Z}.()\\[\\]]+|(?=,)|(?<=,)");

  /** Before a name or behind it, and nobody's surname. */
  private static final Set<String> TITLES =
      Set.of(
          """
          mr mrs ms miss mx mister dr doctor prof professor rev revd reverend fr sir dame lady hon
          cllr councillor capt captain lt lieutenant sgt cpl jr junior sr senior esq ii iii iv obe
          mbe cbe kc qc jp mp md phd bsc msc mbbs mbchb frcp frcs mrcgp ret retd\
          """
              .split("\\s+", -1));

  /** Titles that are surnames as well, and so only stand before a name. */
  private static final Set<String> TITLES_BEFORE =
      Set.of(
          """
          master canon pastor rabbi imam lord baron baroness earl count countess viscount duke
          duchess judge justice maj major col colonel gen general brig brigadier cdr commander
          admiral sergeant corporal pte private\
          """
              .split("\\s+", -1));

  /** What stands between two people, and so in no middle name. */
  private static final Set<String> BETWEEN_PEOPLE =
      Set.of("and", "or", "of", "for", "to", "with", "by", "not", "as", "the", "aka", "alias");

  private PersonNames() {}

  /**
   * Whether a name in words is this person's and nobody else's: the whole family name and one of
   * the given names or its initial, in any order, with any title and further names of the person,
   * or the text of the name where that has no parts. Beside a given name, where a middle name
   * stands, there may be words that the person's record does not have: before the family name, or
   * after it and a comma.
   */
  static boolean speakOf(Element person, String words) {
    List<String> said = words(words);
    List<Element> names = person.children("name");
    if (said.size() > MOST_WORDS) {
      return false;
    }
    Set<String> known = new HashSet<>(TITLES);
    List<Name> read = new ArrayList<>();
    for (Element name : names.subList(0, Math.min(names.size(), MOST_NAMES))) {
      Name one = Name.of(name);
      read.add(one);
      known.addAll(one.family);
      known.addAll(one.given);
      known.addAll(one.others);
    }
    boolean any = false;
    for (Name name : read) {
      any |= !name.family.isEmpty();
      if (name.fits(said, known)) {
        return true;
      }
    }
    return !any; // without a name there is nothing to compare; a rule of its own asks for it
  }

  /**
   * A name in the resource.
   *
   * @param inParts whether it has a family name
   * @param family that name; the whole text where there is none
   * @param given its given names, each by itself, by its words, and together
   * @param others prefixes, suffixes and the words of its text
   */
  private record Name(
      boolean inParts, List<String> family, List<String> given, List<String> others) {
    static Name of(Element name) {
      List<String> family = plain(name, "family");
      List<String> text = plain(name, "text");
      List<String> given = family.isEmpty() ? new ArrayList<>() : plain(name, "given");
      String together = String.join("", given);
      List<String> others = new ArrayList<>(plain(name, "prefix"));
      others.addAll(plain(name, "suffix"));
      for (String part : List.of("given", "prefix", "suffix", "text")) {
        for (Element value : name.children(part)) {
          (part.equals("given") && !family.isEmpty() ? given : others)
              .addAll(words(ElementValues.text(value)));
        }
      }
      if (!together.isEmpty()) {
        given.add(together);
      }
      return family.isEmpty()
          ? new Name(false, text, given, others)
          : new Name(true, family.subList(0, 1), given, others);
    }

    boolean fits(List<String> said, Set<String> known) {
      for (String spelling : family) {
        for (int from = 0; from < said.size(); from++) {
          int to = end(said, from, said.size(), Set.of(spelling));
          if (to > from && fits(said, from, to, known)) {
            return true;
          }
        }
      }
      return false;
    }

    /**
     * Whether everything beside the family name, which stands from here to there, belongs to it.
     */
    private boolean fits(List<String> said, int from, int to, Set<String> known) {
      Set<String> names = new HashSet<>(given);
      boolean named = given.isEmpty();
      boolean after = false; // after the family name and a comma, where given names stand
      boolean onlyTitles = true;
      int i = 0;
      while (i < said.size()) {
        int limit = i < from ? from : said.size();
        String word = said.get(i);
        if (i == from) {
          after = onlyTitles && to < said.size() && said.get(to).equals(COMMA);
          i = to;
        } else if (word.equals(COMMA)) {
          i++;
        } else if (end(said, i, limit, names) > i) {
          named = true;
          onlyTitles = false;
          i = end(said, i, limit, names);
        } else if (isInitial(word)) {
          named = true;
          onlyTitles = false;
          i++;
        } else if (end(said, i, limit, known) > i) {
          i = end(said, i, limit, known);
        } else if (!named && (i < from || after) && TITLES_BEFORE.contains(word)) {
          i++;
        } else if (inParts && named && (i < from || after) && mayBeMiddleName(word)) {
          onlyTitles = false;
          i++;
        } else {
          return false;
        }
      }
      return named;
    }

    private boolean isInitial(String word) {
      return word.codePointCount(0, word.length()) == 1
          && given.stream().anyMatch(one -> one.startsWith(word));
    }

    private static boolean mayBeMiddleName(String word) {
      return !BETWEEN_PEOPLE.contains(word) && word.chars().noneMatch(Character::isDigit);
    }
  }

  /** Whether these words are part of one of this person's names, the family name first or last. */
  static boolean isPart(Element person, String words) {
    return person.children("name").stream()
        .limit(MOST_NAMES)
        .anyMatch(name -> says(inBothOrders(name), words) || says(part(name, "text"), words));
  }

  private static String inBothOrders(Element name) {
    String given = part(name, "given");
    return given + " " + part(name, "family") + " " + given;
  }

  private static String part(Element name, String part) {
    return name.children(part).stream().map(ElementValues::text).collect(Collectors.joining(" "));
  }

  /** Whether a text has this name, as whole words. */
  static boolean says(String text, String name) {
    String plain = NameSpelling.folded(name);
    if (plain.isEmpty()) {
      return false;
    }
    List<String> said = words(text);
    said.removeIf(COMMA::equals);
    for (int from = 0; from < said.size(); from++) {
      int at = 0;
      for (int i = from; i < said.size() && plain.startsWith(said.get(i), at); i++) {
        at += said.get(i).length();
        if (at == plain.length()) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Where the words from here end that make up one of these names, which may be written with
   * spaces, hyphens or neither; here where they make up none.
   */
  private static int end(List<String> said, int from, int limit, Set<String> names) {
    StringBuilder together = new StringBuilder();
    int end = from;
    for (int i = from; i < limit && i < from + WORDS_OF_A_NAME; i++) {
      if (said.get(i).equals(COMMA)) {
        continue;
      }
      together.append(said.get(i));
      if (names.contains(together.toString())) {
        end = i + 1;
      }
    }
    return end;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : BETWEEN_WORDS.split(text, -1)) {
      String plain = word.equals("&") || word.equals("+") ? "and" : NameSpelling.folded(word);
      if (word.equals(COMMA)) {
        words.add(COMMA);
      } else if (!plain.isEmpty()) {
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
