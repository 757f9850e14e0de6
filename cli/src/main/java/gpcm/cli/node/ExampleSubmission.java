package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

  JsonNode post(String example) throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    byte[] consultation = resource(example);
    MultipartForm form =
        new MultipartForm().add("consultation", example, "application/json", consultation);
    for (JsonNode attachment : json.readTree(consultation).path("attachments")) {
      String file = attachment.path("file").asText();
      form.add("attachment", file, attachment.path("contentType").asText(), resource(file));
    }
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve("/api/v1/documents"))
            .header(
                "Authorization",
                "Bearer "
                    + key.apply(json.readTree(consultation).at("/organisation/odsCode").asText()))
            .header("Content-Type", form.contentType())
            .POST(form.publisher())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() >= 300) {
        throw new IOException(
            "the node refused " + example + ": HTTP " + answer.statusCode() + " " + answer.body());
      }
      return json.readTree(answer.body());
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
