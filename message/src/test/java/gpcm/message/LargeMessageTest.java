package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A 100 MB attachment passes through a small heap: it is nowhere held as a whole. */
@Tag("slow")
class LargeMessageTest {

  @ParameterizedTest
  @ValueSource(strings = {"xml", "json"})
  void theHeapGrowsByLessThan64MiB(String format, @TempDir Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dproject.root=" + Examples.root(),
                "-cp",
                System.getProperty("java.class.path"),
                LargeMessage.class.getName(),
                folder.toString(),
                format)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    Matcher growth = Pattern.compile("growthMiB=(-?[0-9]+)").matcher(output);
    assertThat(growth.find()).as(output).isTrue();
    assertThat(Integer.parseInt(growth.group(1))).as(output).isLessThan(64);
  }
}
