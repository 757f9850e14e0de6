package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sender is the organisation that MessageHeader.sender refers to, and no other. */
class SendingOrganisationTest {
  private static final String OTHER =
      "<entry><fullUrl value=\"urn:uuid:0f0f0f0f-0000-4000-8000-00000000000f\"/><resource>"
          + "<Organization><id value=\"0f0f0f0f-0000-4000-8000-00000000000f\"/><identifier>"
          + "<system value=\"https://fhir.nhs.uk/Id/ods-organization-code\"/>"
          + "<value value=\"Z99999\"/></identifier><name value=\"Another Organisation\"/>"
          + "</Organization></resource></entry>";

  private static final String OURS = "<value value=\"A99901\"/></identifier>";

  private final String xml = new String(Examples.xml(Examples.summary()), UTF_8);

  /** The header's entry has the code alone; the document has the name that belongs to it. */
  @Test
  void theNameIsThatOfTheOrganisationWithTheHeadersCode() {
    SendingOrganisation sender = sender(xml);
    assertThat(sender.odsCode()).contains("A99901");
    assertThat(sender.name()).contains(Examples.consultation().organisation().name());
  }

  @Test
  void anotherOrganisationThatStandsFirstIsNotTheSender() {
    String first = xml.replace("<entry>", OTHER + "<entry>");
    assertThat(first.split("Another Organisation", -1)).hasSizeGreaterThan(3);
    String header =
        // The MessageHeader stays the first entry of the message.
        first.replaceFirst(Pattern.quote(OTHER), "");
    SendingOrganisation sender = sender(header);
    assertThat(sender.odsCode()).contains("A99901");
    assertThat(sender.name()).contains(Examples.consultation().organisation().name());
  }

  @Test
  void aNameInTheHeadersOwnEntryGoesBeforeTheDocuments() {
    int at = xml.indexOf(OURS) + OURS.length();
    String named = xml.substring(0, at) + "<name value=\"As It Signs\"/>" + xml.substring(at);
    assertThat(sender(named).name()).contains("As It Signs");
  }

  @Test
  void aReferenceThatLeadsNowhereMakesNobodyTheSender() {
    String dangling =
        xml.replaceFirst(
            "<sender><reference value=\"[^\"]*\"/>", "<sender><reference value=\"urn:uuid:0\"/>");
    assertThat(dangling).isNotEqualTo(xml);
    SendingOrganisation sender = sender(dangling);
    assertThat(sender.odsCode()).isEmpty();
    assertThat(sender.name()).isEmpty();
  }

  private static SendingOrganisation sender(String xml) {
    return ((SendDocument) Examples.readXml(xml.getBytes(UTF_8))).sender();
  }
}
