package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nulabinc.zxcvbn.StandardDictionaries;
import gpcm.consultation.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which passwords may be chosen. */
class PasswordRuleTest {
  private static final PasswordRule RULE =
      PasswordRule.of(
          List.of("A99902", "Testford Surgery", "Testford Health Group"), Optional.empty());

  private static void check(PasswordRule rule, String password) {
    rule.check("b.fictional", "Bravo Fictional", password);
  }

  private static void assertRefused(String password, String rule) {
    assertThatThrownBy(() -> check(RULE, password))
        .as(password)
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(rule)
        .hasMessageNotContaining(password);
  }

  /** Few of them have twelve characters by themselves; people add a year. */
  @Test
  void fiveThousandUsualPasswordsAreRefusedHoweverTheyAreMadeLong() throws Exception {
    List<String> usual =
        StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream()
            .filter(password -> password.length() < 12 && Character.isLetter(password.charAt(0)))
            .limit(5000)
            .toList();
    assertThat(usual).hasSize(5000);
    for (String password : usual) {
      String longer =
          password + "-2026-30-11-2026".substring(0, Math.max(6, 12 - password.length()));
      assertThatThrownBy(() -> check(RULE, longer))
          .as(longer)
          .isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void usualPasswordsThatAreLongEnoughAreRefused() throws Exception {
    List<String> usual =
        StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream()
            .filter(password -> password.length() >= 12)
            .toList();
    assertThat(usual).hasSizeGreaterThan(200);
    for (String password : usual) {
      assertThatThrownBy(() -> check(RULE, password))
          .as(password)
          .isInstanceOf(InvalidValueException.class);
      assertThatThrownBy(() -> check(RULE, password.toUpperCase(Locale.ROOT)))
          .as("in capitals")
          .isInstanceOf(InvalidValueException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sonyericsson",
        "SonyEricsson!",
        "monkeymonkeymonkey",
        "password1234",
        "P@ssw0rd2026",
        "qwertyuiop[]",
        "abcdefghijklm",
        "1234567890123",
      })
  void whatIsTriedFirstIsRefused(String password) {
    assertRefused(password, "tried first");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "testfordsurgery",
        "Testford Surgery 2026",
        "a99902-A99902!",
        "nhs gpcm nhs gpcm",
        "BravoFictional1",
        "Surgery2026Testford",
      })
  void whatIsMadeUpOfWordsOfThePlaceIsRefused(String password) {
    assertRefused(password, "words of this place");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "four plain words here",
        "other plain words here",
        "the surgery window squeaks at dawn",
        "kettle-harbour-nineteen",
        "\u00fcbergang zur br\u00fccke",
        "xq7vbn2kdwpz",
      })
  void whatOthersDoNotGuessIsTaken(String password) {
    assertThatCode(() -> check(RULE, password)).doesNotThrowAnyException();
  }

  @Test
  void theLongestIsLookedAtToo() {
    assertThatCode(() -> check(RULE, "kettle harbour nineteen ".repeat(9).substring(0, 200)))
        .doesNotThrowAnyException();
    assertRefused("password".repeat(25), "tried first");
  }

  @Test
  void whatIsKnownFromElsewhereIsRefused(@TempDir Path folder) throws Exception {
    List<String> known = IntStream.range(0, 100).mapToObj(i -> "plain words number " + i).toList();
    for (String count : List.of("", ":7")) {
      for (String end : List.of("\n", "\r\n")) {
        Path file =
            Files.writeString(
                folder.resolve("breached.txt"),
                known.stream()
                    .map(password -> hash(password) + count)
                    .sorted()
                    .collect(Collectors.joining(end)));
        PasswordRule rule = PasswordRule.of(List.of(), Optional.of(file));
        for (String password : known) {
          assertThatThrownBy(() -> check(rule, password))
              .as(password)
              .hasMessageContaining("break-in elsewhere");
        }
        for (int i = 100; i < 200; i++) {
          check(rule, "plain words number " + i);
        }
      }
    }
  }

  private static String hash(String password) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "password\n", "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8\n"})
  void aFileOfSomethingElseStopsTheStart(String content, @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("breached.txt"), content);
    assertThatThrownBy(() -> PasswordRule.of(List.of(), Optional.of(file)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sign-in.breached-passwords")
        .hasMessageContaining(file.toString());
  }

  @Test
  void aFileThatIsNotThereStopsTheStart(@TempDir Path folder) {
    Path file = folder.resolve("breached.txt");
    assertThatThrownBy(() -> PasswordRule.of(List.of(), Optional.of(file)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("can't be read");
  }
}
