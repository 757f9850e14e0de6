package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.sending.EncounterAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Hands one of the project's examples in, through the HTTP API as any clinical system would.
 *
 * @param node where it is
 * @param key gives the key of an organisation
 */
record ExampleSubmission(URI node, UnaryOperator<String> key) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Hands in an example with its attachments. */
  JsonNode post(String example) throws IOException, InterruptedException {
    return post(whole(example));
  }

  /** An example with its attachments, to be changed. */
  static ObjectNode whole(String name) throws IOException {
    return (ObjectNode) JSON.readTree(resource(name));
  }

  /** An example without its attachments, to be changed. */
  static ObjectNode example(String name) throws IOException {
    ObjectNode consultation = whole(name);
    consultation.remove("attachments");
    return consultation;
  }

  /** Hands in a report that is to go now, with the attachments that it names. */
  JsonNode post(ObjectNode consultation) throws IOException, InterruptedException {
    return submit("POST", "/api/v1/documents", consultation, form(consultation));
  }

  /** Says that a consultation was created or updated. */
  JsonNode put(ObjectNode consultation) throws IOException, InterruptedException {
    return submit(
        "PUT",
        EncounterAddress.of(consultation.path("encounterId").asText()),
        consultation,
        form(consultation));
  }

  private static MultipartForm form(ObjectNode consultation) throws IOException {
    MultipartForm form =
        new MultipartForm()
            .add(
                "consultation",
                "consultation.json",
                "application/json",
                JSON.writeValueAsBytes(consultation));
    for (JsonNode attachment : consultation.path("attachments")) {
      String file = attachment.path("file").asText();
      form.add("attachment", file, attachment.path("contentType").asText(), resource(file));
    }
    return form;
  }

  private JsonNode submit(String method, String path, JsonNode consultation, MultipartForm form)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve(path))
            .header(
                "Authorization",
                "Bearer " + key.apply(consultation.at("/organisation/odsCode").asText()))
            .header("Content-Type", form.contentType())
            .method(method, form.publisher())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() >= 300) {
        throw new IOException(
            "the node refused %s %s: HTTP %d %s"
                .formatted(method, path, answer.statusCode(), answer.body()));
      }
      return JSON.readTree(answer.body());
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ExampleSubmission.class.getResourceAsStream("/gpcm/examples/" + name)) {
      if (in == null) {
        throw new IOException("the example " + name + " is missing from this build");
      }
      return in.readAllBytes();
    }
  }
}
