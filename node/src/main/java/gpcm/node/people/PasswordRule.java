package gpcm.node.people;

import com.nulabinc.zxcvbn.StandardDictionaries;
import com.nulabinc.zxcvbn.Zxcvbn;
import gpcm.consultation.InvalidValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a password has to be: long, and not among those that are tried first. It needs no digits or
 * signs, and never expires. Thread-safe.
 */
public final class PasswordRule {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 200;
  private static final int SHORTEST_WORD = 2;
  // What is behind this makes no password weaker, and measuring takes longer with each character.
  private static final int MEASURED = 32;
  private static final double FEW_GUESSES = 1e8;
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final List<String> OF_EVERYBODY = List.of("gpcm", "nhs");

  private final List<String> words;
  private final Optional<BreachedPasswords> breached;

  private PasswordRule(List<String> words, Optional<BreachedPasswords> breached) {
    this.words = words;
    this.breached = breached;
  }

  /** Without words of a place and without a file. */
  public static PasswordRule usual() {
    return of(List.of(), Optional.empty());
  }

  /**
   * For one place.
   *
   * @param texts names whose words everybody there would think of
   * @param breached a file of passwords that are known from elsewhere
   * @throws IllegalStateException when the file cannot be read or is not as it has to be
   */
  public static PasswordRule of(List<String> texts, Optional<Path> breached) {
    return new PasswordRule(
        Stream.concat(OF_EVERYBODY.stream(), texts.stream()).flatMap(PasswordRule::words).toList(),
        breached.map(BreachedPasswords::open));
  }

  private static Stream<String> words(String text) {
    return BETWEEN_WORDS
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() >= SHORTEST_WORD);
  }

  /**
   * Looks at a password that somebody has chosen.
   *
   * @param userName what they sign in as
   * @param name what they are called
   * @throws InvalidValueException when the password is too short, too long to be hashed in good
   *     time, or easy to guess
   */
  void check(String userName, String name, String password) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      throw refused("must have %d to %d characters".formatted(SHORTEST, LONGEST));
    }
    if (password.codePoints().distinct().count() < 5) {
      throw refused("must have at least 5 different characters");
    }
    String lower = password.toLowerCase(Locale.ROOT);
    if (lower.contains(userName.toLowerCase(Locale.ROOT))) {
      throw refused("must not contain the user name");
    }
    List<String> known = new ArrayList<>(words);
    Stream.of(userName, name).flatMap(PasswordRule::words).forEach(known::add);
    if (hasLetters(lower) && isMadeOf(known, lower)) {
      throw refused(
          "must not be made up of words of this place alone, such as the names of the organisation"
              + " and of yourself");
    }
    if (isUsual(lower) || isGuessedSoon(known, lower)) {
      throw refused("must not be one of those that are tried first");
    }
    if (breached.filter(file -> file.contains(password)).isPresent()) {
      throw refused("must not be one that is known from a break-in elsewhere");
    }
  }

  private static boolean hasLetters(String password) {
    return password.chars().anyMatch(Character::isLetter);
  }

  /** Whether it can be cut into such words and what are no letters. */
  private static boolean isMadeOf(List<String> words, String password) {
    boolean[] reached = new boolean[password.length() + 1];
    reached[0] = true;
    for (int i = 0; i < password.length(); i++) {
      if (!reached[i]) {
        continue;
      }
      if (!Character.isLetter(password.charAt(i))) {
        reached[i + 1] = true;
      }
      for (String word : words) {
        if (password.startsWith(word, i)) {
          reached[i + word.length()] = true;
        }
      }
    }
    return reached[password.length()];
  }

  /** Whether it is a usual password, alone, said again, or between what are no letters. */
  private static boolean isUsual(String password) {
    int before = lettersBegin(password);
    int after = lettersBegin(new StringBuilder(password).reverse().toString());
    for (int from = 0; from <= before; from++) {
      for (int cut = 0; cut <= after && from + cut < password.length(); cut++) {
        String within = password.substring(from, password.length() - cut);
        if (Usual.PASSWORDS.contains(within) || Usual.PASSWORDS.contains(once(within))) {
          return true;
        }
      }
    }
    return false;
  }

  private static int lettersBegin(String text) {
    int at = 0;
    while (at < text.length() && !Character.isLetter(text.charAt(at))) {
      at++;
    }
    return Math.min(at, MEASURED);
  }

  /** Of a text that says the same several times, what it says. */
  private static String once(String text) {
    return text.substring(0, (text + text).indexOf(text, 1));
  }

  private static boolean isGuessedSoon(List<String> known, String password) {
    String measured = password.substring(0, Math.min(MEASURED, password.length()));
    return Usual.MEASURE.measure(measured, known).getGuesses() < FEW_GUESSES;
  }

  private static InvalidValueException refused(String rule) {
    return new InvalidValueException(
        "Password", rule, "Choose several words that others do not guess");
  }

  /** Read when the first password is chosen: most starts of the program need none of it. */
  private static final class Usual {
    static final Zxcvbn MEASURE = new Zxcvbn();
    static final Set<String> PASSWORDS = passwords();

    private static Set<String> passwords() {
      try {
        return Set.copyOf(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
