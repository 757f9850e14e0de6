package gpcm.consultation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person's official name. Immutable.
 *
 * @param family the surname
 * @param given the forenames in order; empty for somebody who has none
 * @param prefix the title, such as {@code Dr}
 */
public record PersonName(String family, List<String> given, Optional<String> prefix) {
  /**
   * @throws InvalidValueException when a part is blank, too long, or holds control characters
   */
  public PersonName {
    CheckedText.line("Family name", family);
    given = CheckedText.list("Given names", given, 20);
    given.forEach(name -> CheckedText.line("Given name", name));
    prefix.ifPresent(words -> CheckedText.line("Title", words));
  }

  /** Given names and family name as people read them, without the title. */
  public String inReadingOrder() {
    return Stream.concat(given.stream(), Stream.of(family)).collect(Collectors.joining(" "));
  }

  /** Title, given names and family name. */
  public String inFull() {
    return prefix.map(words -> words + " ").orElse("") + inReadingOrder();
  }

  /** Family name in capitals, given names, title, such as {@code TESTPATIENT, Alpha (Ms)}. */
  public String asListed() {
    String names =
        Stream.concat(
                Stream.of(family.toUpperCase(Locale.ROOT)),
                Stream.of(String.join(" ", given)).filter(text -> !text.isEmpty()))
            .collect(Collectors.joining(", "));
    return names + prefix.map(words -> " (" + words + ")").orElse("");
  }

  /** Masked, so that it can reach a log. */
  @Override
  public String toString() {
    return "PersonName[masked]";
  }
}
