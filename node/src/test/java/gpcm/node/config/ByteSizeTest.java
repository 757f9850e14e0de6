package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0 B",
    "512, 512, 512 B",
    "64 KiB, 65536, 64 KiB",
    "5MB, 5000000, 5 MB",
    "1 GiB, 1073741824, 1 GiB",
    "1024 MiB, 1073741824, 1 GiB",
    "3 KB, 3000, 3 KB"
  })
  void readsAndWritesSizes(String text, long bytes, String written) {
    assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    assertThat(new ByteSize(bytes)).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "5 mb", "5  MB", "1.5 MB", "MB", "5 TB", "999999999999 GB"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
