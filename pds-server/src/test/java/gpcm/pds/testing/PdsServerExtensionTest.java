package gpcm.pds.testing;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.pds.CallRate;
import gpcm.pds.PdsAccess;
import gpcm.pds.PdsAnswer;
import gpcm.pds.PdsClient;
import gpcm.pds.PdsQuestion;
import gpcm.pds.server.PdsFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension as another supplier would use it. */
class PdsServerExtensionTest {
  @RegisterExtension static final PdsServerExtension pds = PdsServerExtension.open();

  @Test
  void aBusyServiceIsForLater() throws InterruptedException {
    pds.server()
        .add(
            PdsFault.next(
                1, new PdsFault.Kind.Refusal(503, "SERVICE_UNAVAILABLE", Optional.empty())));
    assertThat(find("9990000018")).isInstanceOf(PdsAnswer.Unavailable.class);
    assertThat(find("9990000018")).isInstanceOf(PdsAnswer.Found.class);
  }

  @Test
  void faultsEndWithTheTest() throws InterruptedException {
    assertThat(find("9990000018")).isInstanceOf(PdsAnswer.Found.class);
    pds.server()
        .add(
            PdsFault.always(
                new PdsFault.Kind.Refusal(503, "SERVICE_UNAVAILABLE", Optional.empty())));
    pds.afterEach(null);
    assertThat(find("9990000018")).isInstanceOf(PdsAnswer.Found.class);
  }

  private static PdsAnswer find(String number) throws InterruptedException {
    PdsAccess access = new PdsAccess(pds.server().fhir(), Optional.empty(), Duration.ofSeconds(10));
    try (PdsClient client = new PdsClient(access, CallRate.NONE, InstantSource.system())) {
      return client.find(PdsQuestion.of(number, "A99901", "a case"));
    }
  }

  @Test
  void thePageShowsTheseLines() throws IOException {
    Path root = Path.of(System.getProperty("project.root"));
    String page = Files.readString(root.resolve("docs/pds.md"));
    int start = page.indexOf("```java\n") + "```java\n".length();
    String shown = page.substring(start, page.indexOf("```", start));
    String here =
        Files.readString(
            root.resolve("pds-server/src/test/java/gpcm/pds/testing/PdsServerExtensionTest.java"));
    assertThat(withoutSpace(here)).contains(withoutSpace(shown));
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s+", "");
  }
}
