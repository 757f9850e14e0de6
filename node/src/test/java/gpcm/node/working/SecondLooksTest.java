package gpcm.node.working;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How what is completed is drawn for a second look. */
class SecondLooksTest {
  /** Six standard deviations wide: by chance it fails once in 500 million runs. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0", "5, 815, 1185", "50, 9576, 10424", "100, 20000, 20000"})
  void asManyAreDrawnAsIsSet(int percent, int least, int most) {
    long drawn = IntStream.range(0, 20_000).filter(each -> SecondLooks.drawn(percent)).count();
    assertThat(drawn).isBetween((long) least, (long) most);
  }
}
