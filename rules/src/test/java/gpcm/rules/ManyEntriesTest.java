package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.message.Tolerances;
import gpcm.rules.catalogue.RuleCatalogue;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

/**
 * A message of many thousand parts, which the limits of reading allow, costs reading and checking
 * no more than its size is worth: what every part is held against is looked up, never walked
 * through.
 */
class ManyEntriesTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  // Of processor time, so that a busy machine makes no difference. With each part held against
  // each, any of these takes several times as long.
  private static final long SLOW_NANOS = 5_000_000_000L;
  private static final Rules RULES = RuleCatalogue.rules(Tolerances.ALL);
  private static final int MANY = 20_000;

  @Test
  void eachWithAProfileUnderItsOtherNameBesideAsManyAuthors() {
    Fixture fixture = Fixture.of(UseCaseKey.GE);
    ArrayNode authors = (ArrayNode) fixture.at("composition").get("author");
    ArrayNode listed = section(fixture);
    for (int i = 0; i < MANY; i++) {
      authors.addObject().put("reference", "urn:uuid:practitioner");
      entry(fixture, "Medication", "medicine" + i, "urn:uuid:medicine" + i, "CareConnect-GPC-");
      listed.addObject().put("reference", "urn:uuid:medicine" + i);
    }
    assertThat(check(fixture)).filteredOn(Finding::tolerated).hasSizeGreaterThanOrEqualTo(MANY);
  }

  @Test
  void allOfOneFullUrlAndAsManyReferencesToIt() {
    Fixture fixture = Fixture.of(UseCaseKey.GE);
    ArrayNode listed = section(fixture);
    for (int i = 0; i < MANY; i++) {
      entry(fixture, "Location", "place", "urn:uuid:place", "CareConnect-");
      listed.addObject().put("reference", "urn:uuid:place");
    }
    assertThat(check(fixture)).filteredOn(Finding::rejects).hasSizeGreaterThanOrEqualTo(MANY - 1);
  }

  @Test
  void containedInOneResourceWithAReferenceToEach() {
    Fixture fixture = Fixture.of(UseCaseKey.GE);
    ObjectNode observation = fixture.at("observation");
    ArrayNode contained = observation.withArray("contained");
    ArrayNode performers = observation.withArray("performer");
    for (int i = 0; i < MANY; i++) {
      contained.addObject().put("resourceType", "Organization").put("id", "o" + i).put("name", "x");
      performers.addObject().put("reference", "#o" + i);
    }
    assertThat(check(fixture).rejecting()).isEmpty();
  }

  @Test
  void eachWithSomethingMissing() {
    Fixture fixture = Fixture.of(UseCaseKey.GE);
    for (int i = 0; i < MANY; i++) {
      ObjectNode location =
          entry(fixture, "Location", "place" + i, "urn:uuid:place" + i, "CareConnect-");
      location.remove("meta");
      location.putObject("position").put("longitude", 1);
      location.putObject("partOf").put("reference", "urn:uuid:location");
    }
    assertThat(check(fixture)).filteredOn(Finding::rejects).hasSizeGreaterThanOrEqualTo(2 * MANY);
  }

  @Test
  void answersToOneQuestionnaireOfAsManyQuestions() {
    Fixture fixture = Fixture.of(UseCaseKey.GE);
    ArrayNode items = (ArrayNode) fixture.at("questionnaire").get("item");
    String questionnaire = fixture.at("answers").at("/questionnaire/reference").textValue();
    for (int i = 0; i < MANY; i++) {
      items.addObject().put("linkId", "q" + i).put("type", "string").put("text", "x");
      ObjectNode answers =
          entry(
              fixture,
              "QuestionnaireResponse",
              "answers" + i,
              "urn:uuid:answers" + i,
              "CareConnect-");
      answers.putObject("questionnaire").put("reference", questionnaire);
    }
    assertThat(check(fixture)).filteredOn(Finding::rejects).hasSizeGreaterThanOrEqualTo(MANY);
  }

  @Test
  void answersToOneQuestionnaireThatRequiresAllOfThem() {
    Fixture fixture = Fixture.of(UseCaseKey.GE);
    ArrayNode items = (ArrayNode) fixture.at("questionnaire").get("item");
    String questionnaire = fixture.at("answers").at("/questionnaire/reference").textValue();
    for (int i = 0; i < MANY; i++) {
      items
          .addObject()
          .put("linkId", i % 2 == 0 ? "same" : "q" + i)
          .put("type", "string")
          .put("text", "x")
          .put("required", true);
      ObjectNode answers =
          entry(
              fixture,
              "QuestionnaireResponse",
              "answers" + i,
              "urn:uuid:answers" + i,
              "CareConnect-");
      answers.putObject("questionnaire").put("reference", questionnaire);
      ObjectNode answered =
          answers.putArray("item").addObject().put("linkId", "same").put("text", "x");
      answered.putArray("answer").addObject().put("valueString", "y");
    }
    assertThat(check(fixture))
        .filteredOn(finding -> finding.condition().endsWith("each required question"))
        .hasSizeGreaterThanOrEqualTo(MANY);
  }

  private static ArrayNode section(Fixture fixture) {
    ArrayNode sections = (ArrayNode) fixture.at("composition").get("section");
    return sections.addObject().put("title", "many").putArray("entry");
  }

  private static ObjectNode entry(
      Fixture fixture, String type, String id, String fullUrl, String profile) {
    ObjectNode entry =
        ((ArrayNode) fixture.at("document").get("entry")).addObject().put("fullUrl", fullUrl);
    ObjectNode resource = entry.putObject("resource").put("resourceType", type).put("id", id);
    resource
        .putObject("meta")
        .putArray("profile")
        .add("https://fhir.hl7.org.uk/STU3/StructureDefinition/" + profile + type + "-1");
    return resource;
  }

  private static Findings check(Fixture fixture) {
    long start = THREADS.getCurrentThreadCpuTime();
    Findings findings = RULES.check(fixture.read(Tolerances.ALL));
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    assertThat(findings.crashedRules()).isEmpty();
    assertThat(nanos)
        .as("processor time; a message that costs so much could stop a receiver")
        .isLessThan(SLOW_NANOS);
    return findings;
  }
}
