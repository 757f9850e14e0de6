package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.io.ByteArrayInputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that is the same for everybody goes compressed; what holds a secret never does. */
class CompressedAnswersTest {
  @Running static TestNetwork network;

  private static Answer get(String path, String accepted) throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    return clerk.http().send(clerk.http().to(path).header("Accept-Encoding", accepted));
  }

  @Test
  void aStyleSheetGoesInFewerBytes() throws Exception {
    Answer plain = get(Assets.NHSUK.address(), "identity");
    Answer small = get(Assets.NHSUK.address(), "deflate, gzip, br");
    assertThat(small.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(small.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(small.bytes().length).isLessThan(plain.bytes().length / 4);
    try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(small.bytes()))) {
      assertThat(unpacked.readAllBytes()).isEqualTo(plain.bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/passkeys.js", "/viewing.css", "/icon.svg", "/api/v1/openapi.json"})
  void soDoesWhatElseComesWithTheProgram(String path) throws Exception {
    assertThat(get(path, "gzip").header("Content-Encoding")).isEqualTo("gzip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/worklist", "/sign-in", "/help", "/api/v1/worklist", "/nowhere"})
  void noPageAndNoAnswerOfTheApiIsCompressed(String path) throws Exception {
    Answer answer = get(path, "gzip, deflate, br, zstd");
    assertThat(answer.header("Content-Encoding")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "br, gzip;q=0.5 | true",
        "GZIP | true",
        "gzip; q=1.0 | true",
        "gzip;q=0 | false",
        "gzip;q=0.0 | false",
        "identity | false",
        "br | false"
      })
  void itIsForWhoTakesIt(String accepted, boolean taken) {
    assertThat(Shipped.takesGzip(accepted)).isEqualTo(taken);
  }
}
