package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.SourceFinding.Kind;
import gpcm.message.Tolerances;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The named list of tolerances: each is on unless it is switched off, each can be switched off by
 * itself, and what it lets pass is reported all the same, with the strength of its requirement.
 */
class TolerancesTest {

  static List<Kind> kinds() {
    return Arrays.stream(Kind.values()).filter(Kind::tolerable).toList();
  }

  /** Each with what it lets pass and why, and no other. */
  @Test
  void thePageListsThemAll() throws IOException {
    String page = Files.readString(Proofs.ROOT.resolve("docs/rules.md"), StandardCharsets.UTF_8);
    String heading = "## What is tolerated on receipt";
    int start = page.indexOf(heading);
    String section = page.substring(start, page.indexOf("\n## ", start + heading.length()));
    List<String> listed =
        Pattern.compile("^\\| `([a-z-]+)` \\| [^|]{10,} \\| [^|]{10,} \\|$", Pattern.MULTILINE)
            .matcher(section)
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(listed)
        .containsExactlyElementsOf(
            kinds().stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList());
    assertThat(kinds()).as("the page says how many").hasSize(9);
  }

  /** An otherwise valid message that has the fault. */
  private static Fixture faulty(Kind kind) {
    Fixture summary = Fixture.of(UseCaseKey.CS);
    return switch (kind) {
      case LOCAL_EXTENSION_SPELLING ->
          summary.change(
              "header",
              "set",
              "extension/0/extension/5/valueString",
              "\"SendDocument-ConsultationSummary\"");
      case TITLE_CASE -> summary.change("composition", "upper-case", "title", "");
      case PRIMARY_NOT_FIRST ->
          Fixture.of(UseCaseKey.OC).change("composition", "rotate", "section", "2");
      case SHARED_FULL_URL ->
          Fixture.of(UseCaseKey.GE).change("document", "share-url", "location", "photo");
      case PROFILE_SPELLING ->
          summary.change(
              "patient",
              "set",
              "meta/profile/0",
              "\"https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Patient-1\"");
      case NHS_NUMBER_CHECK_DIGIT ->
          summary.change("patient", "set", "identifier/0/value", "\"9990000019\"");
      case SUMMARY_LINE -> summary.change("composition", "spaced-comma", "text/div", "");
      case CUSTODIAN_NOT_SENDER ->
          Fixture.of(UseCaseKey.OC).change("sender", "set", "identifier/0/value", "\"ZZ002\"");
      default -> summary; // the order of elements is a matter of the text, not of the tree
    };
  }

  private static Findings check(Kind kind, Tolerances tolerances) throws IOException {
    byte[] json = faulty(kind).tree().toString().getBytes(StandardCharsets.UTF_8);
    MessageReader reader = new MessageReader(ReadLimits.STANDARD, tolerances);
    AttachmentSink sink = AttachmentSink.inMemory(100_000);
    Rules rules = RuleCatalogue.rules(tolerances);
    if (kind != Kind.ELEMENT_ORDER) {
      return rules.check(reader.readJson(new ByteArrayInputStream(json), sink));
    }
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    new MessageWriter().writeXml(reader.readJson(new ByteArrayInputStream(json), sink), xml);
    String right = xml.toString(StandardCharsets.UTF_8);
    String swapped =
        right.replaceFirst(
            "(<timestamp value=\"[^\"]+\"/>)(<source><endpoint value=\"[^\"]+\"/></source>)",
            "$2$1");
    assertThat(swapped).isNotEqualTo(right);
    return rules.check(
        reader.readXml(
            new ByteArrayInputStream(swapped.getBytes(StandardCharsets.UTF_8)),
            AttachmentSink.inMemory(100_000)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isOnUnlessSwitchedOffAndReportedWithItsStrength(Kind kind) throws IOException {
    Findings findings = check(kind, Tolerances.ALL);
    assertThat(findings.valid()).as(findings::diagnostics).isTrue();
    assertThat(findings.all())
        .filteredOn(Finding::tolerated)
        .isNotEmpty()
        .allMatch(finding -> finding.strength() == Strength.MUST)
        .allMatch(finding -> finding.requirement().startsWith("GPCM-"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void canBeSwitchedOffByItself(Kind kind) throws IOException {
    List<String> tolerated =
        check(kind, Tolerances.ALL).stream()
            .filter(Finding::tolerated)
            .map(Finding::requirement)
            .toList();
    Findings without = check(kind, Tolerances.ALL.without(kind));
    assertThat(without.valid()).isFalse();
    assertThat(without.rejecting()).extracting(Finding::requirement).isEqualTo(tolerated);
    assertThat(check(kind, Tolerances.NONE).rejecting())
        .extracting(Finding::requirement)
        .isEqualTo(tolerated);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void dependsOnNoOther(Kind kind) throws IOException {
    Findings alone = check(kind, new Tolerances(Set.of(kind)));
    assertThat(alone.valid()).as(alone::diagnostics).isTrue();
    assertThat(alone.all()).anyMatch(Finding::tolerated);
  }

  /**
   * Other names that release notes give where the requirements name a profile. Where only a SHOULD
   * asks for the profile, the strict reading warns.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"GPConnect-Device-1", "CareConnect-GPC-List-1", "CareConnect-GPC-Observation-1"})
  void theProfilesOfTheReleaseNotesAreTolerated(String profile) throws IOException {
    String type = profile.replaceAll(".*-([A-Z][A-Za-z]+)-1", "$1");
    Fixture online = Fixture.of(UseCaseKey.OC);
    for (var entry : online.at("document").get("entry")) {
      ObjectNode resource = (ObjectNode) entry.get("resource");
      if (resource.get("resourceType").textValue().equals(type)) {
        ((ObjectNode) resource.get("meta"))
            .putArray("profile")
            .add("https://fhir.nhs.uk/STU3/StructureDefinition/" + profile);
      }
    }
    assertThat(online.check(Tolerances.ALL).valid()).isTrue();
    assertThat(online.check(Tolerances.ALL).all()).anyMatch(Finding::tolerated);
    assertThat(online.check(Tolerances.NONE).all()).isNotEmpty().noneMatch(Finding::tolerated);
  }

  /** What no tolerance covers, however near it lies. */
  @Test
  void destinationIsNeverTolerated() {
    Findings findings =
        Fixture.of(UseCaseKey.OC)
            .change("header", "set", "destination", "[{\"endpoint\":\"MAILBOX9\"}]")
            .check(Tolerances.ALL);
    assertThat(findings.rejecting())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-OC-152");
  }
}
