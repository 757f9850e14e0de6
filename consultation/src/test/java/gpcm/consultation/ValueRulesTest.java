package gpcm.consultation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"9990000018", "9990000026", "9990000034", "9990000042", "9434765919"})
  void anNhsNumberWithItsCheckDigitIsTaken(String digits) {
    assertThat(new NhsNumber(digits).value()).isEqualTo(digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9990000019",
        "999000001",
        "99900000180",
        "999 000 0018",
        "999000001X",
        "0000000000",
        "",
        "٩٩٩٠٠٠٠٠١٨"
      })
  void anythingElseIsNoNhsNumber(String text) {
    assertThatThrownBy(() -> new NhsNumber(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("NHS number: ")
        .hasMessageNotContaining(text.isEmpty() ? "null" : text);
    assertThat(NhsNumber.isValid(text)).isFalse();
  }

  @Test
  void exactlyOneCheckDigitFitsAtMost() {
    for (int nine = 999_000_000; nine < 999_000_200; nine++) {
      int fitting = 0;
      for (int check = 0; check < 10; check++) {
        fitting += NhsNumber.isValid(nine + "" + check) ? 1 : 0;
      }
      assertThat(fitting).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void anNhsNumberIsShownInThreeGroups() {
    assertThat(new NhsNumber("9990000018").formatted()).isEqualTo("999 000 0018");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "371531000",
        "149951000000107",
        "405737000",
        "386725007",
        "322236009",
        "73211009",
        "22298006"
      })
  void aConceptIdWithItsCheckDigitIsTaken(String code) {
    assertThat(new SnomedCode(code).value()).isEqualTo(code);
    assertThat(new DmdCode(code).value()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          405737001,          has a wrong check digit
          405773000,          has a wrong check digit
          05737000,           must be 6 to 18 digits
          57000,              must be 6 to 18 digits
          1234567890123456789,must be 6 to 18 digits
          4057a7000,          must be 6 to 18 digits
          680946014,          must be a concept id
          """)
  void aBrokenCodeSaysHow(String code, String rule) {
    assertThatThrownBy(() -> new SnomedCode(code))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A99901", "RTG", "Y12345678", "A9A9A"})
  void anOdsCodeIsCapitalsAndDigits(String code) {
    assertThat(new OdsCode(code)).hasToString(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a99901", "A9", "A99-01", "A999010000000", " A99901", ""})
  void anythingElseIsNoOdsCode(String code) {
    assertThatThrownBy(() -> new OdsCode(code)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"55500000000", "5550000000011", "55500000000A"})
  void anSdsUserIdHasTwelveDigits(String id) {
    assertThatThrownBy(() -> new SdsUserId(id)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ZZ99 3CZ", "M1 1AA", "EC1A 1BB", "GIR 0AA"})
  void aUkPostcodeIsTaken(String code) {
    assertThat(new Postcode(code).value()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ZZ993CZ", "zz99 3cz", "12345", ""})
  void anythingElseIsNoPostcode(String code) {
    assertThatThrownBy(() -> new Postcode(code)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          01632960001,      01632 960001
          01632 960 001,    01632 960001
          02079460000,      020 7946 0000
          01134960000,      0113 496 0000
          01214960000,      0121 496 0000
          07700900123,      07700 900123
          08081570000,      0808 157 0000
          +44 20 7946 0000, 020 7946 0000
          +44 (0)1632 960001, 01632 960001
          00441632960001,   01632 960001
          111,              111
          +48 22 555 01 23, +48 22 555 01 23
          01632 960001 ext 12, 01632 960001 ext 12
          """)
  void aTelephoneNumberIsGroupedForReading(String recorded, String shown) {
    assertThat(new Telephone(recorded).formatted()).isEqualTo(shown);
  }

  @Test
  void anAddressReadsOnOneLine() {
    Address address =
        new Address(
            List.of("Flat 1", "2 Example Street"),
            Optional.of("Testford"),
            Optional.empty(),
            Optional.of(new Postcode("ZZ99 3CZ")),
            Optional.empty());
    assertThat(address.oneLine()).isEqualTo("Flat 1, 2 Example Street, Testford, ZZ99 3CZ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "a/b", "a\\b", "C:x", ".hidden", "..", "a\u0000b"})
  void anAttachmentsFileNameIsNeverAPath(String file) {
    assertThatThrownBy(() -> new DeclaredAttachment(file, "Title", "text/plain"))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void halfACharacterIsRefused() {
    assertThatThrownBy(() -> new SectionItem.TextItem("a\uD83D", false))
        .isInstanceOf(InvalidValueException.class);
  }
}
