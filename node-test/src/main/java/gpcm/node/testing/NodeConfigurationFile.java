package gpcm.node.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.config.OrganisationSettings.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The configuration file of a node that takes part in a {@link LocalNetwork}: for {@code gpcm node
 * --config FILE}, or to be read in. On the bundled PostgreSQL and any free port, unless told
 * otherwise. Not thread-safe.
 */
public final class NodeConfigurationFile {
  private final ObjectNode root = new ObjectMapper().createObjectNode();

  NodeConfigurationFile(
      URI mesh, String sharedKey, String password, List<TestOrganisation> organisations) {
    root.put("data-folder", "data");
    root.putObject("http").put("port", 0);
    root.putObject("mesh").put("url", mesh.toString()).put("shared-key", sharedKey);
    ArrayNode all = root.putArray("organisations");
    for (TestOrganisation organisation : organisations) {
      ObjectNode one = all.addObject();
      one.put("ods", organisation.ods().value());
      one.put("name", organisation.name());
      one.put("mailbox", organisation.mailbox().value());
      one.put("mailbox-password", password);
      ArrayNode roles = one.putArray("roles");
      for (Role role : organisation.roles()) {
        roles.add(role.name().toLowerCase(Locale.ROOT));
      }
    }
    pollingEvery("50 ms");
  }

  NodeConfigurationFile withPatients(List<Path> files) {
    for (int i = 0; i < files.size(); i++) {
      ((ObjectNode) root.path("organisations").path(i))
          .put("patients", files.get(i).toAbsolutePath().toString());
    }
    return this;
  }

  /** Where the node is to be served; 0 for any free port. */
  public NodeConfigurationFile onPort(int port) {
    root.withObject("/http").put("port", port);
    return this;
  }

  /** Which PostgreSQL it is to use, instead of the bundled one. */
  public NodeConfigurationFile onDatabase(String url, String user, String password) {
    root.putObject("database").put("url", url).put("user", user).put("password", password);
    return this;
  }

  /**
   * Behind MESH file clients instead of by MESH's API: the folders of each mailbox lie in {@code
   * parent} under the mailbox's id.
   */
  public NodeConfigurationFile throughFolders(Path parent) {
    root.withObject("/mesh").removeAll().put("transport", "folders");
    for (JsonNode each : root.withArray("/organisations")) {
      ObjectNode organisation = (ObjectNode) each;
      organisation.remove("mailbox-password");
      organisation.put(
          "folder",
          parent.resolve(organisation.path("mailbox").asText()).toAbsolutePath().toString());
    }
    return this;
  }

  /**
   * An organisation's patients are looked up before its documents leave.
   *
   * @param pds the base of a PDS FHIR API that takes who asks as they are, such as the stand-in's
   */
  public NodeConfigurationFile lookingPatientsUp(TestOrganisation organisation, URI pds) {
    root.putObject("pds").put("url", pds.toString()).put("calls-per-second", 1000);
    for (JsonNode each : root.withArray("/organisations")) {
      if (each.path("ods").asText().equals(organisation.ods().value())) {
        ((ObjectNode) each).put("look-up", "pds");
      }
    }
    return this;
  }

  /** How often it is to look into each inbox, such as {@code 200 ms}. */
  public NodeConfigurationFile pollingEvery(String interval) {
    root.withObject("/mesh").put("poll-interval", interval);
    return this;
  }

  /**
   * Writes it. The node keeps its data in the folder {@code data} beside it.
   *
   * @return the file
   */
  public Path write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    // Every JSON text is YAML 1.2, and nothing in it has to be escaped by hand.
    return Files.writeString(file, root.toPrettyString());
  }
}
