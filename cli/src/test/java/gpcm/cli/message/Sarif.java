package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the schema of SARIF 2.1.0 requires of a log, and of what this project puts into one. */
final class Sarif {
  static final String URI = "/locations/0/physicalLocation/artifactLocation/uri";
  private static final Set<String> LEVELS = Set.of("none", "note", "warning", "error");

  private Sarif() {}

  static void assertIsALog(JsonNode log) {
    assertThat(log.get("version").textValue()).isEqualTo("2.1.0");
    assertThat(log.get("$schema").textValue()).contains("sarif-2.1.0");
    only(log, "$schema", "version", "runs");
    assertThat(log.get("runs")).hasSize(1);
    JsonNode run = log.at("/runs/0");
    only(run, "tool", "results", "columnKind", "invocations");
    assertThat(run.get("columnKind").textValue()).isIn("utf16CodeUnits", "unicodeCodePoints");
    JsonNode driver = run.at("/tool/driver");
    assertThat(driver.get("name").textValue()).isNotBlank();
    only(driver, "name", "rules", "notifications");
    run.path("invocations").forEach(invocation -> assertInvocationFits(invocation, driver));
    Set<String> rules = new HashSet<>();
    for (JsonNode rule : driver.get("rules")) {
      only(rule, "id", "shortDescription");
      assertThat(rules.add(rule.get("id").textValue())).as("rules are unique").isTrue();
      assertThat(rule.at("/shortDescription/text").textValue()).isNotBlank();
    }
    for (JsonNode result : run.get("results")) {
      only(result, "ruleId", "level", "message", "locations", "properties");
      assertThat(rules).contains(result.get("ruleId").textValue());
      assertThat(LEVELS).contains(result.get("level").textValue());
      assertThat(result.at("/message/text").textValue()).isNotBlank();
      assertThat(java.net.URI.create(result.at(URI).textValue())).isNotNull();
      JsonNode region = result.at("/locations/0/physicalLocation/region");
      if (!region.isMissingNode()) {
        assertThat(region.get("startLine").intValue()).isPositive();
        assertThat(region.get("startColumn").intValue()).isPositive();
      }
    }
  }

  private static void assertInvocationFits(JsonNode invocation, JsonNode driver) {
    only(invocation, "executionSuccessful", "toolExecutionNotifications");
    assertThat(invocation.get("executionSuccessful").isBoolean()).isTrue();
    List<String> descriptors = driver.path("notifications").findValuesAsText("id");
    for (JsonNode notification : invocation.get("toolExecutionNotifications")) {
      only(notification, "descriptor", "level", "message", "locations");
      assertThat(LEVELS).contains(notification.get("level").textValue());
      assertThat(notification.at("/message/text").textValue()).isNotBlank();
      JsonNode descriptor = notification.path("descriptor");
      if (!descriptor.isMissingNode()) {
        assertThat(descriptors).contains(descriptor.get("id").textValue());
      }
    }
  }

  /** The schema allows no property it does not name. */
  private static void only(JsonNode node, String... names) {
    assertThat(node.properties()).extracting(java.util.Map.Entry::getKey).isSubsetOf(names);
  }
}
