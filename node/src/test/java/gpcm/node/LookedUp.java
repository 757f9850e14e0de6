package gpcm.node;

import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.node.config.LookUpSource;
import gpcm.node.config.PdsSettings;
import gpcm.pds.Route;
import gpcm.pds.server.PdsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Documents whose patients are looked up at a stand-in for PDS before they leave. */
final class LookedUp {
  private LookedUp() {}

  /** The hub's patients are looked up there from now on. */
  static void at(PdsServer pds, TestNetwork network) throws IOException {
    network.restartNode(
        before ->
            Configurations.lookUp(before, TestNetwork.HUB, LookUpSource.PDS)
                .with(PdsSettings.at(pds.fhir()).atMost(1000)));
  }

  private static String example(Route route) {
    return switch (route) {
      case SUMMARY -> "consultation-summary.json";
      case CONSULTATION_TO_PRACTICE -> "online-consultation.json";
      case CONSULTATION_TO_PROVIDER -> "online-consultation-pharmacy.json";
      case GENERIC -> "generic.json";
    };
  }

  /** A document of the hub about Alpha Example Testpatient. */
  static Document document(Route route, String nhsNumber, String practice) throws IOException {
    return document(route, nhsNumber, practice, TestNetwork.HUB);
  }

  /** The same of another organisation. */
  static Document document(Route route, String nhsNumber, String practice, String sender)
      throws IOException {
    String json =
        new String(
            DocumentJson.write(TestNetwork.document(example(route), sender)),
            StandardCharsets.UTF_8);
    return DocumentJson.read(
        json.replace(TestNetwork.KNOWN, nhsNumber)
            .replace("[\"Charlie\"]", "[\"Alpha\",\"Example\"]")
            .replace("\"Mr\"", "\"Ms\"")
            .replace("\"male\"", "\"female\"")
            .replace(TestNetwork.PRACTICE, practice)
            .getBytes(StandardCharsets.UTF_8));
  }

  /** A summary of the hub about Alpha Example Testpatient, for the practice. */
  static UUID summary(TestNetwork network, String nhsNumber) throws IOException {
    return network.submit(document(Route.SUMMARY, nhsNumber, TestNetwork.PRACTICE));
  }
}
