package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.Author;
import gpcm.consultation.OdsCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What we build conforms to the official profiles: no error but the validator's two known false
 * kinds.
 */
@Tag("slow")
class OfficialProfilesTest {
  private static OfficialProfiles profiles;

  @BeforeAll
  static void load() {
    profiles = new OfficialProfiles();
  }

  @Test
  void theValidatorSeesAFaultWhereThereIsOne() {
    String xml = new String(Examples.xml(Examples.summary()), UTF_8);
    String broken = xml.replace("<code value=\"FA\"/>", "<code value=\"XX\"/>");
    assertThat(profiles.errors(broken.getBytes(UTF_8))).isNotEmpty();
  }

  @Test
  void aConsultationSummaryConforms() {
    assertThat(profiles.errors(Examples.xml(Examples.summary()))).isEmpty();
  }

  @Test
  void everyResponseConforms() {
    List<String> errors =
        Arrays.stream(ResponseCode.values())
            .map(
                code ->
                    ItkResponse.to("0a7e4f10-0000-4000-8000-000000000001", "encounter-1")
                        .code(code)
                        .diagnostics("MessageHeader.event: missing (GPCM-SD-CS-051)")
                        .from(new OdsCode("A99902"), Examples.MAILBOX)
                        .build(Examples.CLOCK, Examples.ids()))
            .flatMap(
                response ->
                    profiles.errors(Examples.xml(response)).stream()
                        .map(e -> response.codeText() + " " + e))
            .toList();
    assertThat(errors).isEmpty();
  }

  static Stream<Payload> everyPayload() {
    return Stream.concat(PayloadExamples.online().stream(), PayloadExamples.genericOnly().stream());
  }

  @Test
  void anOnlineConsultationWithEverythingItCanHoldConforms() {
    for (Author author :
        new Author[] {
          new Author.ByPatient(), PayloadExamples.relative(), PayloadExamples.system()
        }) {
      assertThat(profiles.errors(Examples.xml(DocumentsTest.online(author)))).isEmpty();
    }
  }

  @Test
  void aGenericDocumentWithEverythingItCanHoldConforms() {
    assertThat(profiles.errors(Examples.xml(DocumentsTest.generic(everyPayload().toList()))))
        .isEmpty();
  }
}
