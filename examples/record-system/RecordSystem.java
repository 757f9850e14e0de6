import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a record system does with what a node hands over, in one file without libraries:
 *
 * <pre>
 * GPCM_CLIENT_KEY=gpcm_... java RecordSystem.java http://127.0.0.1:8080 kept
 * </pre>
 *
 * It keeps every item under its id, checks the files, answers, and remembers how far it has read.
 * An item that it has seen before is answered again and kept once. Ends when nothing waits; a real
 * one looks again every few seconds. A real one also reads JSON with a library.
 */
public final class RecordSystem {
  private static final Pattern ITEM =
      Pattern.compile(
          "\\{\"id\":\"([0-9a-f-]{36})\",\"position\":(\\d+),\"kind\":\"(document|replaced|void|coded)\"");
  private static final Pattern FILE =
      Pattern.compile(
          "\"sha256\":\"([0-9a-f]{64})\",\"href\":\"(/api/v1/(?:worklist|handover)/[^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI node;
  private final Path kept;

  private RecordSystem(URI node, Path kept) {
    this.node = node;
    this.kept = kept;
  }

  public static void main(String[] arguments) throws Exception {
    RecordSystem system = new RecordSystem(URI.create(arguments[0]), Path.of(arguments[1]));
    int taken = 0;
    for (int more = system.read(); more > 0; more = system.read()) {
      taken += more;
    }
    System.out.println(taken + " items taken");
  }

  private int read() throws Exception {
    Files.createDirectories(kept);
    Path place = kept.resolve("position");
    String after = Files.exists(place) ? Files.readString(place) : "0";
    String page = text("GET", "/api/v1/handover?limit=20&after=" + after, "");
    List<Integer> starts = new ArrayList<>();
    for (Matcher item = ITEM.matcher(page); item.find(); ) {
      starts.add(item.start());
    }
    for (int i = 0; i < starts.size(); i++) {
      take(
          page.substring(starts.get(i), i + 1 < starts.size() ? starts.get(i + 1) : page.length()));
    }
    return starts.size();
  }

  private void take(String item) throws Exception {
    Matcher what = ITEM.matcher(item);
    if (!what.find()) {
      throw new IOException("no item: " + item);
    }
    String id = what.group(1);
    Path whole = kept.resolve(id);
    if (Files.notExists(whole)) {
      Path begun = Files.createDirectories(kept.resolve("begun-" + id));
      Matcher file = FILE.matcher(item);
      for (int i = 1; file.find(); i++) {
        byte[] bytes = bytes("GET", file.group(2), "");
        if (!sha256(bytes).equals(file.group(1))) {
          throw new IOException("other bytes than were named: " + file.group(2));
        }
        Files.write(begun.resolve("file-" + i), bytes);
      }
      Files.writeString(begun.resolve("item.json"), item);
      Files.move(begun, whole, StandardCopyOption.ATOMIC_MOVE);
    }
    text(
        "POST",
        "/api/v1/handover/" + id + "/answer",
        "{\"result\": \"accepted\", \"reference\": \"" + whole.getFileName() + "\"}");
    Files.writeString(kept.resolve("position"), what.group(2));
  }

  private String text(String method, String path, String body) throws Exception {
    return new String(bytes(method, path, body), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve(path))
            .header("Authorization", "Bearer " + System.getenv("GPCM_CLIENT_KEY"))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(
          path
              + " is answered "
              + answer.statusCode()
              + ": "
              + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer.body();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
