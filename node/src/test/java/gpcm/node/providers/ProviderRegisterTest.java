package gpcm.node.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gpcm.consultation.Postcode;
import gpcm.node.TestNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A register of providers is read whole or not at all, and what is near is told by the postcode.
 */
class ProviderRegisterTest {
  private static final String HEADER = "ods,name,postcode,telephone,services,latitude,longitude\n";
  private static final String LINE =
      "A99904,Sampleton Pharmacy,ZZ99 4CZ,01632 960400,Eye check,,\n";

  @TempDir Path folder;

  private List<Provider> read(String text) throws IOException {
    return ProviderLines.read(Files.writeString(folder.resolve("providers.csv"), text));
  }

  @Test
  void theExampleIsReadWhole() throws IOException {
    List<Provider> providers = ProviderLines.read(TestNetwork.example("providers.csv"));

    assertThat(providers).hasSize(4);
    Provider first = providers.getFirst();
    assertThat(first.address()).containsExactly("4 Example Street", "Sampleton");
    assertThat(first.services()).containsExactly("Minor illness", "Blood pressure check");
    assertThat(first.place()).contains(new Coordinates(50.1, -5.1));
    assertThat(providers.get(2).siteCode().value()).isEqualTo("A9991301");
    assertThat(providers.get(2).odsCode().value()).isEqualTo("A99913");
    assertThat(providers.get(2).openingHours()).isEmpty();
  }

  @Test
  void whoNamesNoSiteIsTheSiteItself() throws IOException {
    assertThat(read(HEADER + LINE).getFirst().siteCode().value()).isEqualTo("A99904");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A99904             | a99904              | ODS code must be
          Sampleton Pharmacy | ''                  | must not be blank
          ZZ99 4CZ           | ZZ99                | Postcode must be
          01632 960400       | 12                  | Telephone number must have
          Eye check,,        | Eye check,91,0      | latitude and longitude
          Eye check,,        | Eye check,north,0   | latitude and longitude
          Eye check,,        | Eye check,NaN,0     | latitude and longitude
          Eye check,,        | Eye check           | it has not as many fields
          """)
  void aBrokenLineIsNamedByItsNumber(String was, String is, String why) {
    assertThatThrownBy(
            () -> read(HEADER + LINE.replace("A99904", "A99905") + LINE.replace(was, is)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("providers.csv, line 3 is no provider: ")
        .hasMessageContaining(why);
  }

  @Test
  void aSiteThatStandsTwiceIsRefused() {
    assertThatThrownBy(() -> read(HEADER + LINE + LINE))
        .hasMessageContaining("line 3 is no provider: its site stands in an earlier line");
  }

  @Test
  void whatIsNoUtf8IsRefused() throws IOException {
    Path file = folder.resolve("latin.csv");
    Files.write(
        file, (HEADER + LINE.replace("ton", "t\u00f6n")).getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ProviderLines.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("latin.csv");
  }

  @Test
  void soManyLinesAndNoMore() {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i <= ProviderLines.MOST; i++) {
      text.append(LINE.replace("A99904", "A" + (100_000 + i)));
    }
    assertThatThrownBy(() -> read(text.toString()))
        .hasMessageContaining("there are more than " + ProviderLines.MOST);
  }

  @ParameterizedTest
  @CsvSource({
    "ZZ99 3CZ, ZZ99 3CZ, SAME_POSTCODE",
    "zz993cz,  ZZ99 3CZ, SAME_POSTCODE",
    "ZZ99 3CZ, ZZ99 3AA, SAME_SECTOR",
    "ZZ99 3,   ZZ99 3AA, SAME_SECTOR",
    "ZZ99 3CZ, ZZ99 4CZ, SAME_DISTRICT",
    "ZZ99,     ZZ99 4CZ, SAME_DISTRICT",
    "ZZ99 3CZ, ZZ98 1AA, SAME_AREA",
    "ZZ99 3CZ, Z9 1AA,   ELSEWHERE",
    "Z9,       ZZ9 1AA,  ELSEWHERE",
    "ZZ1 1AA,  ZZ11 1AA, SAME_AREA",
  })
  void nearnessIsHowMuchOfThePostcodeAgrees(String near, String other, Nearness nearness) {
    Near.PartOfPostcode asked = (Near.PartOfPostcode) Near.of(near);
    assertThat(asked.to(new Postcode(other))).isEqualTo(nearness);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nowhere", "99", "ZZZ9", "91,0", "0,181", "1;2", "ZZ99 3CZ ZZ99 3CZ", "٣,٣"})
  void whatIsNoPlaceIsRefused(String near) {
    assertThatThrownBy(() -> Near.of(near)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theDistanceIsAStraightLineOverTheGround() {
    // A degree of latitude is a ninetieth of a quarter of the meridian.
    assertThat(new Coordinates(50, 0).kilometresTo(new Coordinates(51, 0)))
        .isCloseTo(111.2, within(0.2));
    assertThat(new Coordinates(60, 0).kilometresTo(new Coordinates(60, 1)))
        .isCloseTo(55.6, within(0.2));
  }
}
